/// A repair for a growing paragraph. It closes the emphasis, strikethrough and code left open
/// at the end, so that `**This answer is` is bold before its last asterisks arrive.
enum OpenMarks {
  private struct Opener {
    let mark: UInt8
    var count: Int
  }

  /// The kind of character before or after a run of marks.
  private enum Neighbour {
    /// White space, or the beginning or end of the text.
    case space
    case punctuation, word

    init(_ byte: UInt8?) {
      guard let byte else { self = .space; return }
      switch byte {
      case 0x09, 0x0A, 0x0D, 0x20: self = .space
      case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: self = .punctuation
      default: self = .word
      }
    }
  }

  /// Returns the text with the missing closing marks before its trailing spaces. Opening marks at
  /// the very end are removed, because the text to be marked has not arrived yet.
  /// - Complexity: O(length)
  static func closed(_ text: [UInt8]) -> [UInt8] {
    var end = text.count
    while end > 0, Neighbour(text[end - 1]) == .space { end -= 1 }
    var reader = Reader(text: text[..<end])
    reader.read()
    let spaces = reader.isPending ? [] : text[end...]
    return text[..<reader.end] + reader.closers + spaces
  }

  private struct Reader {
    let text: ArraySlice<UInt8>
    private var openers: [Opener] = []
    /// The number of backticks that opened the unfinished code span; 0 if there is none.
    private var openCode = 0
    /// The end of the text, not including opening marks at its very end.
    private(set) var end: Int

    init(text: ArraySlice<UInt8>) {
      self.text = text
      end = text.endIndex
    }

    /// Whether the text ends with opening marks.
    var isPending: Bool { end < text.endIndex }

    var closers: [UInt8] {
      openers.reversed().reduce(into: Array(repeating: UInt8(ascii: "`"), count: openCode)) {
        $0 += Array(repeating: $1.mark, count: $1.count)
      }
    }

    mutating func read() {
      var place = text.startIndex
      while place < text.endIndex, openCode == 0 {
        switch text[place] {
        case UInt8(ascii: "\\"): place += 2
        case UInt8(ascii: "`"): place = readCode(at: place)
        case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"):
          let run = run(at: place)
          read(run)
          place = run.upperBound
        default: place += 1
        }
      }
    }

    private func run(at place: Int) -> Range<Int> {
      let end = text[place...].firstIndex { $0 != text[place] } ?? text.endIndex
      return place..<end
    }

    /// Returns where reading continues: after the code span, or at the end of the text if the span
    /// is not closed.
    private mutating func readCode(at place: Int) -> Int {
      let opening = run(at: place)
      var next = opening.upperBound
      while let start = text[next...].firstIndex(of: UInt8(ascii: "`")) {
        let closing = run(at: start)
        if closing.count == opening.count { return closing.upperBound }
        next = closing.upperBound
      }
      if opening.upperBound == text.endIndex {
        end = opening.lowerBound
      } else {
        openCode = opening.count
      }
      return text.endIndex
    }

    private mutating func read(_ run: Range<Int>) {
      let mark = text[run.lowerBound]
      let before = Neighbour(run.lowerBound > text.startIndex ? text[run.lowerBound - 1] : nil)
      let behind = Neighbour(run.upperBound < text.endIndex ? text[run.upperBound] : nil)
      var count = run.count
      if before != .space, before != .punctuation || behind != .word {
        count -= close(mark, count)
      }
      guard count > 0, before != .word || mark != UInt8(ascii: "_") && isWide(run.lowerBound - 1)
      else { return }
      if run.upperBound == text.endIndex, before == .space || count == run.count {
        end = run.lowerBound
      } else if behind != .space, mark != UInt8(ascii: "~") || count == 2 {
        openers.append(Opener(mark: mark, count: count))
      }
    }

    /// Whether the byte at `index` is not ASCII. Chinese has no spaces between words, so marks may
    /// open directly after such a byte.
    private func isWide(_ index: Int) -> Bool { text[index] >= 0x80 }

    /// Closes up to `count` earlier opening marks of the same kind.
    /// - Returns: the number of marks used.
    private mutating func close(_ mark: UInt8, _ count: Int) -> Int {
      var left = count
      while left > 0, let index = openers.lastIndex(where: { $0.mark == mark }) {
        let taken = min(left, openers[index].count)
        left -= taken
        openers[index].count -= taken
        openers.removeSubrange((openers[index].count > 0 ? index + 1 : index)...)
      }
      return count - left
    }
  }
}
