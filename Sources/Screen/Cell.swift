/// One column of one row.
public struct Cell: Hashable, Sendable {
  /// A grapheme cluster that takes `width` columns; a space in the columns it continues into.
  public var character: Character
  public var style: Style
  /// How many columns the character takes; 0 for a further column of the preceding character.
  public var width: UInt8

  public init(_ character: Character, _ style: Style, width: UInt8 = 1) {
    self.character = character
    self.style = style
    self.width = width
  }

  public static let blank = Cell(" ", .text)
}
