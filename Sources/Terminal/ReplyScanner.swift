internal import Screen

/// What a terminal says of itself among the keys.
enum TerminalReply: Equatable {
  /// The colour behind the text, by OSC 11 or by mode 2031.
  case background(Background)
  /// Primary device attributes, which every terminal knows: asked last, they come last.
  case attributes
  /// What nobody has asked for, or cannot be read.
  case other
}

/// Finds a terminal's replies among typed characters, however they are cut. A value without I/O.
///
/// It sees what comes after an Escape. A person may type the same: Alt-[ or Alt-]. So what is held
/// back is handed on as keys where it turns out to be no reply; once it can be nothing else, it is
/// dropped.
struct ReplyScanner {
  enum Step: Equatable {
    /// More must come.
    case held
    case complete(TerminalReply)
    /// No reply: these were typed, behind an Escape. The scalar that showed it is not among them.
    case typed([UInt32])
    /// A reply that broke off before the scalar that was shown, or before the Escape in front of it.
    case dropped(isAfterEscape: Bool)
  }

  /// Everything since the Escape; empty while there is nothing to hold.
  private var held: [UInt32] = []

  /// More than the longest reply by far.
  private static let limit = 256

  var isHolding: Bool { !held.isEmpty }

  /// What is held back can be nothing but a reply: `ESC [ ?`, `ESC ] 11 ;`.
  var isCertain: Bool {
    switch held.first {
    case 0x5B: held.count > 1
    case 0x5D: held.contains(0x3B)
    default: false
    }
  }

  /// - Returns: whether a reply may begin so behind an Escape.
  mutating func begin(_ scalar: UInt32) -> Bool {
    guard scalar == 0x5B || scalar == 0x5D else { return false }
    held = [scalar]
    return true
  }

  mutating func take(_ scalar: UInt32) -> Step {
    let step = held.first == 0x5B ? takeInControl(scalar) : takeInCommand(scalar)
    if step == .held, held.count < Self.limit {
      held.append(scalar)
      return .held
    }
    if step != .held { held = [] }
    return step == .held ? release() : step
  }

  /// Nothing more comes, or something that belongs to no reply.
  mutating func release() -> Step {
    defer { held = [] }
    return broken
  }

  private var broken: Step {
    isCertain ? .dropped(isAfterEscape: held.last == 0x1B) : .typed(held)
  }

  /// `ESC [`, parameters, and a last character (ECMA-48, 5.4).
  private func takeInControl(_ scalar: UInt32) -> Step {
    switch scalar {
    case 0x30...0x3F: return .held
    case 0x20...0x2F where isCertain: return .held
    // Alt-[ and a letter.
    case 0x40...0x7E where isCertain: return .complete(reply(to: held.dropFirst(), scalar))
    default: return broken
    }
  }

  private func reply(to parameters: some Sequence<UInt32>, _ last: UInt32) -> TerminalReply {
    let text = Self.text(parameters)
    switch (text, last) {
    case ("?997;1", 0x6E): return .background(.dark)
    case ("?997;2", 0x6E): return .background(.light)
    case (_, 0x63) where text.hasPrefix("?"): return .attributes
    default: return .other
    }
  }

  /// `ESC ]`, a number, a text, and BEL, ST or ESC \ (xterm's control sequences, "Operating System
  /// Commands").
  private func takeInCommand(_ scalar: UInt32) -> Step {
    if held.last == 0x1B {
      return scalar == 0x5C ? .complete(command(held.dropLast())) : broken
    }
    switch scalar {
    case 0x30...0x39: return .held
    case 0x3B where held.count > 1: return .held
    case _ where !isCertain: return broken
    case 0x07, 0x9C: return .complete(command(held))
    case 0x1B, 0x20...0x7E, 0xA0...: return .held
    default: return broken
    }
  }

  private func command(_ held: some Sequence<UInt32>) -> TerminalReply {
    let text = Self.text(held)
    guard text.hasPrefix("]11;"), let color = RGB(terminalText: text.dropFirst(4)) else {
      return .other
    }
    return .background(Background(color))
  }

  private static func text(_ scalars: some Sequence<UInt32>) -> String {
    String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
  }
}

extension RGB {
  /// A colour as terminals tell it (XParseColor): `rgb:` and three numbers of one to four digits,
  /// `rgba:` and a fourth for the opacity, or `#` and three numbers of the same length.
  init?(terminalText text: some StringProtocol) {
    let fields: [Substring]
    if text.hasPrefix("#") {
      let digits = Array(text.dropFirst())
      guard digits.count.isMultiple(of: 3) else { return nil }
      let length = digits.count / 3
      fields = (0..<3).map { Substring(String(digits[$0 * length..<($0 + 1) * length])) }
    } else {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let form = parts.first, form == "rgb" || form == "rgba" else {
        return nil
      }
      fields = parts[1].split(separator: "/", omittingEmptySubsequences: false).map {
        Substring($0)
      }
      guard fields.count == (form == "rgb" ? 3 : 4) else { return nil }
    }
    let bytes = fields.compactMap(Self.byte)
    guard bytes.count == fields.count else { return nil }
    self.init(bytes[0], bytes[1], bytes[2])
  }

  /// The most that so many digits can say is the most there is.
  private static func byte(_ digits: Substring) -> UInt8? {
    guard (1...4).contains(digits.count), digits.allSatisfy(\.isHexDigit),
      let value = Int(digits, radix: 16)
    else { return nil }
    let most = 1 << (4 * digits.count) - 1
    return UInt8((value * 255 + most / 2) / most)
  }
}
