/// What stands in one column of one row.
public struct Cell: Hashable, Sendable {
  /// A grapheme cluster that takes `width` columns. In the second column of a wide one: a space.
  public var character: Character
  public var style: Style
  /// 1, 2, or 0 for the second column of a wide character.
  public var width: UInt8

  public init(_ character: Character, _ style: Style, width: UInt8 = 1) {
    self.character = character
    self.style = style
    self.width = width
  }

  public static let blank = Cell(" ", .text)
}
