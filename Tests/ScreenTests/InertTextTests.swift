import Testing

@testable import Screen

@Suite struct InertTextTests {
  @Test(arguments: [
    ("plain\ttext\n量 👩‍💻\u{200F}\n", "plain\ttext\n量 👩‍💻\u{200F}\n", 0),
    ("ls\u{1B}[201~; rm -rf ~\n", "ls[201~; rm -rf ~\n", 1),
    ("a\r\nb\rc", "a\nb\nc", 0), ("\r\r\n\n", "\n\n\n", 0),
    ("\u{9B}201~\u{85}\u{7F}\0\u{7}", "201~", 5),
    ("a\u{202E}b\u{2066}c\u{2069}", "abc", 3), ("", "", 0),
  ])
  func removesEverythingActive(_ source: String, _ text: String, _ count: Int) {
    let inert = InertText(source)
    #expect(inert.text == text)
    #expect(inert.removedCount == count)
  }

  @Test func onlyTabAndLineFeedRemain() {
    let all = (0...0xFF).compactMap { Unicode.Scalar($0 as UInt32) }
    let text = InertText(String(String.UnicodeScalarView(all + all.reversed()))).text
    let controls = text.unicodeScalars.filter { $0.properties.generalCategory == .control }
    #expect(Set(controls) == ["\t", "\n"])
  }

  /// Removing a scalar must not let its neighbours combine into a new sequence.
  @Test func inertTextIsUnchanged() {
    let once = InertText("\u{1B}\r\u{1B}\n\u{1B}[\u{1B}200~")
    #expect(InertText(once.text) == InertText(InertText(once.text).text))
    #expect(InertText(once.text).removedCount == 0)
  }
}
