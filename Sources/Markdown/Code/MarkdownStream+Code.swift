internal import Screen

/// A code block of a message, for copying.
public struct CodeBlock: Equatable, Sendable {
  /// The block's number in the message, counted from 1. It is shown above the block.
  public let number: Int
  /// The name of the language as given in the source; may be empty.
  public let language: String
  /// The code as written, not sanitised for the screen.
  public let source: String
}

extension MarkdownStream {
  /// The code blocks in reading order, as of the last layout.
  /// - Complexity: O(length of the code)
  public var codeBlocks: [CodeBlock] {
    codeBlockIndexes.compactMap { index in
      guard case .code(let language, let number) = piece(at: index).kind else { return nil }
      return CodeBlock(number: number, language: language, source: source(from: index))
    }
  }

  /// Returns the indexes of all parts of the code block that begins at `index`.
  public func parts(ofCodeAt index: Int) -> Range<Int> { index..<self.index(afterPartsFrom: index) }

  /// Returns the source of the block that begins at `index`, including all its parts.
  func source(from index: Int) -> String {
    let bytes = (index..<self.index(afterPartsFrom: index)).flatMap { piece(at: $0).text }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the index after the last part of the block that begins at `index`.
  func index(afterPartsFrom index: Int) -> Int {
    var index = index
    while piece(at: index).isContinued, index + 1 < blockCount { index += 1 }
    return index + 1
  }

  mutating func codeRows(
    _ piece: Piece, at index: Int, language: String, number: Int, width: Int
  ) -> [StyledLine] {
    var code = CodeRows(highlighter(before: piece, at: index, language), width: width)
    code.append(linesOf: String(decoding: piece.text, as: UTF8.self))
    guard piece.part == 0 else { return code.rows }
    let title = CodeRows.title(
      language: language, number: number, copyKey: copyKey, width: width)
    return [title] + code.rows
  }

  /// Returns the highlighter in the state left by the preceding parts. Highlighting starts afresh
  /// at a part that does not continue the previous one.
  private mutating func highlighter(
    before piece: Piece, at index: Int, _ language: String
  ) -> CodeHighlighter {
    guard piece.part > 0, piece.joinsPrevious else { return CodeHighlighter(language: language) }
    if let known = codeStates[index - 1] { return known }
    let last = self.piece(at: index - 1)
    let state = CodeRows.state(
      behind: String(decoding: last.text, as: UTF8.self),
      highlighter(before: last, at: index - 1, language))
    codeStates[index - 1] = state
    return state
  }
}
