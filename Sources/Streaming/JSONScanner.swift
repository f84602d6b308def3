/// Reads one JSON text (RFC 8259) from front to back, without building a tree: what is not asked for
/// is checked and passed over. Foundation's decoder takes 7 µs for a chunk of a stream, which is most
/// of what a fast answer costs; this takes a tenth (docs/benchmarks.md).
///
/// More forgiving than the standard in two ways: raw control characters may stand in texts, and half
/// a surrogate pair reads as U+FFFD, as invalid UTF-8 does; ``halves`` tells of those at a text's
/// ends. Values are nested 512 deep at most.
struct JSONScanner {
  /// The bytes are not JSON, or not all of it.
  struct Malformed: Error {}

  enum Kind {
    case object, array, string, number, bool, null
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index: Int
  private var depth = 0
  /// Nothing of the innermost object or array has been read.
  private var isFirst = false
  /// Those at the ends of the text that ``string()`` has read last.
  private(set) var halves = SurrogateHalves()
  /// Where that text stands between its quotes.
  private(set) var textPlace: Range<Int>?

  private static let depthLimit = 512

  /// - Parameters:
  ///   - bytes: must stay valid for as long as this value and its names are used.
  ///   - index: where the first value begins.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int = 0) {
    self.bytes = bytes
    self.index = index
  }

  /// Whether the bytes are one JSON object and nothing else.
  static func isObject(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var scanner = JSONScanner(bytes)
    do throws(Malformed) {
      guard try scanner.kind() == .object else { return false }
      try scanner.skip()
      try scanner.finish()
      return true
    } catch {
      return false
    }
  }

  /// What the next value is, by its first byte.
  @inline(__always)
  mutating func kind() throws(Malformed) -> Kind {
    skipWhitespace()
    guard index < bytes.count else { throw Malformed() }
    switch bytes[index] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case .quote: return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    default: throw Malformed()
    }
  }

  /// Nothing but white space is left.
  mutating func finish() throws(Malformed) {
    skipWhitespace()
    guard index == bytes.count else { throw Malformed() }
  }

  @inline(__always)
  private mutating func skipWhitespace() {
    // Servers put none, or one space.
    while index < bytes.count, bytes[index] <= 0x20 {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }
}

// MARK: - Objects and arrays

extension JSONScanner {
  /// The name of a member, in place.
  struct Name {
    fileprivate let bytes: UnsafeBufferPointer<UInt8>
    fileprivate let isEscaped: Bool

    var text: String {
      isEscaped ? JSONScanner.unescape(bytes) : String(decoding: bytes, as: UTF8.self)
    }

    @inline(__always)
    static func ~= (pattern: StaticString, name: Name) -> Bool {
      guard !name.isEscaped else {
        return JSONScanner.unescape(name.bytes) == pattern.description
      }
      return name.bytes.equals(pattern)
    }
  }

  /// Goes into an object, whose members ``nextName()`` tells; any other value is passed over.
  mutating func enterObject() throws(Malformed) -> Bool { try enter(.object) }

  /// Goes into an array, whose elements ``nextElement()`` counts; any other value is passed over.
  mutating func enterArray() throws(Malformed) -> Bool { try enter(.array) }

  private mutating func enter(_ wanted: Kind) throws(Malformed) -> Bool {
    guard try kind() == wanted else {
      try skip()
      return false
    }
    index += 1
    depth += 1
    guard depth <= Self.depthLimit else { throw Malformed() }
    isFirst = true
    return true
  }

  /// The name of the next member, whose value must be read or skipped next; `nil` at the object's end.
  @inline(__always)
  mutating func nextName() throws(Malformed) -> Name? {
    guard try goesOn(until: UInt8(ascii: "}")) else { return nil }
    guard try kind() == .string else { throw Malformed() }
    let (text, isEscaped) = try stringBody()
    skipWhitespace()
    guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { throw Malformed() }
    index += 1
    return Name(bytes: text, isEscaped: isEscaped)
  }

  /// Whether another element comes, which must be read or skipped next; `false` at the array's end.
  mutating func nextElement() throws(Malformed) -> Bool {
    try goesOn(until: UInt8(ascii: "]"))
  }

  /// The same for the next element that is an object; others are passed over.
  mutating func nextObject() throws(Malformed) -> Bool {
    while try nextElement() {
      if try kind() == .object { return true }
      try skip()
    }
    return false
  }

  @inline(__always)
  private mutating func goesOn(until end: UInt8) throws(Malformed) -> Bool {
    skipWhitespace()
    guard index < bytes.count else { throw Malformed() }
    if bytes[index] == end {
      index += 1
      depth -= 1
      isFirst = false
      return false
    }
    if !isFirst {
      guard bytes[index] == UInt8(ascii: ",") else { throw Malformed() }
      index += 1
    }
    isFirst = false
    return true
  }

  /// Passes over one value of any kind.
  mutating func skip() throws(Malformed) {
    switch try kind() {
    case .object:
      guard try enterObject() else { return }
      while try nextName() != nil { try skip() }
    case .array:
      guard try enterArray() else { return }
      while try nextElement() { try skip() }
    case .string: _ = try stringBody()
    case .number: _ = try numberBody()
    case .bool: try word(bytes[index] == UInt8(ascii: "t") ? "true" : "false")
    case .null: try word("null")
    }
  }
}

// MARK: - Single values; `nil` for a value of another kind, which is passed over

extension JSONScanner {
  mutating func string() throws(Malformed) -> String? {
    halves = SurrogateHalves()
    textPlace = nil
    guard try kind() == .string else {
      try skip()
      return nil
    }
    let (text, isEscaped) = try stringBody()
    textPlace = (index - 1 - text.count)..<(index - 1)
    if isEscaped { halves = SurrogateHalves(of: text) }
    return isEscaped ? Self.unescape(text) : String(decoding: text, as: UTF8.self)
  }

  /// A text as it is, any other value but null as the JSON it is.
  mutating func stringOrJSON() throws(Malformed) -> String? {
    switch try kind() {
    case .string: return try string()
    case .null:
      try skip()
      return nil
    case .object, .array, .number, .bool:
      let start = index
      try skip()
      return String(decoding: bytes[start..<index], as: UTF8.self)
    }
  }

  /// A whole number, also one written as `3.0`.
  mutating func integer() throws(Malformed) -> Int? {
    guard try kind() == .number else {
      try skip()
      return nil
    }
    let (text, isWhole) = try numberBody()
    let digits = String(decoding: text, as: UTF8.self)
    return isWhole ? Int(digits) : Double(digits).flatMap { Int(exactly: $0) }
  }

  mutating func number() throws(Malformed) -> Double? {
    guard try kind() == .number else {
      try skip()
      return nil
    }
    return Double(String(decoding: try numberBody().text, as: UTF8.self))
  }

  mutating func bool() throws(Malformed) -> Bool? {
    guard try kind() == .bool else {
      try skip()
      return nil
    }
    let value = bytes[index] == UInt8(ascii: "t")
    try skip()
    return value
  }

  @inline(__always)
  private mutating func word(_ word: StaticString) throws(Malformed) {
    let end = index + word.utf8CodeUnitCount
    guard end <= bytes.count, UnsafeBufferPointer(rebasing: bytes[index..<end]).equals(word) else {
      throw Malformed()
    }
    index = end
  }
}

// MARK: - Lexical elements

extension JSONScanner {
  /// Passes over a text, quotes included.
  @inline(__always)
  private mutating func stringBody() throws(Malformed) -> (
    text: UnsafeBufferPointer<UInt8>, isEscaped: Bool
  ) {
    var end = quoteOrBackslash(from: index + 1)
    var isEscaped = false
    while end < bytes.count, bytes[end] == .backslash {
      isEscaped = true
      guard end + 1 < bytes.count else { throw Malformed() }
      try checkEscape(at: end + 1)
      end = quoteOrBackslash(from: end + 2)
    }
    guard end < bytes.count else { throw Malformed() }
    defer { index = end + 1 }
    return (UnsafeBufferPointer(rebasing: bytes[(index + 1)..<end]), isEscaped)
  }

  /// The place of the first of the two, or the end. Eight bytes at a time: a byte of `word ^ pattern`
  /// is zero where the pattern's byte stands, and `(x - 0x01…) & ~x & 0x80…` marks the zeros.
  @inline(__always)
  private func quoteOrBackslash(from start: Int) -> Int {
    var place = start
    if let base = UnsafeRawPointer(bytes.baseAddress) {
      while place + 8 <= bytes.count {
        let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        let marks = Self.zeros(word ^ Self.quotes) | Self.zeros(word ^ Self.backslashes)
        if marks != 0 { return place + marks.trailingZeroBitCount / 8 }
        place += 8
      }
    }
    while place < bytes.count, bytes[place] != .quote, bytes[place] != .backslash { place += 1 }
    return place
  }

  private static let quotes: UInt64 = 0x2222_2222_2222_2222
  private static let backslashes: UInt64 = 0x5C5C_5C5C_5C5C_5C5C

  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// - Parameter place: of the letter after the backslash.
  private func checkEscape(at place: Int) throws(Malformed) {
    switch bytes[place] {
    case .quote, .backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return
    case UInt8(ascii: "u"):
      guard Self.hexadecimal(bytes, at: place + 1) != nil else { throw Malformed() }
    default: throw Malformed()
    }
  }

  /// RFC 8259, section 6.
  private mutating func numberBody() throws(Malformed) -> (
    text: UnsafeBufferPointer<UInt8>, isWhole: Bool
  ) {
    let start = index
    var isWhole = true
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    let integerStart = index
    try digits()
    guard bytes[integerStart] != UInt8(ascii: "0") || index == integerStart + 1 else {
      throw Malformed()
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      try digits()
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
      {
        index += 1
      }
      try digits()
    }
    return (UnsafeBufferPointer(rebasing: bytes[start..<index]), isWhole)
  }

  private mutating func digits() throws(Malformed) {
    let start = index
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      index += 1
    }
    guard index > start else { throw Malformed() }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether these bytes are that text.
  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }

  func hasPrefix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount
      && UnsafeBufferPointer(rebasing: self[..<text.utf8CodeUnitCount]).equals(text)
  }
}

// Of the two that a text cannot hold as they are.
extension UInt8 {
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
}
