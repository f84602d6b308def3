/// The link definitions of a document, such as `[label]: address`, which come before a
/// paragraph's text.
///
/// md4c knows only the definitions in the text that it parses. Because blocks are parsed one by
/// one, the definitions of a block's labels are put before the block.
struct LinkDefinitions: Sendable {
  /// The source lines of each definition by label. The first definition of a label takes
  /// precedence.
  private var lines: [String: [UInt8]] = [:]

  /// In bytes. Longer text in brackets is not a label (CommonMark 4.7).
  private static let longestLabel = 999

  var isEmpty: Bool { lines.isEmpty }

  /// Collects the definitions at the beginning of a paragraph.
  /// - Returns: the labels that were not defined before.
  mutating func collect(from text: [UInt8], using parser: MarkdownParser) -> [String] {
    var added: [String] = []
    var rest = text.split(separator: 0x0A)[...]
    while rest.first?.first == UInt8(ascii: "["), rest.first?.starts(with: "[^".utf8) == false {
      guard let count = Self.lineCount(ofDefinitionIn: rest, using: parser) else { break }
      let source = Array(rest.prefix(count).joined(separator: [0x0A]))
      guard let label = Self.definedLabel(source[...]) else { break }
      if lines[label] == nil {
        lines[label] = source
        added.append(label)
      }
      rest = rest.dropFirst(count)
    }
    return added
  }

  /// Returns the number of lines in a definition. Its address and title may be on separate lines.
  private static func lineCount(
    ofDefinitionIn lines: ArraySlice<ArraySlice<UInt8>>, using parser: MarkdownParser
  ) -> Int? {
    func isDefinition(_ count: Int) -> Bool {
      count <= lines.count
        && parser.parse(Array(lines.prefix(count).joined(separator: [0x0A]))).isEmpty
    }
    guard var count = (1...mostLines).first(where: isDefinition) else { return nil }
    while count < lines.count, count < mostLines, isDefinition(count + 1),
      lines[lines.startIndex + count].first != UInt8(ascii: "[")
    {
      count += 1
    }
    return count
  }

  /// A definition with more lines works only inside its own block.
  private static let mostLines = 6

  /// Returns the definitions that a block with these labels needs before its source.
  func source(for labels: Set<String>) -> [UInt8] {
    guard !lines.isEmpty else { return [] }
    let needed = labels.sorted().compactMap { lines[$0] }
    return needed.isEmpty ? [] : needed.flatMap { $0 + [0x0A] } + [0x0A]
  }

  /// Returns the contents of all brackets, because each may be a label.
  static func labels(in source: ArraySlice<UInt8>) -> Set<String> {
    var labels: Set<String> = []
    var open: Int?
    var isEscaped = false
    for index in source.indices {
      defer { isEscaped = !isEscaped && source[index] == UInt8(ascii: "\\") }
      if isEscaped { continue }
      if source[index] == UInt8(ascii: "[") {
        open = index
      } else if source[index] == UInt8(ascii: "]"), let start = open {
        if index - start <= longestLabel { labels.insert(normalized(source[(start + 1)..<index])) }
        open = nil
      }
    }
    return labels
  }

  private static func definedLabel(_ line: ArraySlice<UInt8>) -> String? {
    let text = line.drop { $0 == 0x20 }
    guard line.count - text.count < 4, text.first == UInt8(ascii: "["),
      let end = closingBracket(of: text),
      text[(end + 1)...].first == UInt8(ascii: ":"),
      end - text.startIndex <= longestLabel
    else { return nil }
    return normalized(text[(text.startIndex + 1)..<end])
  }

  private static func closingBracket(of text: ArraySlice<UInt8>) -> Int? {
    var isEscaped = false
    return text.indices.first { index in
      defer { isEscaped = !isEscaped && text[index] == UInt8(ascii: "\\") }
      return !isEscaped && text[index] == UInt8(ascii: "]")
    }
  }

  /// Returns the label with its case folded and its spaces collapsed. Folding may change the
  /// number of letters: `ẞ` becomes `SS`.
  private static func normalized(_ label: ArraySlice<UInt8>) -> String {
    label.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }
      .map { String(decoding: $0, as: UTF8.self).lowercased().uppercased() }
      .joined(separator: " ")
  }
}
