internal import Chat
internal import Screen
internal import Words

/// The search page as drawn: the query, its hits with the surrounding text, and the query
/// syntax.
enum SearchView {
  /// Returns the number of hits that fit. Each has one row for its conversation, one for the text
  /// and, except in short windows, a blank row before the next hit.
  static func hitsShown(height: Int) -> Int {
    hitsShown(listArea(Size(width: 1, height: height)))
  }

  private static func rowsOfHit(_ area: Rect) -> Int { area.height >= 18 ? 3 : 2 }

  private static func listArea(_ size: Size) -> Rect {
    Rect(x: 0, y: 2, width: size.width, height: max(0, size.height - 3))
  }

  private static func hitsShown(_ area: Rect) -> Int {
    let rows = rowsOfHit(area)
    return max(1, (area.height + rows - 2) / rows)
  }

  /// Returns the index of the first hit in view, chosen so that the selected hit is in view and
  /// the list is full. A click does not scroll.
  static func firstHit(_ search: SearchPage, _ size: Size) -> Int {
    let shown = hitsShown(listArea(size))
    let count = search.result?.hits.count ?? 0
    let centered = max(0, min(search.selected - shown / 2, count - shown))
    guard let top = search.steadyTop, (top..<top + shown).contains(search.selected) else {
      return centered
    }
    return top
  }

  /// Returns the index of the hit that is drawn at `place`.
  static func hit(at place: Point, _ search: SearchPage, _ size: Size) -> Int? {
    let area = listArea(size)
    guard let hits = search.result?.hits, area.contains(place) else { return nil }
    let offset = (place.y - area.y) / rowsOfHit(area)
    let index = firstHit(search, size) + offset
    return offset < hitsShown(area) && hits.indices.contains(index) ? index : nil
  }

  static func draw(_ search: SearchPage, _ context: PageContext, on canvas: inout Canvas) {
    let size = canvas.size
    let status = status(search, context.preferences.keymap, width: size.width)
    FilterField(text: search.text, placeholder: Words.Search.filter, note: status)
      .draw(in: Rect(x: 1, y: 0, width: size.width - 2, height: 1), on: &canvas)
    if let hint = sortHint(search, context.preferences.keymap, width: size.width) {
      canvas.noteClickArea(.hints(hint), end: size.width - 1, y: 0)
    }
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let list = listArea(size)
    if let hits = search.result?.hits, !hits.isEmpty {
      drawHits(hits, search, context, in: list, on: &canvas)
    } else {
      let remarks = remarks(search, context.preferences.keymap, width: list.width - 2)
      let first = firstRemark(search, size)
      for (offset, line) in remarks.dropFirst(first).prefix(list.height).enumerated() {
        canvas.draw(line, x: 1, y: list.y + offset, width: list.width - 2)
      }
    }
    if let notice = context.warning {
      let line = StyledLine(
        Sanitizer.sanitizeLine("\(notice.advice) \(notice.text)"), Style(.warning))
      canvas.draw(line.truncated(to: size.width - 2), x: 1, y: size.height - 1)
      return
    }
    drawHints(search, context, size, on: &canvas)
  }

  private static func status(
    _ search: SearchPage, _ keymap: Keymap, width: Int
  ) -> StyledLine {
    guard width >= 30 else { return StyledLine() }
    var parts: [String] = []
    if let result = search.result {
      // Without older results, the list says that the search is running.
      let isReplaced = search.isSlow && !result.hits.isEmpty
      parts.append(
        isReplaced
          ? Words.Search.searching
          : Words.Search.results(result.hits.count, hasMore: result.hasMore))
    }
    if width >= 60 {
      parts.append(order(search))
      if !search.includesReasoning { parts.append(Words.Search.thinkingExcluded) }
    }
    if let hint = sortHint(search, keymap, width: width) { parts.append(hint) }
    return StyledLine(parts.joined(separator: " · "), .secondary)
  }

  private static func sortHint(
    _ search: SearchPage, _ keymap: Keymap, width: Int
  ) -> String? {
    guard width >= 76 else { return nil }
    let name = ActionName(of: SearchPage.Action.sort)
    return Words.Search.sortHint(keymap.name(of: name, in: search.keyContext))
  }

  private static func order(_ search: SearchPage) -> String {
    guard search.order == .best else { return Words.Search.newestFirst }
    // The number belongs to the results on the screen, not to a search that is still running.
    guard let ranked = search.result?.ranked else { return Words.Search.bestFirst }
    return Words.Search.bestOfNewest(Figures.count(ranked))
  }

  private static func remarks(
    _ search: SearchPage, _ keymap: Keymap, width: Int
  ) -> [StyledLine] {
    if let error = search.error {
      return Note.trouble(ErrorText.commandLine(error)).rows(width: max(1, width))
    }
    guard !search.text.isEmpty else {
      return introduction(width: width)
    }
    if search.isSlow { return [StyledLine(Words.Search.searching, .secondary)] }
    // Stays while the search is repeated, as hits do.
    guard let result = search.result else { return [] }
    if result.indexed != nil { return [StyledLine(Words.Search.noMatchesYet, .secondary)] }
    let name = ActionName(of: SearchPage.Action.toggleReasoning)
    let key = keymap.sequences(of: KeyAction(name), in: search.keyContext).first?.name
    let text =
      search.includesReasoning
      ? FilterField.noMatches(keymap) : key.map { Words.Pages.noMatches(.includeThinking($0)) }
    return [StyledLine(text ?? FilterField.noMatches(keymap), .secondary)]
  }

  /// Returns two columns: what can be typed, and what it finds.
  private static func introduction(width: Int) -> [StyledLine] {
    let examples = Words.Search.examples
    let column = (examples.map { DisplayWidth.of($0.typed) }.max() ?? 0) + 3
    return examples.flatMap { typed, found in
      let gap = String(repeating: " ", count: column - DisplayWidth.of(typed))
      return Wrapping.wrap(
        StyledLine(found, .secondary), width: max(1, width),
        first: StyledLine(typed + gap, .text),
        rest: StyledLine(String(repeating: " ", count: column)))
    }
  }

  private static func drawHits(
    _ hits: [SearchHit], _ search: SearchPage, _ context: PageContext, in area: Rect,
    on canvas: inout Canvas
  ) {
    let shown = hitsShown(area)
    let first = firstHit(search, context.size)
    let times = HitTimes(hits, context, width: area.width)
    for offset in 0..<shown where first + offset < hits.count {
      let index = first + offset
      let isSelected = index == search.selected
      let y = area.y + rowsOfHit(area) * offset
      if isSelected {
        for y in y...y + 1 { canvas.draw("▌", .accent, x: 1, y: y) }
      }
      let rest = drawHead(
        hits[index], time: times.text(of: hits[index]), isSelected: isSelected, y: y,
        width: area.width, on: &canvas)
      let text = rest ?? snippet(PlainSnippet.plain(hits[index].snippet))
      canvas.draw(
        text.endingAtWord(within: max(0, area.width - 4)),
        x: 3, y: y + 1)
    }
  }

  /// - Returns: the second row if a title or tag matches: the tags, the rest of the title, or the
  ///   beginning of the conversation's last message; `nil` if the text of a message matches.
  private static func drawHead(
    _ hit: SearchHit, time: String, isSelected: Bool, y: Int, width: Int,
    on canvas: inout Canvas
  ) -> StyledLine? {
    let place = StyledLine("\(SearchText.place(hit)) · \(time)", .secondary)
    canvas.drawRight(place, right: width - 1, y: y)
    let room = max(0, width - place.width - 6)
    let title = StyledLine(
      hit.title.isEmpty ? Words.Search.untitled : Sanitizer.sanitizeLine(hit.title), .title)
    guard hit.message == nil else {
      canvas.draw(title.endingAtWord(within: room), x: 3, y: y)
      return nil
    }
    // The match is in the title or a tag, so show the title only once, with its matches.
    let words = hit.snippet.pieces.filter(\.isMatch).map { FoldedLetters($0.text) }
    let rows = Wrapping.wrap(title.marking(words), width: max(1, room)).cut(to: 2, width: room)
    canvas.draw(rows.first ?? StyledLine(), x: 3, y: y)
    return tags(in: hit) ?? rows.dropFirst().first ?? StyledLine(hit.preview, .secondary.foreign)
  }

  /// Returns the tags that follow a title in its snippet; `nil` if none are found.
  private static func tags(in hit: SearchHit) -> StyledLine? {
    guard let start = hit.snippet.text.ranges(of: " #").first, !hit.title.contains(" #") else {
      return nil
    }
    let dropped = hit.snippet.text[..<start.lowerBound].count + 1
    return snippet(hit.snippet).dropping(dropped)
  }

  private static func snippet(_ snippet: SearchSnippet) -> StyledLine {
    var line = StyledLine()
    for piece in snippet.pieces {
      line.append(Sanitizer.sanitizeLine(piece.text), piece.isMatch ? Style(.match) : .text)
    }
    return line
  }

  /// Returns the first visible row of the query syntax, which scrolls in a short window.
  private static func firstRemark(_ search: SearchPage, _ size: Size) -> Int {
    search.text.isEmpty ? min(search.firstRemark, lastFirstRemark(size)) : 0
  }

  /// Returns the first visible row when the query syntax is scrolled to its end.
  static func lastFirstRemark(_ size: Size) -> Int {
    max(0, introduction(width: size.width - 2).count - listArea(size).height)
  }

  private static func mark(_ search: SearchPage, _ size: Size) -> PageMark {
    if search.text.isEmpty, search.error == nil {
      let (first, height) = (firstRemark(search, size), listArea(size).height)
      return PageMark(first: first, shown: height, of: lastFirstRemark(size) + height)
    }
    return PageMark(
      first: firstHit(search, size), shown: hitsShown(listArea(size)),
      of: search.result?.hits.count ?? 0)
  }

  private static func drawHints(
    _ search: SearchPage, _ context: PageContext, _ size: Size, on canvas: inout Canvas
  ) {
    let y = size.height - 1
    let mark = mark(search, size)
    mark.drawTop(on: &canvas)
    if let problem = search.query.problems.first {
      let line = StyledLine(Sanitizer.sanitizeLine(SearchText.sentence(problem)), Style(.warning))
      canvas.draw(line.truncated(to: size.width - 2), x: 1, y: y)
      return
    }
    let right =
      search.result?.indexed.map {
        StyledLine(Words.Search.indexing(Figures.percent($0)), Style(.warning))
      } ?? (mark.bottom.isEmpty ? StyledLine(Words.Search.syntaxHint, .secondary) : mark.bottom)
    let hints = search.hints(context)
    // The indexing progress and the scroll mark take precedence over the hints, and the hints over
    // the syntax hint.
    let taken = search.result?.indexed == nil && mark.bottom.isEmpty ? 0 : right.width + 2
    var text = HintLine.text(hints, columns: size.width - 2 - taken)
    if text.isEmpty { text = HintLine.text(hints, columns: size.width - 2) }
    canvas.drawHints(text, .secondary, x: 1, y: y)
    if text.count + right.width + 4 <= size.width {
      canvas.drawRight(right, right: size.width - 1, y: y)
    }
  }
}
