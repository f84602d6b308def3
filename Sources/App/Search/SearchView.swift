internal import Chat
internal import Screen

/// The search over all conversations: the query, its hits with what stands around them, and what can be
/// typed.
enum SearchView {
  private static let prompt = " › "

  /// A hit is a row for its conversation and one for the text.
  static func hitsShown(height: Int) -> Int { max(1, (height - 3) / 2) }

  static func draw(_ search: SearchPage, _ context: PageContext, on canvas: inout Canvas) {
    let size = canvas.size
    let status = status(search, width: size.width)
    drawQuery(search, width: size.width - status.width - 2, on: &canvas)
    canvas.drawRight(status, right: size.width - 1, y: 0)
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let list = Rect(x: 0, y: 2, width: size.width, height: max(0, size.height - 3))
    if let hits = search.result?.hits, !hits.isEmpty {
      drawHits(hits, search, context, in: list, on: &canvas)
    } else {
      for (offset, line) in remarks(search).enumerated() where offset < list.height {
        canvas.draw(line, x: 1, y: list.y + offset, width: list.width - 2)
      }
    }
    if let notice = context.warning {
      let line = StyledLine(
        Sanitizer.sanitizeLine("\(notice.advice) \(notice.text)"), Style(.warning))
      canvas.draw(line.truncated(to: size.width - 2), x: 1, y: size.height - 1)
      return
    }
    drawHints(search, size, on: &canvas)
  }

  private static func drawQuery(_ search: SearchPage, width: Int, on canvas: inout Canvas) {
    canvas.draw(prompt, Style(.accent, .bold), x: 0, y: 0)
    let x = DisplayWidth.of(prompt)
    LineField.draw(search.text, .text, x: x, y: 0, width: width - x, on: &canvas)
  }

  private static func status(_ search: SearchPage, width: Int) -> StyledLine {
    guard width >= 30 else { return StyledLine() }
    var parts: [String] = []
    if let result = search.result {
      let count = result.hits.count
      parts.append(
        count == 1 && !result.hasMore ? "1 hit" : "\(count)\(result.hasMore ? "+" : "") hits")
    }
    if width >= 60 {
      parts.append(order(search))
      if !search.includesReasoning { parts.append("without thinking") }
    }
    if width >= 76 { parts.append("Tab sorts") }
    return StyledLine(parts.joined(separator: " · "), .secondary)
  }

  private static func order(_ search: SearchPage) -> String {
    guard search.order == .best else { return "newest first" }
    // Of what was found, not of what is being looked for.
    guard let ranked = search.result?.ranked else { return "best match first" }
    return "best of the newest \(Figures.count(ranked))"
  }

  private static func remarks(_ search: SearchPage) -> [StyledLine] {
    if let error = search.error {
      return [StyledLine(Sanitizer.sanitizeLine(ErrorText.commandLine(error)), Style(.error))]
    }
    guard !search.text.isEmpty else {
      return [
        StyledLine("Type what to look for in all conversations.", .text), StyledLine(),
        StyledLine(
          "actor deadl           all words; the last may go on, as others with *", .secondary),
        StyledLine("\"does not\" -swift      a phrase; without a word", .secondary),
        StyledLine(
          "model:qwen3 tag:work  role:user  in:title, question, answer, thinking", .secondary),
        StyledLine("after:2025-03 before:yesterday  7d 2w 3m 1y ago", .secondary),
      ]
    }
    guard search.request == nil, search.result != nil else { return [] }
    let also = search.includesReasoning ? "" : " Ctrl-T looks in the thinking, too."
    return [StyledLine("Nothing was found." + also, .secondary)]
  }

  private static func drawHits(
    _ hits: [SearchHit], _ search: SearchPage, _ context: PageContext, in area: Rect,
    on canvas: inout Canvas
  ) {
    let shown = max(1, area.height / 2)
    // The selected hit stays in view, with the list as full as it can be.
    let first = max(0, min(search.selected - shown / 2, hits.count - shown))
    for offset in 0..<shown where first + offset < hits.count {
      let index = first + offset
      let isSelected = index == search.selected
      let y = area.y + 2 * offset
      drawHead(hits[index], context, y: y, width: area.width, on: &canvas)
      let style = isSelected ? Style(.selection) : Style.text
      if isSelected {
        canvas.fill(" ", style, x: 0, y: y + 1, width: area.width)
        canvas.draw("▌", style, x: 1, y: y + 1)
      }
      canvas.draw(
        snippet(hits[index].snippet, style).truncated(to: max(0, area.width - 4)), x: 3, y: y + 1)
    }
  }

  private static func drawHead(
    _ hit: SearchHit, _ context: PageContext, y: Int, width: Int, on canvas: inout Canvas
  ) {
    let age = Figures.age(context.now.elapsed(since: hit.createdAt))
    let place = StyledLine("\(SearchText.place(hit)) · \(age)", .secondary)
    let title = hit.title.isEmpty ? "untitled" : Sanitizer.sanitizeLine(hit.title)
    let room = max(0, width - place.width - 4)
    canvas.draw(StyledLine(title, Style(.heading)).truncated(to: room), x: 1, y: y)
    canvas.drawRight(place, right: width - 1, y: y)
  }

  private static func snippet(_ snippet: SearchSnippet, _ style: Style) -> StyledLine {
    var line = StyledLine()
    for piece in snippet.pieces {
      line.append(Sanitizer.sanitizeLine(piece.text), piece.isMatch ? Style(.match) : style)
    }
    return line
  }

  private static func drawHints(_ search: SearchPage, _ size: Size, on canvas: inout Canvas) {
    let y = size.height - 1
    if let problem = search.query.problems.first {
      let line = StyledLine(Sanitizer.sanitizeLine(SearchText.sentence(problem)), Style(.warning))
      canvas.draw(line.truncated(to: size.width - 2), x: 1, y: y)
      return
    }
    let right =
      search.result?.indexed.map { StyledLine("indexing… \(Figures.percent($0))", Style(.warning)) }
      ?? StyledLine("model: role: tag: in: before: after: \"phrase\" -without", .secondary)
    let hints = SearchPage.keys.hints(for: search)
    // What goes on comes before what the keys do, and what can be typed after it.
    let taken = search.result?.indexed == nil ? 0 : right.width + 2
    let text = HintLine.text(hints, columns: size.width - 2 - taken)
    canvas.draw(text, .secondary, x: 1, y: y)
    if text.count + right.width + 4 <= size.width {
      canvas.drawRight(right, right: size.width - 1, y: y)
    }
  }
}
