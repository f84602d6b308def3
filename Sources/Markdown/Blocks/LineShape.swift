/// Functions that recognise the shape of a Markdown line, given without its indentation. What a
/// shape means depends on the lines before it.
enum LineShape {
  struct Fence: Equatable, Sendable {
    let character: UInt8
    let length: Int
    /// The columns of space before the fence. At most this many are removed from each line inside
    /// it.
    let indent: Int
    let language: String
  }

  struct ListMarker: Equatable, Sendable {
    /// The last character of the marker: `-`, `+`, `*`, `.` or `)`.
    let character: UInt8
    /// The number of the item; `nil` for bullets.
    let number: Int?
    let length: Int
  }

  static func fence(_ rest: ArraySlice<UInt8>, indent: Int) -> Fence? {
    guard let character = rest.first, character == 0x60 || character == 0x7E else { return nil }
    let info = rest.drop { $0 == character }
    let length = rest.count - info.count
    guard length >= 3, character != 0x60 || !info.contains(0x60) else { return nil }
    let word = info.drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x20 && $0 != 0x09 }
    let language = String(decoding: word, as: UTF8.self)
    return Fence(character: character, length: length, indent: indent, language: language)
  }

  static func closes(_ fence: Fence, _ rest: ArraySlice<UInt8>) -> Bool {
    let after = rest.drop { $0 == fence.character }
    return rest.count - after.count >= fence.length && after.allSatisfy { $0 == 0x20 }
  }

  static func isThematicBreak(_ rest: ArraySlice<UInt8>) -> Bool {
    guard rest.count <= BlockBoundary.longestRule, let mark = rest.first,
      "-_*".utf8.contains(mark)
    else { return false }
    var count = 0
    for byte in rest {
      if byte == mark { count += 1 } else if byte != 0x20 && byte != 0x09 { return false }
    }
    return count >= 3
  }

  static func isHeading(_ rest: ArraySlice<UInt8>) -> Bool {
    let after = rest.drop { $0 == UInt8(ascii: "#") }
    guard (1...6).contains(rest.count - after.count) else { return false }
    return after.first == nil || after.first == 0x20 || after.first == 0x09
  }

  static func isSetextUnderline(_ rest: ArraySlice<UInt8>) -> Bool {
    guard rest.count <= BlockBoundary.longestRule, let mark = rest.first,
      mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-")
    else { return false }
    return rest.drop { $0 == mark }.allSatisfy { $0 == 0x20 }
  }

  static func isTableUnderline(_ rest: ArraySlice<UInt8>) -> Bool { tableColumns(rest) != nil }

  /// Returns the columns of the line under a table's head. Each column is one or more dashes with
  /// an optional colon at either end (GitHub's tables). Returns `nil` if the line does not have
  /// this form or has too many columns.
  static func tableColumns(_ rest: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    guard rest.contains(UInt8(ascii: "|")), let columns = columns(rest),
      columns.count <= mostColumns
    else {
      return nil
    }
    return columns
  }

  /// Returns whether md4c would accept the line as the underline of a table's head although it has
  /// too many columns to be readable. In such a table, every row costs as much as a full one,
  /// however few cells it has.
  static func hasTooManyColumns(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.count > mostColumns && (columns(rest)?.count ?? 0) > mostColumns
  }

  static let mostColumns = 128

  private static func columns(_ rest: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    let bar = UInt8(ascii: "|")
    var columns = rest.split(separator: bar, omittingEmptySubsequences: false).map(withoutSpaces)
    if columns.first?.isEmpty == true { columns.removeFirst() }
    if columns.last?.isEmpty == true { columns.removeLast() }
    return columns.isEmpty || !columns.allSatisfy(isColumn) ? nil : columns
  }

  private static func isColumn(_ text: ArraySlice<UInt8>) -> Bool {
    var dashes = text
    if dashes.first == UInt8(ascii: ":") { dashes.removeFirst() }
    if dashes.last == UInt8(ascii: ":") { dashes.removeLast() }
    return !dashes.isEmpty && dashes.allSatisfy { $0 == UInt8(ascii: "-") }
  }

  /// Returns the text without spaces and tabs at its ends.
  static func withoutSpaces(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text.drop { $0 == 0x20 || $0 == 0x09 }
    while text.last == 0x20 || text.last == 0x09 { text.removeLast() }
    return text
  }

  /// Returns the label, such as `[^1]`, of a footnote that begins on the line; `nil` unless a
  /// colon follows the label.
  static func footnoteLabel(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard rest.starts(with: "[^".utf8), let end = rest.firstIndex(of: UInt8(ascii: "]")),
      end > rest.startIndex + 2, rest[(end + 1)...].first == UInt8(ascii: ":")
    else { return nil }
    return rest[...end]
  }

  static func listMarker(_ rest: ArraySlice<UInt8>) -> ListMarker? {
    guard let first = rest.first else { return nil }
    if "-+*".utf8.contains(first) {
      guard endsMarker(rest.dropFirst()) else { return nil }
      return ListMarker(character: first, number: nil, length: 1)
    }
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard (1...9).contains(digits.count), let end = rest.dropFirst(digits.count).first,
      end == UInt8(ascii: ".") || end == UInt8(ascii: ")"),
      endsMarker(rest.dropFirst(digits.count + 1))
    else { return nil }
    let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return ListMarker(character: end, number: number, length: digits.count + 1)
  }

  private static func endsMarker(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.first == nil || rest.first == 0x20 || rest.first == 0x09
  }
}
