internal import Screen

/// A line-by-line code highlighter that remembers a comment or string left open by a line.
///
/// It recognises words, comments, strings and numbers, but not grammar. The worst effect of a
/// wrong guess is a wrong colour.
struct CodeHighlighter: Sendable {
  private let language: CodeLanguage?
  /// The comment or string left open by the last line: the index of its delimiter and its nesting
  /// depth.
  private var open: (delimiter: Int, depth: Int)?

  /// - Parameter language: the name given in the block's source. Code in an unknown language is
  ///   not coloured.
  init(language: String) { self.language = CodeLanguage.named(language) }

  /// - Parameter line: one line, already sanitised for the screen.
  /// - Complexity: O(length)
  mutating func highlight(_ line: String) -> StyledLine {
    guard let language else { return StyledLine(line, Style(.codeText)) }
    if language.shape == .lines { return Self.highlightPatch(line) }
    var painter = Painter(language: language, line: Array(line.utf8), open: open)
    painter.run()
    open = painter.open
    return painter.result
  }

  private static func highlightPatch(_ line: String) -> StyledLine {
    let role: StyleRole =
      if line.hasPrefix("@@") {
        .codeComment
      } else if line.hasPrefix("+") {
        .codeAdded
      } else if line.hasPrefix("-") {
        .codeRemoved
      } else {
        .codeText
      }
    return StyledLine(line, Style(role))
  }
}

/// The state used while colouring one line.
private struct Painter {
  let language: CodeLanguage
  let line: [UInt8]
  var open: (delimiter: Int, depth: Int)?
  var result = StyledLine()
  /// The index of the first byte not yet added to the result.
  private var plainStart = 0
  private var position = 0

  init(language: CodeLanguage, line: [UInt8], open: (delimiter: Int, depth: Int)?) {
    self.language = language
    self.line = line
    self.open = open
  }

  mutating func run() {
    if open != nil { paintDelimited(from: 0) }
    while position < line.count {
      if let index = delimiter(at: position) {
        open = (index, 1)
        let start = position
        position += language.delimiters[index].open.count
        paintDelimited(from: start)
      } else if Self.isWordStart(line[position]) {
        paintWord()
      } else if Self.isDigit(line[position]) {
        paintNumber()
      } else {
        position += 1
      }
    }
    emitPlain(upTo: line.count)
    if let open, !language.delimiters[open.delimiter].spansLines { self.open = nil }
  }

  private func delimiter(at index: Int) -> Int? {
    language.delimiters.firstIndex { delimiter in
      guard line[index] == delimiter.open[0], line[index...].starts(with: delimiter.open) else {
        return false
      }
      // In a shell, the `#` in `$#` or `x#` does not begin a comment.
      return delimiter.open != [UInt8(ascii: "#")] || index == 0 || line[index - 1] <= 0x20
    }
  }

  /// Colours the open comment or string up to its end, or up to the end of the line.
  private mutating func paintDelimited(from start: Int) {
    guard let (index, depth) = open else { return }
    let delimiter = language.delimiters[index]
    var nesting = depth
    while position < line.count {
      let rest = line[position...]
      if delimiter.escapes, line[position] == UInt8(ascii: "\\") {
        position = min(line.count, position + 2)
      } else if !delimiter.close.isEmpty, rest.starts(with: delimiter.close) {
        position += delimiter.close.count
        nesting -= 1
        if nesting == 0 { break }
      } else if delimiter.nests, rest.starts(with: delimiter.open) {
        position += delimiter.open.count
        nesting += 1
      } else {
        position += 1
      }
    }
    open = nesting == 0 ? nil : (index, nesting)
    emit(start..<position, delimiter.isComment ? .codeComment : stringRole)
  }

  /// The role of the string just read. In JSON and similar formats, a string before a colon is a
  /// key.
  private var stringRole: StyleRole {
    guard language.shape == .keys, open == nil else { return .codeString }
    let next = line[position...].first { $0 != 0x20 }
    return next == UInt8(ascii: ":") ? .codeName : .codeString
  }

  private mutating func paintWord() {
    let start = position
    while position < line.count, isWordPart(line[position]) { position += 1 }
    let name = start..<endOfMarks
    if name.upperBound > position, !isInName(at: start), language.isKeyword(text(name)) {
      // A keyword with a mark, such as `let*`.
      position = name.upperBound
      return emit(name, .codeKeyword)
    }
    if let role = role(of: text(start..<position), from: start) { emit(start..<position, role) }
  }

  /// The end of any name marks that follow the word just read.
  private var endOfMarks: Int {
    line[position...].firstIndex { !language.nameMarks.contains($0) } ?? line.count
  }

  /// Returns whether one of the language's name marks precedes `start`.
  private func isInName(at start: Int) -> Bool {
    start > 0 && language.nameMarks.contains(line[start - 1])
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: line[range], as: UTF8.self)
  }

  private func role(of word: String, from start: Int) -> StyleRole? {
    let before = start > 0 ? line[start - 1] : 0x20
    let next = line[position...].first { $0 != 0x20 }
    switch language.shape {
    case .tags:
      return before == UInt8(ascii: "<") || before == UInt8(ascii: "/") ? .codeKeyword : nil
    case .keys:
      let isName = next == UInt8(ascii: ":") || next == UInt8(ascii: "=")
      if isName, line[..<start].allSatisfy({ " -\t.".utf8.contains($0) }) { return .codeName }
      return CodeLanguage.literals.contains(word) ? .codeNumber : nil
    case .words, .lines:
      let isPart =
        isInName(at: start)
        || position < line.count && language.nameMarks.contains(line[position])
      if !isPart, language.isKeyword(word) { return .codeKeyword }
      if !isPart, CodeLanguage.literals.contains(word) { return .codeNumber }
      let isCalled = position < line.count && line[position] == UInt8(ascii: "(")
      let isType = line[start] >= 0x41 && line[start] <= 0x5A
      return isCalled || isType || before == UInt8(ascii: "$") ? .codeName : nil
    }
  }

  /// Colours a number such as `12`, `0x1F`, `1_000.5`, `1e-9` or `10px`, but not the dots of a
  /// range or the dot before a member. `$0` is coloured as a name, and `127.0.0.1` is not coloured.
  /// In a shell, only whole words are numbers.
  private mutating func paintNumber() {
    let start = position
    skipWord()
    var dots = 0
    while position + 1 < line.count, line[position] == UInt8(ascii: "."),
      Self.isDigit(line[position + 1])
    {
      dots += 1
      position += 1
      skipWord()
    }
    if dots == 0, start > 0, line[start - 1] == UInt8(ascii: "$") {
      emit(start..<position, .codeName)
    } else if dots < 2, !language.numbersAreWords || isWord(from: start) {
      emit(start..<position, .codeNumber)
    }
  }

  /// Whether a word begins at `start`. The digits in `-k1,1nr` and `:8080` do not begin one.
  private func isWord(from start: Int) -> Bool {
    guard start > 0 else { return true }
    // A range, as in `{1..9}`.
    if line[..<start].suffix(2).elementsEqual("..".utf8) { return true }
    return " \t=([{<>|&;!\"'".utf8.contains(line[start - 1])
  }

  /// Skips letters, digits, and the sign of an exponent.
  private mutating func skipWord() {
    let start = position
    while position < line.count {
      let isSign = line[position] == UInt8(ascii: "-") || line[position] == UInt8(ascii: "+")
      let isExponent =
        isSign && position > start && line[position - 1] | 0x20 == UInt8(ascii: "e")
        && position + 1 < line.count && Self.isDigit(line[position + 1])
      guard isWordPart(line[position]) || isExponent else { return }
      position += 1
    }
  }

  private mutating func emit(_ range: Range<Int>, _ role: StyleRole) {
    emitPlain(upTo: range.lowerBound)
    append(range, role)
    plainStart = range.upperBound
  }

  private mutating func emitPlain(upTo end: Int) {
    if plainStart < end { append(plainStart..<end, .codeText) }
    plainStart = end
  }

  private mutating func append(_ range: Range<Int>, _ role: StyleRole) {
    result.append(String(decoding: line[range], as: UTF8.self), Style(role))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isWordStart(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F || byte >= 0x80
  }

  private func isWordPart(_ byte: UInt8) -> Bool {
    Self.isWordStart(byte) || Self.isDigit(byte)
      || [.keys, .tags].contains(language.shape) && byte == UInt8(ascii: "-")
  }
}
