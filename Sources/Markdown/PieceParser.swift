internal import Screen

/// Parses one top-level block of a document as if the rest of it stood around.
struct PieceParser {
  let parser: MarkdownParser
  let bytes: [UInt8]

  /// - Parameter definitions: source of the link definitions that the block needs.
  func parse(_ piece: Piece, definitions: [UInt8]) -> [Block] {
    let text = bytes[piece.range]
    guard piece.start == .paragraphRest else {
      // md4c would take a footnote for a link definition, which is not shown.
      let escape: [UInt8] = text.starts(with: "[^".utf8) ? [UInt8(ascii: "\\")] : []
      return parser.parse(definitions + escape + text)
    }
    // A word before the rest keeps it a paragraph, whatever it begins with.
    let isAfterLine = piece.range.lowerBound > 0 && bytes[piece.range.lowerBound - 1] == 0x0A
    let word: [UInt8] = [UInt8(ascii: "x"), isAfterLine ? 0x0A : 0x20]
    return Self.withoutFirstWord(parser.parse(definitions + word + text))
  }

  private static func withoutFirstWord(_ blocks: [Block]) -> [Block] {
    guard case .paragraph(var lines) = blocks.first, var first = lines.first,
      let span = first.content.spans.first
    else { return blocks }
    first.content.spans[0].text = String(span.text.dropFirst(2))
    if first.content.spans[0].text.isEmpty { first.content.spans.removeFirst() }
    lines[0] = first
    return [.paragraph(lines)] + blocks.dropFirst()
  }
}
