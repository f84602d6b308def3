internal import Screen

/// The text sent to curses for one grapheme cluster.
///
/// Curses relies on the C library's widths, and terminals have their own. So only scalars whose
/// width here matches the C library's are sent, and no joiners or selectors: one spacing scalar
/// with up to four marks, as many as a `cchar_t` holds. Anything else is replaced within the
/// cluster's width: a flag by its two letters, any other emoji sequence by its first scalar, a
/// scalar of disputed width by a box (docs/text.md).
struct CellText: Equatable {
  /// One spacing scalar with its marks.
  struct Part: Equatable {
    var scalars: [UInt32]
    let width: Int
  }

  /// The parts, left to right. Their widths add up to the cluster's.
  private(set) var parts: [Part] = []

  /// - Parameter scalarWidth: the C library's width; negative for an unknown scalar.
  init(_ cell: Cell, scalarWidth: (UInt32) -> Int) {
    let scalars = cell.character.unicodeScalars
    var room = Int(cell.width)
    if DisplayWidth.isEmojiSequence(scalars) {
      for sign in Self.signs(of: scalars) { add(sign, to: &room, scalarWidth) }
    } else {
      for scalar in scalars where !scalar.properties.isDefaultIgnorableCodePoint {
        add(scalar, to: &room, scalarWidth)
      }
    }
    while room > 0 { append([0x20], width: 1, to: &room) }
  }

  private static let markLimit = 4

  private mutating func add(
    _ scalar: Unicode.Scalar, to room: inout Int, _ scalarWidth: (UInt32) -> Int
  ) {
    let width = DisplayWidth.of(scalar)
    let isAgreed = scalarWidth(scalar.value) == width
    if width == 0 {
      guard isAgreed, let last = parts.indices.last,
        parts[last].scalars.count <= Self.markLimit
      else { return }
      parts[last].scalars.append(scalar.value)
    } else if width <= room {
      append([isAgreed ? scalar.value : 0x25A1], width: isAgreed ? width : 1, to: &room)
      if !isAgreed, width == 2 { append([0x20], width: 1, to: &room) }
    }
  }

  private mutating func append(_ scalars: [UInt32], width: Int, to room: inout Int) {
    parts.append(Part(scalars: scalars, width: width))
    room -= width
  }

  /// Returns the letters of a flag, or the first scalar of any other sequence.
  private static func signs(of scalars: String.UnicodeScalarView) -> [Unicode.Scalar] {
    let indicators: ClosedRange<UInt32> = 0x1F1E6...0x1F1FF
    guard scalars.allSatisfy({ indicators.contains($0.value) }) else {
      return Array(scalars.prefix(1))
    }
    return scalars.compactMap { Unicode.Scalar($0.value - 0x1F1E6 + 0x41) }
  }
}
