internal import Chat
internal import Screen
internal import Words

/// A box next to the selected token that lists the alternatives considered in its place.
struct AlternativesBox {
  private struct Row {
    let label: String
    let probability: Double
    let logprob: Double
    let isChosen: Bool
  }

  /// Where the token begins, as a row and a column of the text.
  let place: Point
  private let rows: [Row]
  /// Further remarks about the token.
  private let remarks: [String]
  private let columns: Int

  private static let mostLabelColumns = 24
  private static let barColumns = 10

  init?(_ page: ProbabilitiesPage, _ context: PageContext) {
    guard let index = page.selectedToken, page.tokens.indices.contains(index) else { return nil }
    let token = page.tokens[index]
    place = page.reading.layout.place(ofToken: page.reading.selected)
    let most = max(1, ProbabilitiesView.textHeight(context.size) - 2)
    rows = Self.rows(of: token, most: most)
    remarks = Array(
      Self.remarks(token, page.reading).prefix(max(0, most - rows.count)))
    columns = ProbabilitiesView.textWidth(context.size)
  }

  var height: Int { rows.count + remarks.count }

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

  /// - Parameters:
  ///   - area: the area of the text.
  ///   - top: the first row in view.
  func draw(in area: Rect, top: Int, on canvas: inout Canvas) {
    let lines = lines
    let width = min(area.width, (lines.map(\.width).max() ?? 0) + 3)
    let row = place.y - top
    let below = area.height - row - 1
    let first = below >= height || below >= row ? row + 1 : row - height
    let x = area.x + min(place.x, max(0, area.width - width))
    for (offset, line) in lines.enumerated() where (0..<area.height).contains(first + offset) {
      let y = area.y + first + offset
      // Clear the whole row: only fragments of sentences would be visible next to the box.
      canvas.fill(" ", .text, x: area.x, y: y, width: area.width)
      canvas.draw("│", .rule, x: x, y: y)
      canvas.draw(line, x: x + 1, y: y, width: width - 2)
    }
  }

  private var lines: [StyledLine] {
    let label = min(
      Self.mostLabelColumns, rows.map { DisplayWidth.of($0.label) }.max() ?? 0,
      max(4, columns - 14))
    return rows.map { line($0, label: label) }
      + remarks.map { StyledLine(" \($0)", .secondary).truncated(to: columns - 3) }
  }

  private func line(_ row: Row, label columns: Int) -> StyledLine {
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
    if self.columns >= 40 {
      let bar = Self.bar(row.probability)
      line.append("  " + bar, .accent)
      line.append(Self.spaces(Self.barColumns - bar.count), .text)
    }
    if self.columns >= 60 {
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
