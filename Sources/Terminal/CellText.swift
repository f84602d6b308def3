internal import Screen

/// What is sent to curses for one grapheme cluster.
///
/// A `cchar_t` holds one spacing scalar and up to four combining ones, and curses believes the C
/// library's widths. A cluster that does not fit gets a replacement of the agreed width: a flag its
/// two letters, any other its first scalar, or a box when even that is of another width.
struct CellText: Equatable {
  /// One part a spacing character; their columns add up to the cluster's width.
  var parts: [[UInt32]]

  init(_ cell: Cell, scalarWidth: (UInt32) -> Int) {
    let scalars = cell.character.unicodeScalars.map(\.value)
    let width = Int(cell.width)
    if scalars.count <= 5, scalarWidth(scalars[0]) == width,
      scalars.dropFirst().allSatisfy({ scalarWidth($0) == 0 })
    {
      parts = [scalars]
    } else if scalars.count == 2, width == 2, let letters = Self.flagLetters(scalars) {
      parts = letters
    } else {
      let first = scalarWidth(scalars[0])
      let fits = first > 0 && first <= width
      let padding = width - (fits ? first : 1)
      parts = [[fits ? scalars[0] : 0x25A1]] + Array(repeating: [0x20], count: padding)
    }
  }

  private static func flagLetters(_ scalars: [UInt32]) -> [[UInt32]]? {
    let indicators: ClosedRange<UInt32> = 0x1F1E6...0x1F1FF
    guard scalars.allSatisfy(indicators.contains) else { return nil }
    return scalars.map { [$0 - 0x1F1E6 + 0x41] }
  }
}
