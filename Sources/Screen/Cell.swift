/// What stands in one column of one row.
public struct Cell: Hashable, Sendable {
  /// A grapheme cluster that takes `width` columns. In its other columns: a space.
  public var character: Character
  public var style: Style
  /// Its columns, or 0 for a further column of the character before.
  public var width: UInt8

  public init(_ character: Character, _ style: Style, width: UInt8 = 1) {
    self.character = character
    self.style = style
    self.width = width
  }

  public static let blank = Cell(" ", .text)
}
