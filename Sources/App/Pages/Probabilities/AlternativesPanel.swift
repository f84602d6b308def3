internal import Chat
internal import Screen
internal import Words

/// A panel below the text that lists the alternatives considered in place of the selected token. Its
/// height is the same for all tokens, so that the text never moves.
struct AlternativesPanel {
  private struct Row {
    let label: String
    let probability: Double
    let logprob: Double
    let isChosen: Bool
  }

  /// Further remarks about the token, in the rule above the panel.
  let remarks: String
  private let rows: [Row]
  /// The width of a list of alternatives. If they do not fit below each other, there are several
  /// lists side by side.
  private let columns: Int

  private static let mostLabelColumns = 18
  private static let barColumns = 10
  /// Enough for the beginning of a token and its probability.
  private static let leastColumns = 18

  /// - Parameter height: the panel's height.
  init?(_ page: ProbabilitiesPage, height: Int, width: Int) {
    guard let index = page.selectedToken, page.tokens.indices.contains(index) else { return nil }
    let token = page.tokens[index]
    let height = max(1, height)
    let needed = (page.mostAlternatives + height - 1) / height
    let lists = max(1, min(needed, width / Self.leastColumns))
    rows = Self.rows(of: token, most: height * lists)
    remarks = Self.remarks(token, page.reading).joined(separator: " · ")
    columns = width / lists
  }

  /// Returns the number of alternatives of a token, including the token itself.
  static func count(of token: TokenLogprob) -> Int {
    token.top.count + (token.chosenPlace == nil ? 1 : 0)
  }

  /// Returns the alternatives in the server's order, the most likely first. The chosen token is
  /// always among them.
  private static func rows(of token: TokenLogprob, most: Int) -> [Row] {
    let place = token.chosenPlace
    var rows = token.top.enumerated().map { index, alternative in
      Row(
        label: alternative.label, probability: alternative.probability,
        logprob: alternative.logprob, isChosen: index == place)
    }
    let chosen = Row(
      label: token.label, probability: token.probability,
      logprob: token.logprob, isChosen: true)
    guard let place else {
      return Array(rows.prefix(most - 1)) + [chosen]
    }
    if place >= most { rows.insert(rows.remove(at: place), at: most - 1) }
    return Array(rows.prefix(most))
  }

  private static func remarks(
    _ token: TokenLogprob, _ reading: ProbabilitiesPage.Reading
  ) -> [String] {
    var remarks: [String] = []
    if let (bytes, character) = reading.layout.share(ofToken: reading.selected) {
      remarks.append(
        Words.Probabilities.share(TokenBytes.label(bytes), of: character))
    }
    if token.top.isEmpty { remarks.append(Words.Probabilities.noAlternatives) }
    return remarks
  }

  // MARK: Drawing

  func draw(in area: Rect, on canvas: inout Canvas) {
    for (index, row) in rows.enumerated() {
      let (list, offset) = index.quotientAndRemainder(dividingBy: area.height)
      canvas.draw(
        line(row), x: area.x + list * columns, y: area.y + offset,
        width: columns - 1)
    }
  }

  private var hasBars: Bool { columns >= 40 }
  private var hasLogarithms: Bool { columns >= 60 }

  /// The width of the tokens. It does not depend on them, so that the figures stay in place.
  private var labelColumns: Int {
    let figures = 12 + (hasBars ? Self.barColumns + 2 : 0) + (hasLogarithms ? 14 : 0)
    return min(Self.mostLabelColumns, max(4, columns - figures))
  }

  private func line(_ row: Row) -> StyledLine {
    let columns = labelColumns
    var line = StyledLine(row.isChosen ? "▌" : " ", .accent)
    let style: Style = row.isChosen ? Style(.text, .bold) : .text
    let label = StyledLine(row.label, style).truncated(to: columns)
    line.append(label)
    line.append(Self.spaces(columns - label.width), .text)
    // The value that means "not given" for the chosen token means "very unlikely" for other tokens.
    let isGiven = TokenLogprob.isGiven(row.logprob)
    let percent =
      isGiven || !row.isChosen
      ? ProbabilityText.roundedPercent(row.probability) : Words.Probabilities.notGiven
    line.append(Self.spaces(10 - percent.count) + percent, row.isChosen ? style : .secondary)
    if hasBars {
      let bar = Self.bar(row.probability)
      line.append("  " + bar, .accent)
      line.append(Self.spaces(Self.barColumns - bar.count), .text)
    }
    if hasLogarithms {
      let logarithm = isGiven ? ProbabilityText.logarithm(row.logprob) : ""
      line.append(Self.spaces(14 - logarithm.count) + logarithm, .secondary)
    }
    return line
  }

  /// Returns a bar in steps of about an eighth of a column, without the half block, which marks
  /// selected rows. Any probability of at least 0.1 % has a bar.
  private static func bar(_ probability: Double) -> String {
    let exact = Int(clamping: (probability * Double(8 * barColumns)).rounded())
    let eighths = min(8 * barColumns, max(probability >= 0.001 ? 1 : 0, exact))
    return String(repeating: "█", count: eighths / 8)
      + (eighths % 8 > 0 ? String(Array("▏▎▍▍▋▊▉")[eighths % 8 - 1]) : "")
  }

  private static func spaces(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }
}

extension TokenLayout {
  /// Returns a token's bytes, and the character that the token shares with other tokens; `nil` if
  /// there is no such character.
  /// - Parameter position: the token's position in ``tokens``.
  func share(ofToken position: Int) -> (bytes: [UInt8], character: String)? {
    guard tokens.indices.contains(position) else { return nil }
    let segment = Int32(clamping: tokens[position])
    let row = glyphs(ofRow: place(ofToken: position).y)
    guard
      let glyph = row.first(where: {
        $0.kind == .share && $0.first <= segment && segment <= $0.last
      })
    else { return nil }
    let character = row.filter {
      $0.kind == .text && $0.first == glyph.first && $0.last == glyph.last
    }
    let bytes = Array(text.bytes[text.segments[Int(segment)].bytes])
    return (bytes, String(character.map(\.character)))
  }
}
