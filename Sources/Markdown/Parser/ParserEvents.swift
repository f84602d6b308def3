internal import CMarkdown

/// A receiver of md4c's events during one parse. Subclasses decide what to do with the events.
class ParserEvents {
  /// The text that md4c parses; valid only during the parse.
  var source = UnsafeRawBufferPointer(start: nil, count: 0)
  private var isInCell = false
  private var isInCodeSpan = false

  func enter(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) {}
  func leave(_ type: MD_BLOCKTYPE) {}
  func enterSpan(_ type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) {}
  func leaveSpan(_ type: MD_SPANTYPE) {}
  func text(_ type: MD_TEXTTYPE, _ start: UnsafePointer<CChar>, count: Int) {}

  /// Tracks the start of a table cell; called before ``enter(_:_:)``.
  final func noteEntry(of type: MD_BLOCKTYPE) {
    if type == MD_BLOCK_TH || type == MD_BLOCK_TD { isInCell = true }
  }

  /// Tracks the end of a table cell; called before ``leave(_:)``.
  final func noteExit(of type: MD_BLOCKTYPE) {
    if type == MD_BLOCK_TH || type == MD_BLOCK_TD { isInCell = false }
  }

  final func noteEntry(of type: MD_SPANTYPE) { if type == MD_SPAN_CODE { isInCodeSpan = true } }

  final func noteExit(of type: MD_SPANTYPE) { if type == MD_SPAN_CODE { isInCodeSpan = false } }

  /// Returns the text with its entities decoded. In a table cell, `\|` is a bar even in code, where
  /// no other escape applies, as in GitHub's tables. A line end in a code span becomes a line feed:
  /// md4c sends a space for it that is not part of the source.
  final func decoded(
    _ type: MD_TEXTTYPE, _ start: UnsafePointer<CChar>, count: Int
  ) -> String {
    switch type {
    case MD_TEXT_NULLCHAR: "\u{FFFD}"
    case MD_TEXT_ENTITY: Entities.decode(read(start, count: count))
    case MD_TEXT_CODE where isInCodeSpan && !isInSource(start): "\n"
    case MD_TEXT_CODE where isInCell: MathSpans.unescapingBars(read(start, count: count))
    default: read(start, count: count)
    }
  }

  /// Returns the text at a pointer from md4c, which points into the source or to one of md4c's
  /// short constants. Text from the source is cut off where the source ends.
  private func read(_ start: UnsafePointer<CChar>, count: Int) -> String {
    var count = count
    if let first = source.baseAddress, isInSource(start) {
      count = min(count, first + source.count - UnsafeRawPointer(start))
    } else if count > Self.longestConstant {
      return ""
    }
    return SourceMarks.text(UnsafeRawBufferPointer(start: start, count: count))
  }

  private func isInSource(_ start: UnsafePointer<CChar>) -> Bool {
    guard let first = source.baseAddress else { return false }
    let start = UnsafeRawPointer(start)
    return start >= first && start <= first + source.count
  }

  /// The length in bytes of the chunks in which md4c sends the spaces of indented code.
  private static let longestConstant = 16

  /// Whether raw HTML is a line break, the only common tag in Markdown tables.
  static func isLineBreak(_ html: String) -> Bool {
    ["<br>", "<br/>", "<br />"].contains(html.lowercased())
  }

  /// Whether a list item's task is done; `nil` for an item that is not a task.
  static func isDone(_ detail: UnsafeMutableRawPointer?) -> Bool? {
    guard let item = detail?.load(as: MD_BLOCK_LI_DETAIL.self), item.is_task != 0 else {
      return nil
    }
    return item.task_mark != 0x20
  }

  /// Returns an attribute with its entities decoded.
  static func text(_ attribute: MD_ATTRIBUTE?) -> String {
    guard let attribute, let start = attribute.text, let offsets = attribute.substr_offsets,
      let types = attribute.substr_types
    else { return "" }
    var result = ""
    var index = 0
    while offsets[index] < attribute.size {
      let range = Int(offsets[index])..<Int(offsets[index + 1])
      let bytes = UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
      let part = SourceMarks.text(bytes)
      result += types[index] == MD_TEXT_ENTITY ? Entities.decode(part) : part
      index += 1
    }
    return result
  }
}
