internal import Screen

/// A model's ID in a row of the picker, with its matches highlighted.
struct PickerName {
  private typealias Letter = (character: Character, style: Style)

  private let letters: [Letter]

  init(_ id: String, marking words: [FuzzyMatch] = [], _ style: Style = .text) {
    let places = Set(words.flatMap { $0.best(in: id)?.places ?? [] })
    letters = id.enumerated().map { ($1, places.contains($0) ? Style(.match) : style) }
  }

  var width: Int { Self.width(letters[...]) }

  /// The ID's letters before the last slash, and those from there on.
  private var parts: (maker: ArraySlice<Letter>, name: ArraySlice<Letter>) {
    let slash = letters.lastIndex { $0.character == "/" } ?? 0
    return (letters[..<slash], letters[slash...])
  }

  /// The width of the full name with its maker reduced to a mark.
  var leastWidth: Int {
    let (maker, name) = parts
    return maker.isEmpty ? width : min(width, 1 + Self.width(name))
  }

  /// Fewer letters than this would not suggest the maker's name.
  private static let leastOfMaker = 3

  /// Returns the ID truncated to the given number of columns. Letters are dropped from the maker
  /// first, and then from the middle, because similar models differ at the end.
  func line(columns: Int) -> StyledLine {
    guard width > columns else { return Self.line(letters) }
    let (maker, name) = parts
    if !maker.isEmpty, leastWidth <= columns {
      let room = columns - leastWidth
      let start = room < Self.leastOfMaker ? [] : prefix(columns: room, of: Array(maker))
      return Self.line(start, Array(name))
    }
    let start = prefix(columns: max(0, columns - 1) / 2, of: letters)
    let rest = columns - 1 - Self.width(start[...])
    return Self.line(start, prefix(columns: max(0, rest), of: letters.reversed()).reversed())
  }

  /// Returns the letters, with a mark between the two parts if there are two.
  private static func line(_ start: [Letter], _ end: [Letter]? = nil) -> StyledLine {
    var line = StyledLine()
    for letter in start { line.append(String(letter.character), letter.style) }
    guard let end else { return line }
    line.append("…", .secondary)
    for letter in end { line.append(String(letter.character), letter.style) }
    return line
  }

  private static func width(_ letters: ArraySlice<Letter>) -> Int {
    letters.reduce(0) { $0 + DisplayWidth.of($1.character) }
  }

  /// Returns as many leading letters as fit.
  private func prefix(columns: Int, of letters: [Letter]) -> [Letter] {
    var left = columns
    return Array(
      letters.prefix {
        left -= DisplayWidth.of($0.character)
        return left >= 0
      })
  }
}

/// The columns after a model's ID.
struct PickerColumns {
  /// The provider, the context window, the price and the capabilities.
  let fields: StyledLine
  /// The length of the provider's name, with which the fields begin; 0 if they have no provider.
  let providerLength: Int
  /// The marks for the current model and for favourites. They never move.
  let marks: StyledLine

  /// A name and columns that together fit in a row.
  struct Fitted {
    let name: StyledLine
    let columns: StyledLine
    /// Whether the name is the whole ID.
    let isWhole: Bool
  }

  /// Fits a name in front of the columns. A name that is too long first uses the blank columns
  /// before the fields and after the provider, then loses letters of its maker, then uses the other blank columns of its
  /// row, and is truncated only as a last resort.
  func fitting(_ name: PickerName, width: Int) -> Fitted {
    var columns = leaving(name.width, of: width, movesFields: false)
    if name.leastWidth > width - columns.width {
      columns = leaving(name.leastWidth, of: width, movesFields: true)
    }
    let room = max(1, width - columns.width)
    return Fitted(name: name.line(columns: room), columns: columns, isWhole: name.width <= room)
  }

  /// Returns the columns, with enough blank ones removed to make room for a name. Those before the
  /// fields are removed first.
  /// - Parameter movesFields: whether blanks after the fields may be removed too, so that the
  ///   fields are no longer aligned with those of other rows.
  private func leaving(_ needed: Int, of width: Int, movesFields: Bool) -> StyledLine {
    var missing = needed - (width - fields.width - marks.width)
    guard missing > 0 else { return joined(fields) }
    let text = fields.text
    let before = min(missing, blanks(after: providerLength, in: text))
    missing = movesFields ? missing - before : 0
    // One column stays free before the marks.
    let after = text.allSatisfy { $0 == " " } ? 0 : text.reversed().prefix { $0 == " " }.count - 1
    let kept = text.count - before - max(0, min(missing, after))
    var start = fields.truncated(toCount: providerLength)
    start.append(fields.dropping(providerLength + before))
    return joined(start.truncated(toCount: kept))
  }

  /// Returns how many blank columns after the provider can be removed. Two stay before the next
  /// field.
  private func blanks(after length: Int, in text: String) -> Int {
    let rest = text.dropFirst(length)
    let count = rest.prefix { $0 == " " }.count
    return length == 0 || count == rest.count ? count : max(0, count - 2)
  }

  private func joined(_ fields: StyledLine) -> StyledLine {
    var line = fields
    line.append(marks)
    return line
  }
}

extension StyledLine {
  /// Returns the first `count` characters of the line.
  fileprivate func truncated(toCount count: Int) -> StyledLine {
    var line = StyledLine()
    var left = count
    for span in spans {
      let text = span.text.prefix(max(0, left))
      left -= text.count
      line.append(String(text), span.style)
    }
    return line
  }
}
