/// One column of one row on the screen.
public struct Cell: Hashable, Sendable {
  /// A grapheme cluster that occupies `width` columns, or a space in the remaining columns of a
  /// wide one.
  public var character: Character
  public var style: Style
  /// How many columns the character occupies; 0 in the remaining columns of a wide character.
  public var width: UInt8

  public init(_ character: Character, _ style: Style, width: UInt8 = 1) {
    self.character = character
    self.style = style
    self.width = width
  }

  public static let blank = Cell(" ", .text)
}
