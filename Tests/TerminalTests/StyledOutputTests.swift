import Screen
import Terminal
import Testing

/// Styles written as control codes, for a terminal without a screen.
@Suite struct StyledOutputTests {
  private static let theme = Theme(
    name: "test",
    looks: [
      .heading: Look(foreground: .rgb(RGB(1, 2, 3)), emphasis: [.bold, .italic]),
      .code: Look(foreground: .terminal(9), background: .terminal(0)),
      .codeAdded: Look(foreground: .terminal(0), background: .terminal(2)),
      .selection: Look(foreground: .terminal(0), background: .terminal(7)),
      .user: Look(foreground: .terminal(15), emphasis: .bold),
    ])

  private func text(_ role: StyleRole, _ depth: ColorDepth) -> String {
    StyledOutput(theme: Self.theme, depth: depth, background: nil)
      .text(of: StyledLine("a", Style(role)))
  }

  @Test func plainTextHasNoCodes() {
    #expect(text(.text, .direct) == "a\n")
    #expect(
      StyledOutput(theme: Self.theme, depth: .direct, background: nil).text(of: StyledLine())
        == "\n")
  }

  @Test(arguments: [
    (ColorDepth.direct, "1;3;38;2;1;2;3"), (.indexed, "1;3;38;5;16"), (.none, "1"),
  ])
  func colorsAreThoseOfTheTerminal(depth: ColorDepth, codes: String) {
    #expect(text(.heading, depth) == "\u{1B}[\(codes)ma\u{1B}[m\n")
  }

  @Test func linksHaveTheirAddresses() {
    let output = StyledOutput(theme: Self.theme, depth: .none, background: nil)
    func text(_ number: Int, _ address: String) -> String {
      output.text(
        of: StyledLine("a", Style(.text).linked(to: number)), addresses: [2: address])
    }
    let end = "\u{1B}]8;;\u{1B}\\"
    #expect(
      text(2, "https://a.example/;b") == "\u{1B}]8;id=2;https://a.example/;b\u{1B}\\a\(end)\n")
    // Nothing in an address can end the sequence.
    #expect(
      text(2, "https://a.example/ä\u{1B}\\\u{7}")
        == "\u{1B}]8;id=2;https://a.example/%C3%A4%1B\\%07\u{1B}\\a\(end)\n")
    #expect(text(1, "https://a.example") == "a\n")
    #expect(text(2, "https://a.example/" + String(repeating: "x", count: 3000)) == "a\n")
  }

  /// Backgrounds are left out, because they would cover only the text, not the rest of the row.
  @Test(arguments: [
    (ColorDepth.direct, "91"), (.indexed, "91"), (.sixteen, "91"), (.eight, "31"),
  ])
  func backgroundsAreLeftOut(depth: ColorDepth, codes: String) {
    #expect(text(.code, depth) == "\u{1B}[\(codes)ma\u{1B}[m\n")
  }

  /// Black on green would be black on black without the background.
  @Test func textOnAColoredBackgroundTakesItsColor() {
    #expect(text(.codeAdded, .eight) == "\u{1B}[32ma\u{1B}[m\n")
    #expect(text(.selection, .eight) == "a\n")
  }

  /// A heading in white would be invisible on a white background.
  @Test(arguments: [
    (Background?.none, "1"), (.dark, "1;97"),
  ])
  func whiteIsUsedOnlyOnAKnownBackground(background: Background?, codes: String) {
    let output = StyledOutput(theme: Self.theme, depth: .sixteen, background: background)
    let row = output.text(of: StyledLine("a", Style(.user)))
    #expect(row == "\u{1B}[\(codes)ma\u{1B}[m\n")
  }
}
