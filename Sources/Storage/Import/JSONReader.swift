import Chat
import Foundation

/// A JSON reader that works piece by piece through a file that may be larger than memory, truncated
/// or partly damaged. It can skip an element without parsing it.
///
/// Like other programs, it reads an unpaired surrogate as U+FFFD. The bytes must outlive the
/// reader.
struct JSONReader {
  /// A syntax error and its byte offset.
  struct Problem: Error, Equatable {
    var offset: Int
    var fault: ImportFault
  }

  /// The maximum nesting depth, limited because each level uses stack space.
  static let deepestNesting = 200

  let bytes: UnsafeRawBufferPointer
  private(set) var position: Int
  /// Names that an object repeats, with the offset after each. The second value of `x` is read as
  /// `x (2)`.
  private(set) var repeatedNames: [(name: String, offset: Int)] = []
  private let end: Int

  init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>? = nil) {
    self.bytes = bytes
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
    // Skip a byte order mark, which Windows programs write.
    if position == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Skips white space and returns the next byte without consuming it; `nil` at the end.
  mutating func next() -> UInt8? {
    while position < end, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    return position < end ? bytes[position] : nil
  }

  /// Skips white space and consumes `byte`, which must come next.
  mutating func expect(_ byte: UInt8) throws(Problem) {
    guard next() == byte else {
      throw problem(.missingCharacter(Character(Unicode.Scalar(byte))))
    }
    position += 1
  }

  func problem(_ fault: ImportFault, at offset: Int? = nil) -> Problem {
    let offset = offset ?? position
    return Problem(offset: offset, fault: offset >= end ? .truncated : fault)
  }

  // MARK: Skipping

  /// Skips a value by matching brackets and quotes only.
  /// - Returns: the range of the value.
  /// - Complexity: O(length of the value)
  mutating func skipValue() throws(Problem) -> Range<Int> {
    guard let first = next() else { throw problem(.truncated) }
    let start = position
    var depth = 0
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""): break
    case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "}"), UInt8(ascii: "]"):
      throw problem(.missingValue)
    default:
      while position < end, !",:{}[]\" \n\r\t".utf8.contains(bytes[position]) { position += 1 }
      return start..<position
    }
    repeat {
      guard position < end else { throw problem(.truncated) }
      switch bytes[position] {
      case UInt8(ascii: "\""): try skipString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
      default: position += 1
      }
    } while depth > 0
    return start..<position
  }

  private mutating func skipString() throws(Problem) {
    position += 1
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\\"): position += 2
      case UInt8(ascii: "\""):
        position += 1
        return
      default: position += 1
      }
    }
    position = end
    throw problem(.truncated)
  }

  /// Calls `body` with the range of every element of the next array.
  /// - Throws: `Problem` where the array is malformed; rethrows errors from `body`.
  mutating func forEachElement(_ body: (Range<Int>) throws -> Void) throws {
    try expect(UInt8(ascii: "["))
    if next() == UInt8(ascii: "]") {
      position += 1
      return
    }
    while true {
      try body(try skipValue())
      guard next() == UInt8(ascii: ",") else { break }
      position += 1
    }
    try expect(UInt8(ascii: "]"))
  }

  // MARK: Values

  /// Reads the next value.
  mutating func value(depth: Int = 0) throws(Problem) -> JSONValue {
    guard depth < Self.deepestNesting else { throw problem(.nestedTooDeeply) }
    switch next() {
    case UInt8(ascii: "{"): return .object(try object(depth))
    case UInt8(ascii: "["): return .array(try array(depth))
    case UInt8(ascii: "\""): return .string(try string())
    case nil: throw problem(.truncated)
    default: return try scalar()
    }
  }

  private mutating func object(_ depth: Int) throws(Problem) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    var numbers = NameNumbers()
    position += 1
    if next() == UInt8(ascii: "}") {
      position += 1
      return members
    }
    while true {
      guard next() == UInt8(ascii: "\"") else { throw problem(.missingName) }
      var name = try string()
      if members[name] != nil {
        repeatedNames.append((name, position))
        name = numbers.free(name) { members[$0] != nil }
      }
      try expect(UInt8(ascii: ":"))
      members[name] = try value(depth: depth + 1)
      guard next() == UInt8(ascii: ",") else { break }
      position += 1
    }
    try expect(UInt8(ascii: "}"))
    return members
  }

  private mutating func array(_ depth: Int) throws(Problem) -> [JSONValue] {
    var values: [JSONValue] = []
    position += 1
    if next() == UInt8(ascii: "]") {
      position += 1
      return values
    }
    while true {
      values.append(try value(depth: depth + 1))
      guard next() == UInt8(ascii: ",") else { break }
      position += 1
    }
    try expect(UInt8(ascii: "]"))
    return values
  }

  /// Reads `true`, `false`, `null` or a number.
  private mutating func scalar() throws(Problem) -> JSONValue {
    let start = position
    let range = try skipValue()
    let word = String(decoding: bytes[range], as: UTF8.self)
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null", "NaN", "Infinity", "-Infinity": return .null
    default: break
    }
    if let integer = Int(word) { return .integer(integer) }
    guard let first = word.utf8.first, "-0123456789".utf8.contains(first), let number = Double(word)
    else { throw problem(.invalidJSON, at: start) }
    return .number(number)
  }
}

extension JSONReader {
  /// Reads a string, starting at its opening quote.
  private mutating func string() throws(Problem) -> String {
    let start = position + 1
    try skipString()
    let raw = bytes[start..<(position - 1)]
    guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var index = raw.startIndex
    while index < raw.endIndex {
      let byte = raw[index]
      guard byte == UInt8(ascii: "\\"), index + 1 < raw.endIndex else {
        result.append(byte)
        index += 1
        continue
      }
      index += 2
      switch bytes[index - 1] {
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "u"):
        let scalar = Self.scalar(raw, &index)
        result += Array(String(Character(scalar)).utf8)
      case let other: result.append(other)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Returns the scalar given by four hexadecimal digits, or by a surrogate pair in two escapes;
  /// U+FFFD if it is invalid.
  private static func scalar(
    _ raw: Slice<UnsafeRawBufferPointer>, _ index: inout Int
  ) -> Unicode.Scalar {
    guard let first = unit(raw, at: index) else { return "\u{FFFD}" }
    index += 4
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), index + 1 < raw.endIndex,
      raw[index] == UInt8(ascii: "\\"), raw[index + 1] == UInt8(ascii: "u"),
      let second = unit(raw, at: index + 2), (0xDC00..<0xE000).contains(second)
    else { return "\u{FFFD}" }
    index += 6
    let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private static func unit(_ raw: Slice<UnsafeRawBufferPointer>, at index: Int) -> UInt16? {
    guard index + 4 <= raw.endIndex else { return nil }
    return UInt16(String(decoding: raw[index..<(index + 4)], as: UTF8.self), radix: 16)
  }
}
