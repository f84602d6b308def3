internal import Screen

/// A model's ID in a row of the picker, with its matches highlighted.
struct PickerName {
  private var letters: [(character: Character, style: Style)]

  init(_ id: String, marking words: [FuzzyMatch] = [], _ style: Style = .text) {
    let places = Set(words.flatMap { $0.best(in: id)?.marks ?? [] })
    letters = id.enumerated().map { ($1, places.contains($0) ? Style(.match) : style) }
  }

  var width: Int { letters.reduce(0) { $0 + DisplayWidth.of($1.character) } }

  /// The ID without the vendor's prefix.
  var withoutVendor: PickerName {
    var name = self
    if let slash = letters.lastIndex(where: { $0.character == "/" }), slash + 1 < letters.count {
      name.letters.removeFirst(slash + 1)
    }
    return name
  }

  /// Returns the ID truncated to the given number of columns. Characters are dropped from the
  /// middle, because similar models differ at the end.
  func line(columns: Int) -> StyledLine {
    var line = StyledLine()
    guard width > columns else {
      for (letter, style) in letters { line.append(String(letter), style) }
      return line
    }
    let start = prefix(columns: max(0, columns - 1) / 2, of: letters)
    let taken = start.reduce(0) { $0 + DisplayWidth.of($1.character) }
    let end = prefix(columns: max(0, columns - 1 - taken), of: letters.reversed()).reversed()
    for (letter, style) in start { line.append(String(letter), style) }
    line.append("…", .secondary)
    for (letter, style) in end { line.append(String(letter), style) }
    return line
  }

  /// Returns as many leading letters as fit.
  private func prefix(
    columns: Int, of letters: [(character: Character, style: Style)]
  ) -> [(character: Character, style: Style)] {
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
  /// The marks for the current model and for favourites. They never move.
  let marks: StyledLine

  /// A name and columns that together fit in a row.
  struct Fitted {
    let name: StyledLine
    let columns: StyledLine
    /// Whether the name is the whole ID.
    let isWhole: Bool
  }

  /// Fits a name in front of the columns. A name that is too long first loses its vendor prefix,
  /// then uses the blank columns of its row, and is truncated only as a last resort.
  func fitting(_ name: PickerName, width: Int) -> Fitted {
    let fits = name.width <= width - fields.width - marks.width
    let shown = fits ? name : name.withoutVendor
    let columns = leaving(shown.width, of: width)
    let room = max(1, width - columns.width)
    return Fitted(
      name: shown.line(columns: room), columns: columns,
      isWhole: shown.width == name.width && shown.width <= room)
  }

  /// Returns the columns, with enough blank ones removed to make room for a name. Those before the
  /// fields are removed first, so that the fields stay aligned with other rows where possible.
  private func leaving(_ needed: Int, of width: Int) -> StyledLine {
    var missing = needed - (width - fields.width - marks.width)
    guard missing > 0 else { return joined(fields) }
    let text = fields.text
    let before = min(missing, text.prefix { $0 == " " }.count)
    missing -= before
    // One column stays free before the marks.
    let after = text.allSatisfy { $0 == " " } ? 0 : text.reversed().prefix { $0 == " " }.count - 1
    let kept = text.count - before - max(0, min(missing, after))
    return joined(fields.dropping(before).truncatedBlanks(to: kept))
  }

  private func joined(_ fields: StyledLine) -> StyledLine {
    var line = fields
    line.append(marks)
    return line
  }
}

extension StyledLine {
  /// Returns the first `count` characters of the line. The others must be blank.
  fileprivate func truncatedBlanks(to count: Int) -> StyledLine {
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
