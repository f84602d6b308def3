/// A preprocessor that turns the formulas in Markdown source into code spans, which md4c leaves
/// alone.
///
/// Recognises `\(…\)`, `\[…\]`, `$$…$$` and `$…$`. To exclude prices, the last form allows no space
/// just inside the dollars, no letter or digit just outside them, and no plain words between them.
/// A formula never crosses a blank line.
enum MathSpans {
  enum Formula: Equatable {
    case inline(String)
    case display(String)
  }

  private static let inlineMark: UInt8 = 1
  private static let displayMark: UInt8 = 2
  /// Replaces `|`, which would end a table cell.
  private static let barMark: UInt8 = 3
  /// Replaces a line end, which md4c would turn into a space.
  private static let lineMark: UInt8 = 4

  /// How many bytes to search for the end of a formula or code span. The limit bounds the cost of
  /// text full of openers.
  private static let longest = 4096

  /// Returns the formula in a code span that ``mark(_:)`` created; `nil` for any other code span.
  static func formula(in code: String) -> Formula? {
    guard let mark = code.utf8.first, mark == inlineMark || mark == displayMark else { return nil }
    let bytes = code.utf8.dropFirst().map { byte in
      switch byte {
      case barMark: UInt8(ascii: "|")
      case lineMark: UInt8(ascii: "\n")
      default: byte
      }
    }
    let latex = String(decoding: bytes, as: UTF8.self)
    return mark == inlineMark ? .inline(latex) : .display(latex)
  }

  /// Returns the code of a table cell without the backslashes before bars, including bars that
  /// ``mark(_:)`` replaced.
  static func unescapingBars(_ code: String) -> String {
    let bytes = Array(code.utf8)
    let kept = bytes.indices.filter { index in
      guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else { return true }
      return bytes[index + 1] != UInt8(ascii: "|") && bytes[index + 1] != barMark
    }
    return kept.count == bytes.count
      ? code : String(decoding: kept.map { bytes[$0] }, as: UTF8.self)
  }

  /// - Complexity: O(length)
  static func mark(_ source: [UInt8]) -> [UInt8] {
    let mayHoldFormula = source.contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "\\") }
    guard mayHoldFormula, !isIndentedCode(source) else { return source }
    var scanner = Scanner(source: source)
    scanner.run()
    return scanner.result
  }

  private static func isIndentedCode(_ source: [UInt8]) -> Bool {
    source.starts(with: "    ".utf8) || source.first == UInt8(ascii: "\t")
  }

  private struct Scanner {
    let source: [UInt8]
    var result: [UInt8] = []
    var position = 0
    /// The open code fence. Code contains no formulas.
    var fence: (character: UInt8, length: Int)?
    var isQuoted = false
    /// For each closer, where the last unsuccessful search for it ended. A later opener need not
    /// search the same text again.
    var searched: [[UInt8]: Int] = [:]

    mutating func run() {
      result.reserveCapacity(source.count + 16)
      var isLineStart = true
      while position < source.count {
        if isLineStart { scanLineStart() }
        guard position < source.count else { return }
        isLineStart = source[position] == UInt8(ascii: "\n")
        step()
      }
    }

    private func at(_ index: Int) -> UInt8? { index < source.count ? source[index] : nil }

    private mutating func copy(through end: Int) {
      let end = min(end, source.count)
      result += source[position..<end]
      position = end
    }

    private func endOfLine(from start: Int) -> Int {
      source[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
    }

    /// Copies the line unchanged if it is a fence or is inside one. Also notes whether the line is
    /// quoted.
    private mutating func scanLineStart() {
      var index = position
      isQuoted = false
      while let byte = at(index), Self.isPrefix(byte) {
        if byte == UInt8(ascii: ">") { isQuoted = true }
        index += 1
      }
      let run = self.run(at: index)
      if let open = fence {
        if run.character == open.character, run.length >= open.length { fence = nil }
        copy(through: endOfLine(from: position))
      } else if run.length >= 3 {
        let end = endOfLine(from: position)
        let info = source[(index + run.length)..<end]
        guard run.character == UInt8(ascii: "~") || !info.contains(UInt8(ascii: "`")) else {
          return
        }
        fence = run
        copy(through: end)
      }
    }

    /// Whether the byte may precede a fence: a space, or part of a quote or list marker.
    private static func isPrefix(_ byte: UInt8) -> Bool {
      " \t>-+*.)0123456789".utf8.contains(byte)
    }

    private func run(at index: Int) -> (character: UInt8, length: Int) {
      guard let character = at(index),
        character == UInt8(ascii: "`") || character == UInt8(ascii: "~")
      else { return (0, 0) }
      var end = index
      while at(end) == character { end += 1 }
      return (character, end - index)
    }

    private mutating func step() {
      let next = at(position + 1)
      switch source[position] {
      case UInt8(ascii: "`"): copyCodeSpan()
      case UInt8(ascii: ":") where next == UInt8(ascii: "/") && at(position + 2) == next,
        UInt8(ascii: "]") where next == UInt8(ascii: "("):
        copyAddress()
      case UInt8(ascii: "\\") where next == UInt8(ascii: "("):
        markFormula(.init(mark: inlineMark, opener: 2, closer: Array("\\)".utf8)))
      case UInt8(ascii: "\\") where next == UInt8(ascii: "["):
        markFormula(.init(mark: displayMark, opener: 2, closer: Array("\\]".utf8)))
      case UInt8(ascii: "\\"): copy(through: position + 2)
      case UInt8(ascii: "$") where next == UInt8(ascii: "$"):
        markFormula(.init(mark: displayMark, opener: 2, closer: Array("$$".utf8)))
      case UInt8(ascii: "$"): markDollarFormula()
      default: copy(through: position + 1)
      }
    }

    private mutating func copyCodeSpan() {
      let length = run(at: position).length
      var index = position + length
      let limit = min(source.count, index + longest)
      while index < limit, !isBlankLine(at: index) {
        let found = run(at: index)
        if found.length == length, found.character == UInt8(ascii: "`") {
          return copy(through: index + length)
        }
        index += max(1, found.length)
      }
      copy(through: position + length)
    }

    private mutating func copyAddress() {
      var end = position + 1
      while let byte = at(end), byte > 0x20, byte != UInt8(ascii: ")") { end += 1 }
      copy(through: end)
    }

    private func isBlankLine(at index: Int) -> Bool {
      guard at(index) == UInt8(ascii: "\n") else { return false }
      var next = index + 1
      while at(next) == UInt8(ascii: " ") || at(next) == UInt8(ascii: "\t") { next += 1 }
      return at(next) == UInt8(ascii: "\n")
    }

    private struct Delimiters {
      let mark: UInt8
      let opener: Int
      let closer: [UInt8]
    }

    private mutating func markFormula(_ delimiters: Delimiters) {
      let start = position + delimiters.opener
      var index = max(start, searched[delimiters.closer] ?? 0)
      let limit = min(source.count, start + longest)
      while index < limit, !isBlankLine(at: index) {
        if source[index...].starts(with: delimiters.closer), index > start {
          emit(source[start..<index], mark: delimiters.mark)
          position = index + delimiters.closer.count
          return
        }
        index += source[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      searched[delimiters.closer] = index
      copy(through: start)
    }

    private mutating func markDollarFormula() {
      let start = position + 1
      let before: UInt8 = position > 0 ? source[position - 1] : 0x20
      guard !Self.isWord(before), let first = at(start), first > 0x20 else {
        return copy(through: start)
      }
      var index = start
      let limit = min(source.count, start + longest)
      while index < limit, !isBlankLine(at: index) {
        if source[index] == UInt8(ascii: "`") { break }
        if source[index] == UInt8(ascii: "$") {
          // The next dollar must close the formula, because no dollar occurs inside a formula.
          guard source[index - 1] > 0x20, !Self.isWord(at(index + 1) ?? 0x20),
            !Self.isProse(source[start..<index])
          else { break }
          emit(source[start..<index], mark: inlineMark)
          position = index + 1
          return
        }
        index += source[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      copy(through: start)
    }

    /// Whether the text between two dollars is prose, as in `$PATH and 5$`, which is not a formula.
    private static func isProse(_ text: ArraySlice<UInt8>) -> Bool {
      guard !text.contains(where: { "\\^_=+<>{}|*".utf8.contains($0) }) else { return false }
      let words = text.split { $0 <= 0x20 }
      return words.count > 1
        && words.contains { $0.count > 2 && $0.allSatisfy { (0x61...0x7A).contains($0 | 0x20) } }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "$"):
        true
      default: false
      }
    }

    private mutating func emit(_ latex: ArraySlice<UInt8>, mark: UInt8) {
      var longestRun = 0
      var run = 0
      for byte in latex {
        run = byte == UInt8(ascii: "`") ? run + 1 : 0
        longestRun = max(longestRun, run)
      }
      let fence = [UInt8](repeating: UInt8(ascii: "`"), count: longestRun + 1)
      result += fence
      result.append(mark)
      var isLineStart = false
      for byte in latex {
        if isLineStart, byte <= 0x20 || isQuoted && byte == UInt8(ascii: ">") { continue }
        isLineStart = byte == UInt8(ascii: "\n")
        result.append(isLineStart ? lineMark : byte == UInt8(ascii: "|") ? barMark : byte)
      }
      if latex.last == UInt8(ascii: "`") { result.append(0x20) }
      result += fence
    }
  }
}
