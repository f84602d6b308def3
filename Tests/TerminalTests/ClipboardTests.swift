import Screen
import Testing

@testable import Terminal

@Suite struct ClipboardTests {
  @Test(
    arguments: [
      ([:], nil), (["TMUX": "/tmp/x,1,0", "DISPLAY": ":0"], "tmux"), (["DISPLAY": ":0"], "xclip"),
      (["WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"], "wl-copy"),
      (["DISPLAY": "localhost:10.0", "SSH_TTY": "/dev/pts/1"], nil), (["DISPLAY": ""], nil),
    ] as [([String: String], String?)])
  func choosesTheProgramForTheEnvironment(_ environment: [String: String], _ name: String?) {
    let program = Clipboard.program(environment: environment) { $0 != "pbcopy" }
    #expect(program?.name == name)
  }

  @Test func missingProgramIsSkipped() {
    let program = Clipboard.program(environment: ["WAYLAND_DISPLAY": "w", "DISPLAY": ":0"]) {
      $0 == "xsel"
    }
    #expect(program?.name == "xsel")
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("量\n", "6YePCg=="),
  ])
  func sequenceContainsTheText(_ text: String, _ encoded: String) {
    #expect(
      String(decoding: Clipboard.sequence(for: InertText(text)), as: UTF8.self)
        == "\u{1B}]52;c;\(encoded)\u{07}")
  }
}
