/// A quote or a list item around a block.
enum Enclosure: Equatable, Sendable {
  case quote
  case item(Item)

  struct Item: Equatable, Sendable {
    /// Counts the lists of the text.
    let list: Int
    /// `nil` for bullets.
    let number: Int?
    /// Whether a task is done; `nil` for an item that is no task.
    var isDone: Bool?
    /// Whether the block is the first of the item, which carries its marker.
    var isFirst: Bool
    /// The marker as the source has it, with the spaces around it.
    var marker = ""
    /// Whether those before it begin the line: they are the indentation of the items around, too.
    var beginsLine = false
    /// Columns that the other lines of the item are indented by.
    var indent = 0
  }
}

/// A block that holds text, not other blocks, or a part of one that has grown long; with what is
/// around it. Its text is the source without the marks of the quotes and items around.
struct Piece: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// A paragraph, a heading or a rule: md4c says which.
    case text
    /// - Parameter number: counts from 1 in the text.
    case code(language: String, number: Int)
    case html
    /// - Parameters:
    ///   - number: counts the tables of the text from 0.
    ///   - head: the two lines that every part needs to be read.
    case table(number: Int, head: [UInt8])
    /// An item that has nothing in it.
    case nothing
  }

  var kind: Kind
  /// Outermost first.
  var path: [Enclosure]
  /// Whether a blank row stands before the block.
  var isApart: Bool
  /// How many of the enclosures are also around the block before: the blank row shows them.
  var sharedDepth: Int
  /// UTF-8, whole lines except where a long line is taken in parts.
  var text: [UInt8]
  /// Counts the parts of a block from 0.
  var part = 0
  /// Whether the next piece is the next part of this block.
  var isContinued = false

  /// A longer block is closed in parts, so that its open end stays short. Bytes.
  static let longest = 2048

  /// So many parts are one to those who read them: words wrap across their seams, comments go on.
  /// At the next seam a new row begins, so that a place in a very long block can be laid out
  /// without all that comes before it.
  static let partsOfChain = 16

  /// What is between a part and the next one.
  enum Seam: Sendable {
    case lineEnd
    case space
    /// A word, or a text without spaces, continues.
    case none
  }

  /// What is between this part and the next one.
  var seam: Seam {
    guard let last = text.last, last <= 0x20 else { return .none }
    return last == 0x0A ? .lineEnd : .space
  }

  var joinsPrevious: Bool { part % Self.partsOfChain != 0 }

  /// The part that takes on where this one ends.
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
