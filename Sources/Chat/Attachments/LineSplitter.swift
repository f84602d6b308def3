/// Lines of a text, each with its line end: LF, CRLF or a lone CR.
enum LineSplitter {
  /// The number of lines. A line end at the very end does not begin another line.
  static func count(_ bytes: some Collection<UInt8>) -> Int {
    var count = 0
    var last: UInt8 = 0x0A
    for byte in bytes {
      if begins(byte, after: last) { count += 1 }
      last = byte
    }
    return count
  }

  /// The places where the lines begin, counted from 1, with the place after the last one that is
  /// wanted; `nil` if the text has no such first line. A last line beyond the end means the end.
  static func range(
    of lines: ClosedRange<Int>, in bytes: String.UTF8View
  ) -> Range<String.Index>? {
    var number = 0
    var last: UInt8 = 0x0A
    var start: String.Index?
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if begins(byte, after: last) {
        number += 1
        if number == lines.lowerBound { start = index }
        if number > lines.upperBound { return start.map { $0..<index } }
      }
      last = byte
      index = bytes.index(after: index)
    }
    return start.map { $0..<bytes.endIndex }
  }

  /// Whether a byte is the first of a line.
  private static func begins(_ byte: UInt8, after last: UInt8) -> Bool {
    last == 0x0A || (last == 0x0D && byte != 0x0A)
  }
}
