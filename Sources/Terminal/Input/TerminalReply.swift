internal import Screen

/// A terminal's report about itself, interleaved with key input.
enum TerminalReply: Equatable {
  /// The background, dark or light, from OSC 11 or mode 2031.
  case background(Background)
  /// Primary device attributes, which every terminal reports. Requested last, so they arrive last.
  case attributes
  /// A reply that was not requested or cannot be parsed.
  case other
}

extension TerminalReply {
  /// - Parameter body: the text between `ESC ]` and its end (xterm's control sequences, "Operating
  ///   System Commands").
  init(command body: some Sequence<UInt8>) {
    let text = String(decoding: Array(body), as: UTF8.self)
    if text.hasPrefix("11;"), let color = RGB(terminalText: text.dropFirst(3)) {
      self = .background(Background(color))
    } else {
      self = .other
    }
  }

  /// Reads a private control sequence: `ESC [ ?` or `ESC [ >`, then parameters and a final byte.
  init(privateParameters parameters: String, final: UInt8) {
    switch (parameters, final) {
    case ("?997;1", UInt8(ascii: "n")): self = .background(.dark)
    case ("?997;2", UInt8(ascii: "n")): self = .background(.light)
    case (_, UInt8(ascii: "c")) where parameters.hasPrefix("?"): self = .attributes
    default: self = .other
    }
  }
}
