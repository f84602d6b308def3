import Screen
import Testing

@testable import Terminal

/// The cursor's colour on themes with their own background.
@Suite struct CursorColorTests {
  @Test func nothingIsSentUntilAColorIsWanted() {
    var color = CursorColor()
    #expect(color.change(to: nil).isEmpty)
    #expect(color.release().isEmpty)
  }

  @Test func aColorIsSentOnceAndTakenBack() {
    var color = CursorColor()
    #expect(color.change(to: RGB(0x3B, 0x02, 0x25)) == "\u{1B}]12;#3b0225\u{1B}\\")
    #expect(color.change(to: RGB(0x3B, 0x02, 0x25)).isEmpty)
    #expect(color.change(to: RGB(0xFF, 0xFF, 0xFF)) == "\u{1B}]12;#ffffff\u{1B}\\")
    #expect(color.change(to: nil) == CursorColor.restoring)
    #expect(color.release().isEmpty)
    #expect(!color.change(to: RGB(0, 0, 0)).isEmpty)
    #expect(color.release() == CursorColor.restoring)
  }

  @Test func onlyThemesWithABackgroundHaveOne() {
    func theme(_ look: Look) -> Theme { Theme(name: "t", looks: [.text: look]) }
    let (black, white) = (RGB(0, 0, 0), RGB(0xFF, 0xFF, 0xFF))
    #expect(theme(Look()).cursorColor == nil)
    #expect(theme(Look(foreground: .rgb(white))).cursorColor == nil)
    #expect(
      theme(Look(foreground: .rgb(RGB(1, 2, 3)), background: .rgb(white))).cursorColor
        == RGB(1, 2, 3))
    #expect(theme(Look(background: .rgb(white))).cursorColor == RGB(1, 1, 1))
    #expect(theme(Look(background: .rgb(black))).cursorColor == RGB(0xFE, 0xFE, 0xFE))
    let stark = Look(foreground: .rgb(white), background: .rgb(black))
    #expect(theme(stark).cursorColor == RGB(0xFE, 0xFE, 0xFE))
  }

  @Test(arguments: [
    (["TERM": "xterm-256color"], true), (["TERM": "linux"], false), (["TERM": "vt220"], false),
    (["TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"], true),
    (["TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0"], true),
    (["TERM": "screen-256color", "STY": "1.pts"], false), ([:], false),
  ])
  func onlyTerminalsThatUnderstandTheOrderGetIt(_ environment: [String: String], _ takes: Bool) {
    #expect(TerminalHints(environment: environment).takesCursorColor == takes)
  }
}
