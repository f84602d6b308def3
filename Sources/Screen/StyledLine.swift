/// A run of text in one style.
public struct StyledSpan: Hashable, Sendable {
  public var text: String
  public var style: Style

  public init(_ text: String, _ style: Style) {
    self.text = text
    self.style = style
  }
}

/// One line of styled text. Holds no line feeds; its text is safe to show.
public struct StyledLine: Hashable, Sendable {
  public var spans: [StyledSpan]
  /// Columns at its beginning that are not of the text: bars beside quotes, indentation.
  public var margin = 0
  /// How it goes on with the line before it.
  public var join = Join.none
  /// Stands beside a text, and is none of it: the label of a code block.
  public var isLabel = false

  /// What becomes of the seam when rows are put together to the line that they were wrapped from.
  public enum Join: Hashable, Sendable {
    /// It begins a line of its own.
    case none
    /// Spaces were dropped there.
    case space
    /// The line was cut there.
    case cut
  }

  public init(_ spans: [StyledSpan] = []) { self.spans = spans }

  public init(_ text: String, _ style: Style = .text) {
    spans = text.isEmpty ? [] : [StyledSpan(text, style)]
  }

  public var isEmpty: Bool { spans.allSatisfy(\.text.isEmpty) }

  /// Columns.
  /// - Complexity: O(length)
  public var width: Int { spans.reduce(0) { $0 + $1.style.columns(of: $1.text) } }

  /// The text without its styles.
  public var text: String { spans.map(\.text).joined() }

  /// Adds text at the end; a span of the same style grows.
  public mutating func append(_ text: String, _ style: Style) {
    guard !text.isEmpty else { return }
    if spans.last?.style == style {
      spans[spans.count - 1].text += text
    } else {
      spans.append(StyledSpan(text, style))
    }
  }

  /// The line behind a margin.
  public func behind(margin span: StyledSpan) -> StyledLine {
    var line = self
    line.spans.insert(span, at: 0)
    line.margin += span.style.columns(of: span.text)
    return line
  }

  public mutating func append(_ other: StyledLine) {
    for span in other.spans { append(span.text, span.style) }
  }

  /// The line cut to so many columns, with an ellipsis where something was cut.
  public func truncated(to columns: Int) -> StyledLine {
    guard width > columns else { return self }
    guard columns > 0 else { return StyledLine() }
    var result = StyledLine()
    var left = columns - 1
    for span in spans {
      let cut = span.text.firstIndex { character in
        left -= span.style.columns(of: character)
        return left < 0
      }
      guard let cut else {
        result.append(span.text, span.style)
        continue
      }
      result.append(String(span.text[..<cut]), span.style)
      result.append("…", span.style.own)
      return result
    }
    return result
  }
}
