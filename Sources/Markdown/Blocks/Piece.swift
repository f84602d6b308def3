/// A quote or a list item around a block.
enum Enclosure: Equatable, Sendable {
  case quote
  case item(Item)

  struct Item: Equatable, Sendable {
    /// The number of the list in the text.
    let list: Int
    /// `nil` for bullets.
    let number: Int?
    /// Whether a task is done; `nil` for an item that is not a task.
    var isDone: Bool?
    /// Whether the block is the first of the item and carries its marker.
    var isFirst: Bool
    /// The marker as in the source, with the spaces around it.
    var marker = ""
    /// Whether the spaces before the marker begin the line, and so also indent the surrounding
    /// items.
    var beginsLine = false
    /// The indentation of the item's other lines, in columns.
    var indent = 0
  }
}

/// A block that contains text rather than other blocks, or a part of a long one, together with its
/// containers. Its text is the source without the markers of surrounding quotes and items.
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
    /// An empty item.
    case nothing
  }

  var kind: Kind
  /// Outermost first.
  var path: [Enclosure]
  /// Whether there is a blank row before the block.
  var isApart: Bool
  /// How many enclosures it shares with the previous block; the blank row shows them.
  var sharedDepth: Int
  /// UTF-8, in complete lines unless a long line was split.
  var text: [UInt8]
  /// The part's number within the block, from 0.
  var part = 0
  /// Whether the next piece continues this block.
  var isContinued = false

  /// In bytes. A longer block is closed in parts so that its open end stays short.
  static let longest = 2048

  /// This many parts look like one to the reader: words wrap across their seams, and comments
  /// continue. At the next seam a new row begins, so that a place in a very long block can be laid
  /// out without everything before it.
  static let partsOfChain = 16

  /// What separates a part from the next one.
  enum Seam: Sendable {
    case lineEnd
    case space
    /// A word, or text without spaces, continues.
    case none
  }

  /// What separates this part from the next one.
  var seam: Seam {
    guard let last = text.last, last <= 0x20 else { return .none }
    return last == 0x0A ? .lineEnd : .space
  }

  var joinsPrevious: Bool { part % Self.partsOfChain != 0 }

  /// Returns the part that continues where this one ends.
  func rest(with text: [UInt8]) -> Piece {
    var rest = self
    rest.text = text
    rest.part += 1
    rest.isApart = false
    rest.isContinued = false
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
