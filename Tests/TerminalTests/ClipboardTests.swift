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

/// Reading the clipboard.
@Suite struct ClipboardSourceTests {
  @Test(
    arguments: [
      ([:], nil), (["DISPLAY": ":0"], "xclip"),
      (["WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"], "wl-paste"),
      (["DISPLAY": "localhost:10.0", "SSH_TTY": "/dev/pts/1"], nil), (["DISPLAY": ""], nil),
    ] as [([String: String], String?)])
  func choosesTheProgramForTheEnvironment(_ environment: [String: String], _ name: String?) {
    let source = ClipboardSource.program(environment: environment) { $0 != "pbpaste" }
    #expect(source?.name == name)
  }

  @Test(arguments: [
    ("text/html\nimage/png", "wl-paste --type image/png"),
    ("TARGETS\nimage/jpeg\nimage/bmp", "wl-paste --type image/jpeg"),
    ("UTF8_STRING\nimage/png", nil), ("text/plain;charset=utf-8\nimage/png", nil), ("", nil),
    ("image/bmp", nil),
  ])
  func textComesBeforeImages(_ offered: String, _ command: String?) throws {
    let source = try #require(
      ClipboardSource.program(environment: ["WAYLAND_DISPLAY": "w"]) { $0 == "wl-paste" })
    let form = source.form(offered: offered)
    #expect(form == (command.map { .image(command: $0, isHexadecimal: false) } ?? .text))
  }

  @Test func picturesOfAMacAreHexadecimal() throws {
    let source = try #require(ClipboardSource.program(environment: [:]) { $0 == "pbpaste" })
    guard case .image(_, true) = source.form(offered: "«class PNGf», 1234, «class 8BPS», 9") else {
      Issue.record("no image")
      return
    }
    #expect(source.form(offered: "string, 4, «class PNGf», 8") == .text)
    #expect(
      ClipboardSource.bytes(hexadecimal: "«data PNGf89504E47»\n") == [0x89, 0x50, 0x4E, 0x47])
    #expect(ClipboardSource.bytes(hexadecimal: "nothing").isEmpty)
  }
}
