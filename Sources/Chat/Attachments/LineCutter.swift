/// Extracts a range of lines from text that arrives in pieces. A line ends with LF, CRLF or a
/// lone CR, and keeps its line ending.
public struct LineCutter {
  /// The numbers of the wanted lines, counted from 1.
  public let wanted: ClosedRange<Int>
  private var last: UInt8 = 0x0A
  /// The number of lines that have begun so far.
  public private(set) var count = 0
  /// The bytes of the wanted lines that have arrived so far.
  public private(set) var bytes: [UInt8] = []
  /// The number of bytes before the first wanted line.
  public private(set) var start = 0

  public init(_ wanted: ClosedRange<Int>) { self.wanted = wanted }

  /// Whether the first wanted line has begun.
  public var hasBegun: Bool { count >= wanted.lowerBound }

  /// The numbers of the wanted lines found so far; `nil` if there are none.
  public var found: ClosedRange<Int>? {
    hasBegun ? wanted.lowerBound...min(count, wanted.upperBound) : nil
  }

  /// Adds the next piece of text.
  /// - Returns: `false` once all wanted lines are complete.
  /// - Complexity: O(length of the piece)
  public mutating func add(_ piece: some Collection<UInt8>) -> Bool {
    for byte in piece {
      if LineSplitter.begins(byte, after: last) { count += 1 }
      last = byte
      if count > wanted.upperBound {
        count = wanted.upperBound
        return false
      }
      if hasBegun { bytes.append(byte) } else { start += 1 }
    }
    return true
  }
}

/// The rules for where lines begin.
enum LineSplitter {
  /// Returns the number of lines. A line ending at the end of the text does not begin another line.
  static func count(_ bytes: some Collection<UInt8>) -> Int {
    var count = 0
    var last: UInt8 = 0x0A
    for byte in bytes {
      if begins(byte, after: last) { count += 1 }
      last = byte
    }
    return count
  }

  /// Returns whether a byte is the first of a line.
  static func begins(_ byte: UInt8, after last: UInt8) -> Bool {
    last == 0x0A || (last == 0x0D && byte != 0x0A)
  }
}
