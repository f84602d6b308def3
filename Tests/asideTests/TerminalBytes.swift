import Screen

/// The bytes that a program sent to its terminal, checked against what curses and Aside may send.
struct TerminalBytes {
  /// Forbidden bytes, each described with its surroundings.
  private(set) var faults: [String] = []
  /// The characters between the sequences.
  private(set) var text = ""

  private let bytes: [UInt8]
  private var index = 0

  /// Whether joiners and selectors may follow a character.
  private let allowsShaping: Bool

  init(_ bytes: [UInt8], allowsShaping: Bool = false) {
    self.bytes = bytes
    self.allowsShaping = allowsShaping
    while index < bytes.count { readOne() }
  }

  /// The final bytes of sequences for cursor movement, erasing, scrolling and colours, as in
  /// curses' entry for xterm.
  private static let finals = Set("@ABCDEFGHIJKLMPSTXZ`abdefmrnu".utf8)
  /// The modes for application keys, wrapping, the cursor, the alternate screen, pastes, the
  /// mouse, focus, insertion, synchronised updates and reports of background changes.
  private static let modes: Set<String> = [
    "?1", "?7", "?12", "?25", "?12;25", "?1049", "?2004", "?1002", "?1006", "?1004", "4", "?2026",
    "?2031",
  ]
  /// The parameters of sequences that save and restore the window's title, for curses and for
  /// Aside.
  private static let windowOrders: Set<String> = ["22;0;0", "23;0;0", "22;0", "23;0"]
  /// A parameter that only the attacks use.
  static let poison = "31337"

  private mutating func readOne() {
    switch bytes[index] {
    case 0x1B: readEscape()
    case 0x08, 0x0A, 0x0D, 0x0F: index += 1
    case 0x20..<0x7F:
      text.unicodeScalars.append(Unicode.Scalar(bytes[index]))
      index += 1
    case 0x80...: readCharacter()
    default: fail("a control character", length: 1)
    }
  }

  private mutating func readEscape() {
    guard index + 1 < bytes.count else { return fail("a lone escape", length: 1) }
    switch bytes[index + 1] {
    case UInt8(ascii: "["): readSequence()
    case UInt8(ascii: "("), UInt8(ascii: ")"): index += 3
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "7"), UInt8(ascii: "8"),
      UInt8(ascii: "M"):
      index += 2
    case UInt8(ascii: "]") where bytes[index...].starts(with: "\u{1B}]2;".utf8): readTitle()
    case UInt8(ascii: "]"):
      // Only the queries for the terminal's colours are allowed.
      let questions = ["\u{1B}]10;?", "\u{1B}]11;?"]
      guard let question = questions.first(where: { bytes[index...].starts(with: $0.utf8) }) else {
        return fail("an operating system command", length: 2)
      }
      index += question.utf8.count
      if index < bytes.count, bytes[index] == 0x07 {
        index += 1
      } else if bytes[index...].starts(with: "\u{1B}\\".utf8) {
        index += 2
      } else {
        fail("a question without an end", length: 0)
      }
      // The query for the terminal's type may follow only here. A reply to it means that no reply
      // to the colour query will come.
      if bytes[index...].starts(with: "\u{1B}[c".utf8) { index += 3 }
    default: fail("an escape sequence", length: 2)
    }
  }

  /// Reads a title set by Aside, which is empty or ends with the program's name.
  private mutating func readTitle() {
    let start = index + 4
    let end = bytes[start...].firstIndex { $0 < 0x20 || $0 == 0x7F } ?? bytes.count
    let title = String(decoding: bytes[start..<end], as: UTF8.self)
    let isOurs = title.isEmpty || title.hasSuffix("Aside")
    guard isOurs, bytes[end...].starts(with: "\u{1B}\\".utf8) else {
      return fail("a title", length: 2)
    }
    // The title's characters must be as harmless as those on the screen.
    index = start
    while index < end { readOne() }
    index = end + 2
  }

  private mutating func readSequence() {
    var end = index + 2
    while end < bytes.count, (0x20..<0x40).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else { return fail("a sequence without an end", length: 2) }
    let parameters = String(decoding: bytes[index + 2..<end], as: UTF8.self)
    let isKnown =
      switch bytes[end] {
      case UInt8(ascii: "h"), UInt8(ascii: "l"): Self.modes.contains(parameters)
      case UInt8(ascii: "t"): Self.windowOrders.contains(parameters)
      default:
        Self.finals.contains(bytes[end])
          && parameters.allSatisfy { $0.isNumber || $0 == ";" || $0 == ":" }
      }
    if !isKnown || parameters.contains(Self.poison) {
      fail("a control sequence", length: end + 1 - index)
    } else {
      index = end + 1
    }
  }

  private mutating func readCharacter() {
    var decoder = UTF8()
    var rest = bytes[index...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&rest) else {
      return fail("a byte that is no UTF-8", length: 1)
    }
    let properties = scalar.properties
    let isShaping =
      [0x200C, 0x200D, 0xFE0F].contains(scalar.value)
      && text.unicodeScalars.last.map { $0.value > 0x7F && $0.value != 0x203A } == true
    let isHarmless =
      allowsShaping && isShaping
      || ![.control, .format, .lineSeparator, .paragraphSeparator].contains(
        properties.generalCategory) && !properties.isDefaultIgnorableCodePoint
        && !properties.isNoncharacterCodePoint
    guard isHarmless else {
      return fail(
        "U+\(String(scalar.value, radix: 16, uppercase: true))", length: UTF8.width(scalar))
    }
    text.unicodeScalars.append(scalar)
    index += UTF8.width(scalar)
  }

  private mutating func fail(_ what: String, length: Int) {
    let around = bytes[max(0, index - 20)..<min(bytes.count, index + 40)]
    faults.append(
      "\(what) at \(index): \(String(decoding: around, as: UTF8.self).debugDescription)")
    index += max(length, 1)
  }
}
