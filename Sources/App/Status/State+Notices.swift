internal import Chat
internal import Screen
internal import Words

/// What was on the screen before an event: only what decides how long a notice stays.
struct NoticeScene: Equatable {
  let conversation: ConversationID
  let revision: Revision
  /// The names of the pages and of the list.
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
/// - A notice about the draft goes when the draft is edited.
/// - Information that asks for nothing goes when a page or the list opens or closes, and at the
///   next key pressed while reading.
/// - Trouble, advice and warnings stay until something takes their place.
extension State {
  /// Changes the state, and removes a notice that the user has thereby moved on from.
  mutating func removingReadNotice(
    isKey: Bool, _ change: (inout State) -> [Effect]
  ) -> [Effect] {
    if isKey { dropNoticeOfReader() }
    // Without a notice, as with most events, there is nothing to compare.
    let before = notice.map { ($0, NoticeScene(self)) }
    let effects = change(&self)
    followComposer()
    if let (notice, scene) = before { removeReadNotice(notice, from: scene) }
    return effects
  }

  /// Removes a notice that the user has moved on from.
  /// - Parameters:
  ///   - notice: the one that was there before the event. A newer one stays.
  ///   - scene: what was there then.
  private mutating func removeReadNotice(_ notice: Notice, from scene: NoticeScene) {
    // Lines that were printed stay anyway.
    guard surface == .screen, notice == self.notice else { return }
    let now = NoticeScene(self)
    guard now.conversation == scene.conversation else { return }
    let isEdited = notice.isAboutDraft && now.revision != scene.revision
    let isLeft = notice.isPassing && now.pages != scene.pages
    if isEdited || isLeft { self.notice = nil }
  }

  /// Removes information before a key acts in a pane or in compared answers. The key may show its
  /// own notice.
  private mutating func dropNoticeOfReader() {
    guard surface == .screen, notice?.isPassing == true else { return }
    switch inputMode {
    case .conversation(.reading): notice = nil
    case .page where pages.last is ComparisonPage: notice = nil
    case .conversation, .page, .list, .chord: break
    }
  }
}

extension State {
  /// What the end of the last answer says to do next.
  var adviceAtEnd: AnswerAdvice? {
    guard let notice, let answer = notice.answer, answer == conversation.path.last else {
      return nil
    }
    return AnswerAdvice(answer: answer, text: Words.sentences(notice.text, notice.advice))
  }
}

/// What to do after an answer that has failed.
struct AnswerAdvice: Equatable {
  let answer: MessageID
  let text: String
}

extension Notice {
  /// Whether it only says what happened.
  fileprivate var isPassing: Bool {
    kind == .information && advice.isEmpty && !isUntilAnswered && !isAboutEditor
  }
}
