internal import Screen

/// A control sequence from a terminal: the bytes after `ESC [`, up to and including the final one
/// (ECMA-48, 5.4).
///
/// Covers the keys of xterm and similar terminals in every encoding: the arrows in both modes, `CSI
/// n ~`, modifiers as `1;m`, modifyOtherKeys (`CSI 27;m;code ~`) and the kitty form (`CSI code;m
/// u`). Other sequences of older terminals come from terminfo.
struct KeySequence {
  enum Meaning: Equatable {
    case keys([Key])
    case mouse(MouseEvent)
    /// Three bytes of an X10 report follow.
    case mouseBytes
    case pasteStart
    /// The terminal gained or lost focus.
    case focus(Bool)
    case reply(TerminalReply)
    /// A key or report that the program does not use. It never becomes text.
    case nothing
  }

  private let parameters: Substring
  private let final: UInt8

  /// - Parameter bytes: everything after `ESC [`; the result is `nil` if there is no final byte.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard let final = bytes.last else { return nil }
    self.final = final
    parameters = Substring(decoding: bytes.dropLast(), as: UTF8.self)
  }

  var meaning: Meaning {
    if let first = parameters.first, "<=>?".contains(first) { return privateMeaning(first) }
    let fields = parameters.split(separator: ";", omittingEmptySubsequences: false)
    switch final {
    case UInt8(ascii: "M") where parameters.isEmpty: return .mouseBytes
    case UInt8(ascii: "I") where parameters.isEmpty: return .focus(true)
    case UInt8(ascii: "O") where parameters.isEmpty: return .focus(false)
    case UInt8(ascii: "~"): return tilde(fields)
    case UInt8(ascii: "u"): return kitty(fields)
    case UInt8(ascii: "Z"): return .keys([Key(.backTab)])
    default:
      guard let code = Self.letters[final] else { return .nothing }
      if parameters.isEmpty { return key(code, "") }
      // `CSI row ; column R` is the cursor position; F3 with modifiers has the same form.
      guard fields.count == 2, fields[0] == "1", final != UInt8(ascii: "R") || fields[1].count == 1
      else { return .nothing }
      return key(code, fields[1])
    }
  }

  private func privateMeaning(_ first: Character) -> Meaning {
    if first == "<", final == UInt8(ascii: "M") || final == UInt8(ascii: "m") {
      let report = String(parameters.dropFirst())
      return MouseEvent(sgr: report, isRelease: final == UInt8(ascii: "m")).map { .mouse($0) }
        ?? .nothing
    }
    return .reply(TerminalReply(privateParameters: String(parameters), final: final))
  }

  private func tilde(_ fields: [Substring]) -> Meaning {
    switch fields[0] {
    case "200": return .pasteStart
    case "27" where fields.count == 3:
      guard let modifiers = KeyModifiers(fields[1]), let code = UInt32(fields[2]) else {
        return .nothing
      }
      return .keys([Key(code: code, modifiers)].compactMap(\.self))
    default:
      guard let number = Int(fields[0]), let code = Self.numbers[number] else { return .nothing }
      return key(code, fields.count > 1 ? fields[1] : "")
    }
  }

  /// Interprets `code:shifted:base ; modifiers:event ; text` (the kitty keyboard protocol).
  private func kitty(_ fields: [Substring]) -> Meaning {
    guard let modifiers = KeyModifiers(fields.count > 1 ? fields[1] : "") else { return .nothing }
    let codes = fields[0].split(separator: ":", omittingEmptySubsequences: false)
    guard var code = UInt32(codes[0]) else { return .nothing }
    if code == 0 {
      let text = fields.count > 2 ? fields[2].split(separator: ":") : []
      return .keys(text.compactMap { UInt32($0).flatMap { Key(code: $0, KeyModifiers()) } })
    }
    if modifiers.shift, codes.count > 1, let shifted = UInt32(codes[1]) { code = shifted }
    return .keys([Key(code: code, modifiers)].compactMap(\.self))
  }

  private func key(_ code: Key.Code, _ field: Substring) -> Meaning {
    guard let modifiers = KeyModifiers(field) else { return .nothing }
    return .keys([Key(code, control: modifiers.control, alt: modifiers.alt)])
  }

  /// The keys by their final byte. Only `1;m` may precede it.
  private static let letters: [UInt8: Key.Code] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "F"): .end, UInt8(ascii: "H"): .home,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
    UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
  ]

  /// The keys by the `n` of `CSI n ~`.
  private static let numbers: [Int: Key.Code] = {
    var codes: [Int: Key.Code] = [
      1: .home, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    ]
    // The numbers have gaps where DEC keyboards had gaps.
    for (index, number) in ([11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24] as [Int]).enumerated()
    {
      codes[number] = .function(index + 1)
    }
    return codes
  }()

  /// Returns the key for `ESC O`, optional parameters and a final byte. Terminals send these
  /// sequences in application mode, and rxvt sends them for arrows with Ctrl.
  static func applicationKey(_ parameters: ArraySlice<UInt8>, _ final: UInt8) -> Key? {
    let fields = String(decoding: parameters, as: UTF8.self).split(separator: ";")
    let modifiers = fields.last.flatMap { KeyModifiers($0) } ?? KeyModifiers()
    if let code = letters[final] {
      return Key(code, control: modifiers.control, alt: modifiers.alt)
    }
    switch final {
    case UInt8(ascii: "a"): return Key(.up, control: true)
    case UInt8(ascii: "b"): return Key(.down, control: true)
    case UInt8(ascii: "c"): return Key(.right, control: true)
    case UInt8(ascii: "d"): return Key(.left, control: true)
    default: return nil
    }
  }

  /// Returns the keypad key for `ESC O` and a final byte, in application mode.
  static func keypadKey(_ final: UInt8) -> Key? {
    switch final {
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "I"): .tab
    case UInt8(ascii: "X"): .character("=")
    // "*" to "9" in ASCII order, starting at "j".
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      .character(Character(Unicode.Scalar(final - 0x40)))
    default: nil
    }
  }

  /// Returns the key for `ESC [ [ A` to `E` on the Linux console.
  static func consoleKey(_ final: UInt8) -> Key? {
    guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(final) else { return nil }
    return Key(.function(Int(final - UInt8(ascii: "A")) + 1))
  }
}

/// The modifiers of a sequence: a number from 1, followed in the kitty form by the kind of event.
struct KeyModifiers: Equatable {
  var shift = false
  var alt = false
  var control = false

  init() {}

  /// Returns `nil` for a key release, and for anything that is not a number.
  init?(_ field: Substring) {
    let parts = field.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count > 1, parts[1] == "3" { return nil }
    guard let first = parts.first, !first.isEmpty else { return }
    guard let number = UInt16(first), number > 0 else { return nil }
    let bits = number - 1
    shift = bits & 1 != 0
    // A Meta key counts as Alt.
    alt = bits & (2 | 32) != 0
    control = bits & 4 != 0
  }
}

extension Key {
  /// The key for a typed character, including control characters.
  init(typed scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x09: self = .tab
    case 0x0D: self = .enter
    case 0x08, 0x7F: self = Key(.backspace)
    case 0x1B: self = .escape
    case 0x00: self = .control(" ")
    case 0x01...0x1A: self = .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x60)))
    case 0x1C...0x1F: self = .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x40)))
    default: self = .character(Character(scalar))
    }
  }

  /// A key given by its code point and separate modifiers (modifyOtherKeys, kitty). It equals the
  /// key that terminals without such encodings send, if they can send it at all.
  /// - Returns: `nil` for a key that the program does not use, such as Caps Lock.
  init?(code: UInt32, _ modifiers: KeyModifiers) {
    if let special = Self.special[code] {
      self = special
      alt = modifiers.alt
      // Shift-Enter inserts a line break, like Alt-Enter; only these encodings can send it.
      if code == 13, modifiers.shift { alt = true }
      if code == 9, modifiers.shift { self = Key(.backTab) }
      return
    }
    guard !(0xE000...0xF8FF).contains(code), let scalar = Unicode.Scalar(code) else { return nil }
    let character = Character(scalar)
    if modifiers.control {
      guard let typed = Self.controlled(character) else { return nil }
      self = typed
    } else if modifiers.shift, let upper = character.uppercased().first,
      character.uppercased().count == 1
    {
      self = .character(upper)
    } else {
      self = Key(typed: scalar)
    }
    if modifiers.alt { alt = true }
  }

  /// Returns the key for Ctrl with a character: the control character that the two produce, if
  /// there is one.
  private static func controlled(_ character: Character) -> Key? {
    guard let lower = character.lowercased().first else { return nil }
    switch lower {
    case "h": return Key(.backspace)
    case "i": return .tab
    case "m": return .enter
    case "[": return .escape
    case "/": return .control("_")
    case "@": return .control(" ")
    default: return .control(lower)
    }
  }

  /// Keys that have a name in the kitty protocol, including the keypad.
  private static let special: [UInt32: Key] = {
    var keys: [UInt32: Key] = [
      9: .tab, 13: .enter, 27: .escape, 8: Key(.backspace), 127: Key(.backspace),
      57414: .enter, 57417: Key(.left), 57418: Key(.right), 57419: Key(.up), 57420: Key(.down),
      57421: Key(.pageUp), 57422: Key(.pageDown), 57423: Key(.home), 57424: Key(.end),
      57426: Key(.delete), 57415: .character("="), 57416: .character(","),
    ]
    for (index, digit) in "0123456789./*-+".enumerated() {
      keys[57399 + UInt32(index)] = .character(digit)
    }
    return keys
  }()
}
