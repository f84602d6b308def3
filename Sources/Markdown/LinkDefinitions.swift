/// The link definitions of a document: `[label]: address`, one a line, before a paragraph's text.
///
/// md4c knows those of the text that it parses; blocks are parsed one by one, so each gets the
/// definitions whose labels it holds put before it.
struct LinkDefinitions: Sendable {
  /// Source lines by label; the first definition of a label counts.
  private var lines: [String: [UInt8]] = [:]

  /// Longer labels are none (CommonMark 4.7).
  private static let longestLabel = 999

  /// Takes the definitions at the beginning of a block.
  /// - Returns: the labels that were not defined before.
  mutating func collect(from block: ArraySlice<UInt8>, using parser: MarkdownParser) -> [String] {
    var added: [String] = []
    for line in block.split(separator: 0x0A) {
      guard let label = Self.definedLabel(line), parser.parse(Array(line)).isEmpty else { break }
      if lines[label] == nil {
        lines[label] = Array(line)
        added.append(label)
      }
    }
    return added
  }

  /// The definitions that a block with such labels needs, to be put before its source.
  func source(for labels: Set<String>) -> [UInt8] {
    guard !lines.isEmpty else { return [] }
    let needed = labels.sorted().compactMap { lines[$0] }
    return needed.isEmpty ? [] : needed.flatMap { $0 + [0x0A] } + [0x0A]
  }

  /// What stands in brackets, and so may be a label.
  static func labels(in source: ArraySlice<UInt8>) -> Set<String> {
    var labels: Set<String> = []
    var open: Int?
    for index in source.indices {
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
      let end = text.firstIndex(of: UInt8(ascii: "]")),
      text[(end + 1)...].first == UInt8(ascii: ":"),
      end - text.startIndex <= longestLabel
    else { return nil }
    return normalized(text[(text.startIndex + 1)..<end])
  }

  private static func normalized(_ label: ArraySlice<UInt8>) -> String {
    label.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }
      .map { String(decoding: $0, as: UTF8.self).lowercased() }
      .joined(separator: " ")
  }
}
