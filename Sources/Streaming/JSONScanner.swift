/// A scanner that reads one JSON text (RFC 8259) from front to back without building a tree. Parts
/// that the caller does not request are validated and skipped. Foundation's decoder takes 7 µs per
/// chunk, most of the cost of a fast answer; this scanner takes a tenth of that
/// (docs/benchmarks.md).
///
/// It is more lenient than the standard in two ways. Strings may contain raw control characters,
/// and half a surrogate pair reads as U+FFFD, like invalid UTF-8. ``halves`` reports the halves at
/// the ends of a string. Values may nest up to 512 levels.
struct JSONScanner {
  /// The error thrown if the bytes are not one complete JSON text.
  struct Malformed: Error {}

  enum Kind {
    case object, array, string, number, bool, null
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index: Int
  private var depth = 0
  /// Whether nothing in the innermost object or array has been read yet.
  private var isFirst = false
  /// The surrogate halves at the ends of the string last read by ``string()``.
  private(set) var halves = SurrogateHalves()
  /// The position of the string last read by ``string()``, without its quotes.
  private(set) var textPlace: Range<Int>?

  private static let depthLimit = 512

  /// - Parameters:
  ///   - bytes: must stay valid while this scanner and the names that it returns are in use.
  ///   - index: where the first value begins.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int = 0) {
    self.bytes = bytes
    self.index = index
  }

  /// Returns whether the bytes are exactly one JSON object.
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

  /// Returns the kind of the next value, judged by its first byte.
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

  /// Checks that only white space remains.
  mutating func finish() throws(Malformed) {
    skipWhitespace()
    guard index == bytes.count else { throw Malformed() }
  }

  @inline(__always)
  private mutating func skipWhitespace() {
    // A simple loop is fast enough, because servers send at most one space.
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
  /// The name of a member, read in place. It is valid only while the scanned bytes are.
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

  /// Enters an object, so that ``nextName()`` returns the names of its members. Skips any other
  /// value and returns `false`.
  mutating func enterObject() throws(Malformed) -> Bool { try enter(.object) }

  /// Enters an array, so that ``nextElement()`` steps through its elements. Skips any other value
  /// and returns `false`.
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

  /// Returns the name of the next member, whose value must be read or skipped next; `nil` at the
  /// end of the object.
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

  /// Returns whether there is another element, which must be read or skipped next; `false` at the
  /// end of the array.
  mutating func nextElement() throws(Malformed) -> Bool {
    try goesOn(until: UInt8(ascii: "]"))
  }

  /// Moves to the next element that is an object, and skips those before it. Returns `false` at
  /// the end of the array.
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

  /// Skips one value of any kind.
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

// MARK: - Single values; `nil` for a value of another kind, which is skipped

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

  /// Returns a string unchanged, and any other value except null as JSON.
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

  /// Returns an integer, including one written as `3.0`.
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
  /// Reads a string, including its quotes. Returns the bytes between them, and whether they
  /// contain escapes.
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

  /// Returns the position of the first quote or backslash, or the end. Checks eight bytes at a
  /// time: a byte of `word ^ pattern` is zero where it matches the pattern, and
  /// `(x - 0x01…) & ~x & 0x80…` marks the zero bytes.
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

  /// Checks that an escape is valid.
  /// - Parameter place: the position of the letter after the backslash.
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

  /// Reads a number as defined in RFC 8259, section 6.
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
  /// Returns whether the bytes equal the text.
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

// The two characters that a string must escape.
extension UInt8 {
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
}
