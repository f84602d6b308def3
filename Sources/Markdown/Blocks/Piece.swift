/// A quote or a list item around a block.
enum Enclosure: Equatable, Sendable {
  case quote
  case item(Item)

  struct Item: Equatable, Sendable {
    /// The number of the list within the text.
    let list: Int
    /// The number of the item; `nil` for bullets.
    let number: Int?
    /// Whether a task is done; `nil` for an item that is not a task.
    var isDone: Bool?
    /// Whether the block is the first of the item and carries its marker.
    var isFirst: Bool
    /// The marker as in the source, with the spaces around it.
    var marker = ""
    /// Whether the marker is the first on its line, so the spaces before it also indent the
    /// surrounding items.
    var beginsLine = false
    /// The indentation of the item's lines after the one with the marker, in columns.
    var indent = 0
  }
}

/// A block that contains text rather than other blocks, or a part of such a block if it is
/// long, together with its containers. Its text is the source without the markers of
/// surrounding quotes and items.
struct Piece: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// A paragraph, a heading or a rule; md4c decides which.
    case text
    /// - Parameter number: the block's number in the text, from 1.
    case code(language: String, number: Int)
    case html
    /// - Parameters:
    ///   - number: the table's number in the text, from 0.
    ///   - head: the two lines that every part needs in order to be parsed.
    case table(number: Int, head: [UInt8])
    /// An empty list item.
    case nothing
  }

  var kind: Kind
  /// The containers of the block, outermost first.
  var path: [Enclosure]
  /// Whether a blank row comes before the block.
  var isApart: Bool
  /// How many enclosures the block shares with the previous one. The blank row between the two
  /// blocks shows these enclosures.
  var sharedDepth: Int
  /// The source in UTF-8. It consists of complete lines unless a long line was split.
  var text: [UInt8]
  /// The part's number within the block, from 0.
  var part = 0
  /// Whether the next piece continues this block.
  var isContinued = false
  /// Whether the last line is a row of a table that is still arriving.
  var endsInGrowingRow = false

  /// In bytes. A longer block is closed in parts, so that its open end stays short.
  static let longest = 2048

  /// The number of consecutive parts that look like a single one to the reader: words wrap across
  /// their seams, and comments continue. After that many parts, the next seam begins a new row, so
  /// that any place in a very long block can be laid out without laying out everything before it.
  static let partsOfChain = 16

  /// The boundary between a part and the next one.
  enum Seam: Sendable {
    case lineEnd
    case space
    /// No separator: a word, or text without spaces, continues.
    case none
  }

  /// The boundary between this part and the next one.
  var seam: Seam {
    guard let last = text.last, last <= 0x20 else { return .none }
    return last == 0x0A ? .lineEnd : .space
  }

  var joinsPrevious: Bool { part % Self.partsOfChain != 0 }

  /// Returns the part that follows this one and has the given text.
  func rest(with text: [UInt8]) -> Piece {
    var rest = self
    rest.text = text
    rest.part += 1
    rest.isApart = false
    rest.isContinued = false
    rest.endsInGrowingRow = false
    rest.path = path.map { enclosure in
      guard case .item(var item) = enclosure else { return enclosure }
      item.isFirst = false
      return .item(item)
    }
    return rest
  }

  var items: [Enclosure.Item] {
    path.compactMap { if case .item(let item) = $0 { item } else { nil } }
  }
}
