/// A run of text in one style.
public struct StyledSpan: Hashable, Sendable {
  public var text: String
  public var style: Style

  public init(_ text: String, _ style: Style) {
    self.text = text
    self.style = style
  }
}

/// One line of styled text. It contains no line feeds, and its text is safe to show.
public struct StyledLine: Hashable, Sendable {
  public var spans: [StyledSpan]
  /// The number of columns at the beginning that are not part of the text, such as quote bars and
  /// indentation.
  public var margin = 0
  /// The decorations before the text of a row that begins a line, outermost first.
  public private(set) var lead: [Lead] = []
  /// How this row continues the one before it.
  public var join = Join.none
  /// Whether the line is a label, such as a code block's title, rather than part of the text.
  public var isLabel = false
  /// The style of the surface behind the row, which extends to the right edge of the pane.
  public var surface: Style?
  /// The text that a pane shows at its right edge in this row, such as a time or a number. It is
  /// not part of the row's own text.
  public var note: [StyledSpan] = []
  /// The full forms of the row's shortened addresses, keyed by link number.
  public var addresses: [Int: String] = [:]

  /// The way a row is rejoined with the row before it, if both were wrapped from one line.
  public enum Join: Hashable, Sendable {
    /// The row begins a new line.
    case none
    /// Spaces were dropped between the two rows.
    case space
    /// The line was cut between two characters, and nothing was dropped.
    case cut
  }

  /// A decoration before text: a bar, indentation or a list marker.
  public struct Lead: Hashable, Sendable {
    public let columns: Int
    /// The source text that the decoration represents.
    public let source: String

    public init(columns: Int, source: String) {
      self.columns = columns
      self.source = source
    }
  }

  public init(_ spans: [StyledSpan] = []) { self.spans = spans }

  public init(_ text: String, _ style: Style = .text) {
    spans = text.isEmpty ? [] : [StyledSpan(text, style)]
  }

  public var isEmpty: Bool { spans.allSatisfy(\.text.isEmpty) }

  /// The width in columns.
  /// - Complexity: O(length)
  public var width: Int { spans.reduce(0) { $0 + $1.style.columns(of: $1.text) } }

  /// The text without its styles.
  public var text: String { spans.map(\.text).joined() }

  /// Returns the number of the link at a column; `nil` if there is none.
  public func link(at column: Int) -> Int? {
    var end = 0
    for span in spans {
      end += span.style.columns(of: span.text)
      if column < end { return span.style.link > 0 ? Int(span.style.link) : nil }
    }
    return nil
  }

  /// Appends text, extending the last span if it has the same style.
  public mutating func append(_ text: String, _ style: Style) {
    guard !text.isEmpty else { return }
    if spans.last?.style == style {
      spans[spans.count - 1].text += text
    } else {
      spans.append(StyledSpan(text, style))
    }
  }

  /// Returns the line with a margin before it.
  /// - Parameter source: the source text that the margin represents.
  public func behind(margin span: StyledSpan, source: String = "") -> StyledLine {
    var line = behind(span)
    line.margin += span.style.columns(of: span.text)
    return line.led(by: Lead(columns: span.style.columns(of: span.text), source: source))
  }

  /// Returns the first row of a list item with its marker before it.
  /// - Parameter source: the marker as written in the source.
  public func behind(marker span: StyledSpan, source: String) -> StyledLine {
    var line = self
    line.spans = [span] + spans
    line.margin = 0
    return line.led(by: Lead(columns: span.style.columns(of: span.text), source: source))
  }

  public func led(by first: Lead) -> StyledLine {
    var line = self
    line.lead.insert(first, at: 0)
    return line
  }

  private func behind(_ span: StyledSpan) -> StyledLine {
    var line = self
    if line.spans.first?.style == span.style {
      line.spans[0].text = span.text + line.spans[0].text
    } else {
      line.spans.insert(span, at: 0)
    }
    return line
  }

  /// Returns the row with the decoration of the label above it, such as the marker of a list item.
  public func decorated(as label: StyledLine) -> StyledLine {
    let columns = label.lead.reduce(0) { $0 + $1.columns }
    var line = self
    line.spans = label.spans(in: 0..<columns) + spans(in: columns..<Int.max)
    line.lead = label.lead
    return line
  }

  /// Returns the characters that begin in these columns.
  private func spans(in columns: Range<Int>) -> [StyledSpan] {
    var line = StyledLine()
    var column = 0
    for span in spans {
      for character in span.text {
        if columns.contains(column) { line.append(String(character), span.style) }
        column += span.style.columns(of: character)
      }
    }
    return line.spans
  }

  public mutating func append(_ other: StyledLine) {
    for span in other.spans { append(span.text, span.style) }
  }

  /// Returns the line truncated to the given number of columns, with an ellipsis if anything was
  /// cut.
  public func truncated(to columns: Int) -> StyledLine {
    // No character takes more columns than it has bytes.
    if spans.reduce(0, { $0 + $1.text.utf8.count }) <= columns { return self }
    var used = 0
    // The last position that leaves room for an ellipsis.
    var cut: (span: Int, length: Int)?
    for (number, span) in spans.enumerated() {
      for (index, character) in span.text.enumerated() {
        used += span.style.columns(of: character)
        if cut == nil, used >= columns { cut = (number, index) }
        if used > columns { return columns > 0 ? cutOff(cut) : StyledLine() }
      }
    }
    return self
  }

  /// Drops a ` ·` or ` · ` at the end, after which no field follows.
  private mutating func dropSeparator() {
    let text = text
    let end = text.hasSuffix(" · ") ? 3 : text.hasSuffix(" ·") ? 2 : 0
    for _ in 0..<end {
      guard let last = spans.indices.last else { return }
      spans[last].text.removeLast()
      if spans[last].text.isEmpty { spans.removeLast() }
    }
  }

  /// - Parameter cut: the index of a span, and the number of its characters to keep.
  private func cutOff(_ cut: (span: Int, length: Int)?) -> StyledLine {
    guard let cut else { return self }
    var result = StyledLine()
    for span in spans[..<cut.span] { result.append(span.text, span.style) }
    let last = spans[cut.span]
    result.append(String(last.text.prefix(cut.length)), last.style)
    result.dropSeparator()
    result.append("…", last.style.own)
    return result
  }
}
