internal import Chat
internal import Screen
internal import Words

/// The parts of the screen that decide how long a notice stays, recorded before an event.
struct NoticeScene: Equatable {
  let conversation: ConversationID
  let revision: Revision
  /// The names of the open pages, and of the list if it has the focus.
  let pages: [String]

  init(_ state: State) {
    conversation = state.conversation.id
    revision = state.composer.revision
    pages =
      state.pages.map { type(of: $0).name }
      + (state.listHasKeys ? [KeyContext.list.name] : [])
  }
}

/// How long a notice stays.
///
/// - A notice about the draft disappears when the draft is edited.
/// - Information that needs no action disappears when a page or the list opens or closes, and at
///   the next key pressed while reading.
/// - Trouble, advice and warnings stay until another notice replaces them.
///
/// At the end of the conversation, the rows of a notice that disappears stay blank until the next
/// question, notice or scroll, so that the text above them stays where it is.
extension State {
  /// Applies a change to the state, then removes the notice if the change makes it outdated.
  mutating func removingReadNotice(
    isKey: Bool, _ change: (inout State) -> [Effect]
  ) -> [Effect] {
    if isKey { dropNoticeOfReader() }
    // Usually no notice is shown, so there is nothing to compare.
    let before = notice.map { ($0, NoticeScene(self)) }
    let place = (transcript.isFollowing, transcript.top)
    let effects = change(&self)
    followComposer()
    let hasMoved = place != (transcript.isFollowing, transcript.top)
    if hasMoved { front.blankNoticeRows = 0 }
    if let (notice, scene) = before {
      removeReadNotice(notice, from: scene)
      // The next notice may have its place on the rule.
      if !hasMoved, let next = self.notice, next != notice, next.isPassing { keepNoticeRows() }
    }
    return effects
  }

  /// Removes a notice that the last event has made outdated.
  /// - Parameters:
  ///   - notice: the notice before the event. A newer one stays.
  ///   - scene: the scene before the event.
  private mutating func removeReadNotice(_ notice: Notice, from scene: NoticeScene) {
    // Printed lines always stay.
    guard surface == .screen, notice == self.notice else { return }
    let now = NoticeScene(self)
    guard now.conversation == scene.conversation else { return }
    let isEdited = notice.isAboutDraft && now.revision != scene.revision
    let isLeft = notice.isPassing && now.pages != scene.pages
    if isEdited || isLeft { removeNoticeInPlace() }
  }

  /// Removes the notice without moving the text above it. If the reader has scrolled up, the text
  /// continues in the notice's rows; otherwise they stay blank.
  mutating func removeNoticeInPlace() {
    notice = nil
    keepNoticeRows()
  }

  private mutating func keepNoticeRows() {
    front.blankNoticeRows =
      transcript.isFollowing ? max(front.blankNoticeRows, panes.areas.noticeRows) : 0
  }

  /// Removes an informational notice before a key acts in a pane or on compared answers, because
  /// the key may show a new notice.
  private mutating func dropNoticeOfReader() {
    guard surface == .screen, notice?.isPassing == true else { return }
    switch inputMode {
    case .conversation(.reading): removeNoticeInPlace()
    case .page where pages.last is ComparisonPage: notice = nil
    case .conversation, .page, .list, .chord: break
    }
  }
}

extension State {
  /// Whether the notice is shown at the end of the last answer instead of above the composer.
  var isNoticeAtEnd: Bool { notice?.answer.map { $0 == conversation.path.last } == true }

  /// The advice shown at the end of the last answer; `nil` if there is none.
  var adviceAtEnd: AnswerAdvice? {
    guard let notice else { return nil }
    let advice =
      notice.answer.map { AnswerAdvice(answer: $0, text: notice.sentences) } ?? notice.adviceAtEnd
    return advice?.answer == conversation.path.last ? advice : nil
  }
}

/// Advice shown at the end of a failed answer.
struct AnswerAdvice: Equatable {
  let answer: MessageID
  let text: String
}

extension Notice {
  /// Whether the notice only says what happened, and needs no action.
  var isPassing: Bool {
    kind == .information && advice.isEmpty && !isUntilAnswered && !isAboutEditor
  }
}
