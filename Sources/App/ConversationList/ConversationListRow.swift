internal import Chat
internal import Screen
internal import Words

/// A row of the conversation list.
enum ConversationListRow: Equatable {
  case heading(String)
  /// An index into ``ConversationList/shown``.
  case conversation(Int)

  var place: Int? { if case .conversation(let place) = self { place } else { nil } }

  /// Returns the rows in view.
  /// - Complexity: O(rows in view)
  static func visible(_ conversationList: ConversationList, _ state: State, height: Int)
    -> [ConversationListRow]
  {
    rows(
      from: top(conversationList, state, height: height), conversationList, state, height: height)
  }

  /// Returns up to `height` rows, starting with the conversation `top`.
  static func rows(
    from top: Int, _ conversationList: ConversationList, _ state: State, height: Int
  ) -> [ConversationListRow] {
    var rows: [ConversationListRow] = []
    var next = top
    while next < conversationList.shown.count, rows.count < height {
      rows += self.rows(of: next, conversationList, state)
      next += 1
    }
    return Array(rows.prefix(max(0, height)))
  }

  /// Returns the first conversation in view. The view moves only as far as needed to show the
  /// selection and to fill the list. A selection more than a screen away is centred.
  static func top(_ conversationList: ConversationList, _ state: State, height: Int) -> Int {
    let last = conversationList.shown.count - 1
    let (top, selected) = (min(conversationList.top, last), conversationList.selected)
    guard last > 0, height > 0 else { return 0 }
    let fullest = lastTop(conversationList, state, height: height)
    if selected < top {
      let isFar = top - selected > height
      let first =
        isFar ? first(endingWith: selected, conversationList, state, height: height / 2) : selected
      return min(first, fullest)
    }
    let lowest = first(endingWith: selected, conversationList, state, height: height)
    guard lowest > top else { return min(top, fullest) }
    let isFar = lowest - top > height
    let first =
      isFar ? first(endingWith: selected, conversationList, state, height: height / 2) : lowest
    return min(first, fullest)
  }

  /// Returns the first conversation in view when the list is scrolled to its end.
  static func lastTop(_ conversationList: ConversationList, _ state: State, height: Int) -> Int {
    first(
      endingWith: max(0, conversationList.shown.count - 1), conversationList, state, height: height)
  }

  /// Returns the first conversation from which all rows up to and including `end` fit.
  private static func first(
    endingWith end: Int, _ conversationList: ConversationList, _ state: State, height: Int
  ) -> Int {
    var first = end
    var room = height - rows(of: end, conversationList, state).count
    while first > 0 {
      room -= rows(of: first - 1, conversationList, state).count
      guard room >= 0 else { break }
      first -= 1
    }
    return first
  }

  /// Returns the conversation at a point of the list; `nil` if there is none.
  static func place(
    at point: Point, _ conversationList: ConversationList, _ state: State, in area: Rect
  ) -> Int? {
    let rows = visible(conversationList, state, height: area.height)
    let index = point.y - area.y
    return rows.indices.contains(index) ? rows[index].place : nil
  }

  /// Returns the row of a conversation, after a heading if its day differs from the previous row's.
  private static func rows(of place: Int, _ conversationList: ConversationList, _ state: State)
    -> [ConversationListRow]
  {
    let heading = heading(of: place, conversationList, state)
    let last = place > 0 ? self.heading(of: place - 1, conversationList, state) : nil
    return heading == last ? [.conversation(place)] : [.heading(heading), .conversation(place)]
  }

  private static func heading(of place: Int, _ conversationList: ConversationList, _ state: State)
    -> String
  {
    guard let summary = conversationList.summary(at: place) else { return "" }
    if summary.marks.isPinned, conversationList.shelf == .current { return Words.List.pinned }
    let offset = state.preferences.utcOffset
    return LocalDay(conversationList.time(summary), offset: offset)
      .name(from: LocalDay(state.now, offset: offset))
  }
}
