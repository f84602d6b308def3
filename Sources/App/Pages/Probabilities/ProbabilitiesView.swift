internal import Chat
internal import Screen
internal import Words

/// The view of an answer's tokens: a heading with its perplexity, the text, the alternatives to the
/// selected token, and a legend.
struct ProbabilitiesView {
  let page: ProbabilitiesPage
  let context: PageContext
  let areas: Areas

  /// The division of the window.
  struct Areas {
    /// A short window has neither a legend nor a rule above it and under the heading.
    let hasLegend: Bool
    let text: Rect
    let alternatives: Rect

    /// - Parameter count: the largest number of alternatives of any token.
    init(_ size: Size, alternatives count: Int) {
      hasLegend = size.height >= 14
      let top = hasLegend ? 2 : 1
      let bottom = size.height - (hasLegend ? 3 : 1)
      let free = max(2, bottom - top - 1)
      // The text has most of the room.
      let rows = max(1, min(count, free * 2 / 5))
      let width = ProbabilitiesView.textWidth(size)
      // A hanging space or line feed takes one more column.
      text = Rect(x: 1, y: top, width: width + 1, height: max(1, bottom - top - rows - 1))
      alternatives = Rect(x: 1, y: text.bottom + 1, width: width, height: rows)
    }
  }

  static func textWidth(_ size: Size) -> Int {
    max(1, min(TranscriptView.mostColumns, size.width - 3))
  }

  /// Draws everything except the hints.
  /// - Returns: a mark for the hint line if there is no room for it elsewhere.
  func draw(on canvas: inout Canvas) -> StyledLine {
    let size = canvas.size
    drawHeading(on: &canvas)
    let area = areas.text
    let reading = page.reading
    let mark = PageMark(
      first: reading.top, shown: area.height, of: reading.layout.rows.count)
    if areas.hasLegend {
      canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
      canvas.fill("─", .rule, x: 0, y: size.height - 3, width: size.width)
      drawLegend(y: size.height - 2, on: &canvas)
      mark.drawTop(on: &canvas)
    }
    for offset in 0..<area.height where reading.top + offset < reading.layout.rows.count {
      canvas.draw(row(reading.top + offset), x: area.x, y: area.y + offset, width: area.width)
    }
    drawAlternatives(mark.bottom, on: &canvas)
    return areas.hasLegend ? StyledLine() : mark.top
  }

  private func drawAlternatives(_ mark: StyledLine, on canvas: inout Canvas) {
    let (text, area) = (areas.text, areas.alternatives)
    let panel = AlternativesPanel(page, height: area.height, width: area.width)
    canvas.fill("─", .rule, x: 0, y: text.bottom, width: canvas.size.width)
    if let panel, !panel.remarks.isEmpty {
      let remarks = StyledLine(" \(panel.remarks) ", .secondary)
      canvas.draw(remarks.truncated(to: area.width - 2), x: area.x + 1, y: text.bottom)
    }
    PageMark.draw(mark, y: text.bottom, right: canvas.size.width, on: &canvas)
    panel?.draw(in: area, on: &canvas)
  }

  // MARK: Text

  private func row(_ index: Int) -> StyledLine {
    var line = StyledLine()
    let layout = page.reading.layout
    let selected =
      layout.tokens.indices.contains(page.reading.selected)
      ? layout.tokens[page.reading.selected] : nil
    for glyph in layout.glyphs(ofRow: index) {
      let style = style(of: glyph, in: layout, selected: selected)
      line.append(String(glyph.character), glyph.kind == .text ? style : style.own)
    }
    return line
  }

  private func style(of glyph: TokenGlyph, in layout: TokenLayout, selected: Int?) -> Style {
    let segments = Int(glyph.first)...Int(glyph.last)
    let probabilities = segments.compactMap { segment in
      layout.text.segments[segment].token.map { page.tokens[$0].probability }
    }
    guard let least = probabilities.min() else { return .secondary }
    var style = ProbabilityClass(least).style
    if let selected, segments.contains(selected) {
      return Style(.selection, [.bold, .underline])
    }
    // Underlined spaces would leave stray lines at the ends of rows.
    if glyph.character == " " { style.emphasis.remove(.underline) }
    if glyph.kind == .text || ProbabilityClass(least) != .certain { return style }
    return .secondary
  }

  // MARK: Heading

  private func drawHeading(on canvas: inout Canvas) {
    let width = canvas.size.width
    guard let index = page.selectedToken else {
      canvas.draw(Words.Probabilities.notYet, .secondary, x: 1, y: 0, width: width - 2)
      return
    }
    let isNarrow = width < 60
    let (number, count) = (index + 1, page.tokens.count)
    var right = StyledLine(
      isNarrow
        ? Words.Probabilities.shortToken(number, of: count)
        : Words.Probabilities.token(number, of: count), .secondary)
    if !isNarrow, page.hasThought {
      let part =
        page.part == .thought ? Words.Probabilities.thinking : Words.Probabilities.answer
      right = StyledLine("\(part) · \(right.text)", .secondary)
    }
    canvas.drawRight(right, right: width - 1, y: 0)
    let room = width - right.width - 4
    canvas.draw(heading(upTo: index, room: room), x: 1, y: 0, width: room)
  }

  /// Returns the perplexities of the part that is shown, omitting the last ones if space is short.
  /// The model comes first if it still fits.
  private func heading(upTo index: Int, room: Int) -> StyledLine {
    var parts: [(text: String, style: Style)] = []
    let shown = page.shownTokens
    if let whole = page.perplexity.of(shown) {
      parts.append((Words.Probabilities.perplexity(ProbabilityText.perplexity(whole)), .text))
    }
    if index >= shown.lowerBound,
      let running = page.perplexity.of(shown.lowerBound..<index + 1)
    {
      parts.append((Words.Probabilities.soFar(ProbabilityText.perplexity(running)), .secondary))
    }
    let unmeasured = page.perplexity.unmeasuredCount(in: shown)
    if unmeasured > 0 {
      parts.append((Words.Probabilities.unmeasured(unmeasured), Style(.warning)))
    }
    while parts.count > 1, line(parts).width > room { parts.removeLast() }
    let model = context.conversation[page.message]?.origin.map { Session.short($0.model) } ?? ""
    let named = [(text: Sanitizer.sanitizeLine(model), style: Style(.model))] + parts
    return model.isEmpty || line(named).width > room ? line(parts) : line(named)
  }

  private func line(_ parts: [(text: String, style: Style)]) -> StyledLine {
    var line = StyledLine()
    for part in parts {
      if !line.isEmpty { line.append(" · ", .secondary) }
      line.append(part.text, part.style)
    }
    return line
  }

  // MARK: Legend

  private func drawLegend(y: Int, on canvas: inout Canvas) {
    var x = 1
    for (sample, words) in zip(ProbabilityClass.allCases, Words.Probabilities.classes) {
      canvas.draw(words, sample.style.own, x: x, y: y)
      x += StyledLine(words, sample.style.own).width + 2
    }
    if page.reading.text.segments.contains(where: { $0.token == nil }) {
      canvas.draw(Words.Probabilities.withoutToken, .secondary, x: x, y: y)
    }
  }
}
