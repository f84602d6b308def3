internal import Screen

/// One line of a paragraph, heading or cell, ending where the author broke it.
struct TextLine: Equatable, Sendable {
  var content: StyledLine
  /// Whether the line is a row of a displayed formula. Such a row is separate from other text and
  /// never wrapped at spaces.
  var isFormula = false
}

/// A block of a parsed document. Its text is safe to show, except for the source of code and
/// HTML, which is raw.
///
/// Nesting is limited by ``MarkdownParser/deepestNesting``, so recursive walks are safe.
indirect enum Block: Equatable, Sendable {
  case paragraph([TextLine])
  case heading(level: Int, [TextLine])
  case quote([Block])
  case list(ListBlock)
  case code(language: String, source: String)
  case html(String)
  case table(Table)
  case thematicBreak
}

struct ListBlock: Equatable, Sendable {
  struct Item: Equatable, Sendable {
    /// Whether a task is done; `nil` for an item that is not a task.
    var isDone: Bool?
    var blocks: [Block] = []
  }

  /// The first item's number; `nil` for bullets.
  var firstNumber: Int?
  var isTight: Bool
  var items: [Item] = []
}

extension [Block] {
  /// The code blocks in reading order, with language and raw source.
  var codes: [(language: String, source: String)] {
    flatMap { block -> [(language: String, source: String)] in
      switch block {
      case .code(let language, let source): [(language, source)]
      case .quote(let blocks): blocks.codes
      case .list(let list): list.items.flatMap(\.blocks.codes)
      case .paragraph, .heading, .html, .table, .thematicBreak: []
      }
    }
  }
}
