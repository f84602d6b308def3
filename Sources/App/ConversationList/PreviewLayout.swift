internal import Chat
internal import Screen

/// The rows of the preview that was drawn last. A frame lays out Markdown only if the text or its
/// area has changed.
struct PreviewLayout {
  enum Source: Equatable {
    /// The last message of the conversation on the screen. Identified by its length, because a
    /// second owner of its text would make every delta copy it.
    case message(MessageID, length: Int)
    /// A longer preview that was loaded for the selected row.
    case loaded(String)
    case row(String)

    /// Whether the text is the one that the list row describes.
    var isOfSummary: Bool { if case .message = self { false } else { true } }
  }

  private struct Key: Equatable {
    let source: Source
    let width: Int
    let height: Int
  }

  private var key: Key?
  private var rows: [StyledLine] = []

  /// Returns the rows of a text, cut to the area.
  /// - Parameter text: returns the text; called only if it has to be laid out.
  /// - Complexity: O(length) if the source or the area differs from the last call's
  mutating func rows(
    of source: Source, width: Int, height: Int, _ text: () -> CutText
  ) -> [StyledLine] {
    guard height > 0 else { return [] }
    let new = Key(source: source, width: width, height: height)
    if key != new {
      rows = Self.layOut(text(), width: width, height: height)
      key = new
    }
    return rows
  }

  private static func layOut(_ preview: CutText, width: Int, height: Int) -> [StyledLine] {
    let rows = PreviewText.rows(of: preview, width: width, height: height)
    if rows.count <= height || height > 4 { return rows.cut(to: height, width: width) }
    // In a short preview, headings and short lines would waste rows.
    let joined = StyledLine(
      Sanitizer.sanitizeLine(PreviewText.words(of: preview.text)), Style.secondary.foreign)
    return Wrapping.wrap(joined, width: width).cut(to: height, width: width)
  }
}
