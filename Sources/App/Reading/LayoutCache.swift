internal import Chat
internal import Markdown
internal import Screen

/// Everything that the rows of messages depend on, apart from the messages themselves.
struct RowSettings {
  /// The message whose head is marked.
  var marked: MessageID?
  /// Whether only complete lines are laid out.
  var byLines = false
  /// Whether the view has room for the first row of an answer before it arrives.
  var reservesRow = false
  /// The key bindings to name in advice.
  var keymap = Keymap.standard
  /// Advice on what to do after the last answer.
  var advice: AnswerAdvice?
  /// The day and UTC offset needed to show the times of messages; `nil` to show none.
  var clock: MessageClock?
  /// The figures for answers still arriving.
  var progress: [MessageID: AnswerProgress] = [:]
  /// The system prompt in the settings; `nil` to send the conversation's own system messages.
  var systemPrompt: String?
}

/// The layouts of recently used messages, by message id.
struct LayoutCache {
  private struct Entry {
    var layout: MessageLayout
    /// The last frame that used the layout.
    var frame: Int
    /// The round and the width at which the layout was last compared with its message.
    var compared: Comparison?
    var isNew = true
  }

  private struct Comparison: Equatable {
    let round: Int
    let width: Int
  }

  var settings = RowSettings() {
    didSet { round += 1 }
  }
  /// The attachments whose text is shown, by message.
  var unfolded: [MessageID: Set<Int>] = [:] {
    didSet { round += 1 }
  }
  /// Whether a frame is being drawn. Messages do not change during that time, so each layout is
  /// compared with its message only once.
  var isDrawing = false {
    didSet { round += 1 }
  }
  /// A number that changes whenever something other than a message may have changed the layouts.
  private var round = 0
  private var entries: [MessageID: Entry] = [:]
  private var frame = 0
  private var size = 0

  /// The sum of ``MessageLayout/size``, in bytes, above which unused layouts are evicted.
  private static let mostSize = 8 << 20

  /// If the cache is too large, evicts all layouts that the last few frames did not use.
  mutating func beginFrame() {
    frame += 1
    guard size > Self.mostSize else { return }
    entries = entries.filter { $0.value.frame >= frame - 2 }
    size = entries.values.reduce(0) { $0 + $1.layout.size }
  }

  mutating func forget(_ message: MessageID) {
    size -= entries.removeValue(forKey: message)?.layout.size ?? 0
  }

  mutating func rows(
    _ index: Int, _ block: Int, _ conversation: Conversation, width: Int
  ) -> [StyledLine] {
    use(index, conversation, width: width) { layout in
      block < layout.blockCount ? layout.rows(ofBlock: block) : []
    } ?? []
  }

  mutating func carriedText(
    _ index: Int, _ block: Int, _ conversation: Conversation, width: Int
  ) -> String {
    use(index, conversation, width: width) { $0.carriedText(ofBlock: block) } ?? ""
  }

  mutating func blockCount(_ index: Int, _ conversation: Conversation, width: Int) -> Int {
    use(index, conversation, width: width) { $0.blockCount } ?? 0
  }

  mutating func closedBlockCount(_ index: Int, _ conversation: Conversation, width: Int) -> Int {
    use(index, conversation, width: width) { $0.closedBlockCount } ?? 0
  }

  /// Returns the index of the attachment that a block shows; `nil` if it shows none.
  mutating func attachment(
    _ index: Int, _ block: Int, _ conversation: Conversation, width: Int
  ) -> Int? {
    use(index, conversation, width: width) { $0.attachment(ofBlock: block) } ?? nil
  }

  mutating func codeBlocks(_ index: Int, _ conversation: Conversation, width: Int) -> [Int] {
    use(index, conversation, width: width) { $0.codeBlocks } ?? []
  }

  mutating func links(
    _ index: Int, _ conversation: Conversation, width: Int
  ) -> [MarkdownLink] {
    use(index, conversation, width: width) { $0.links } ?? []
  }

  mutating func parts(
    ofCodeAt index: Int, _ block: Int, _ conversation: Conversation, width: Int
  ) -> Range<Int> {
    use(index, conversation, width: width) { $0.parts(ofCodeAt: block) } ?? block..<block
  }

  /// Updates a message's layout and passes it to `body` in place.
  /// - Parameter index: the message's index in the path.
  private mutating func use<Result>(
    _ index: Int, _ conversation: Conversation, width: Int,
    _ body: (inout MessageLayout) -> Result
  ) -> Result? {
    guard conversation.path.indices.contains(index) else { return nil }
    let id = conversation.path[index]
    if let result = useCompared(id, width: width, body) { return result }
    guard let message = conversation[id] else { return nil }
    let (frame, settings) = (frame, settings)
    let compared = Comparison(round: round, width: width)
    let unfolded = unfolded[id] ?? []
    let system = conversation.systemPlace(at: index, prompt: settings.systemPrompt)
    let (result, growth) = Self.use(
      &entries[
        id,
        default: Entry(
          layout: MessageLayout(role: message.role, keymap: settings.keymap), frame: frame)]
    ) { entry in
      let before = entry.isNew ? 0 : entry.layout.size
      entry.isNew = false
      entry.frame = frame
      entry.compared = compared
      entry.layout.update(
        message, after: conversation.origin(before: index), isFirst: index == 0,
        isMarked: id == settings.marked,
        place: conversation.place(of: id), system: system, clock: settings.clock,
        progress: settings.progress[id], isStart: conversation.isSentStart(index),
        isLast: index == conversation.path.count - 1,
        byLines: settings.byLines, reservesRow: settings.reservesRow,
        advice: settings.advice(after: id), unfolded: unfolded, width: width)
      return (body(&entry.layout), entry.layout.size - before)
    }
    size += growth
    return result
  }

  /// Passes a message's layout to `body` if the layout was already compared with the message in
  /// this frame; otherwise returns `nil`.
  private mutating func useCompared<Result>(
    _ id: MessageID, width: Int, _ body: (inout MessageLayout) -> Result
  ) -> Result? {
    guard isDrawing, let place = entries.index(forKey: id) else { return nil }
    let comparison = Comparison(round: round, width: width)
    // Entries are large, so this one is changed in place.
    let (result, growth) = Self.use(&entries.values[place]) { entry -> (Result?, Int) in
      guard entry.compared == comparison else { return (nil, 0) }
      let before = entry.layout.size
      return (body(&entry.layout), entry.layout.size - before)
    }
    size += growth
    return result
  }

  private static func use<Result>(
    _ entry: inout Entry, _ body: (inout Entry) -> Result
  ) -> Result { body(&entry) }
}

extension RowSettings {
  fileprivate func advice(after id: MessageID) -> String? {
    advice?.answer == id ? advice?.text : nil
  }
}

extension Conversation {
  /// Returns the origin of the answer before the one at `index` or, for the first answer, of its
  /// previous version by the same model. Returns `nil` if the message at `index` is not an answer
  /// or is still empty.
  func origin(before index: Int) -> AnswerOrigin? {
    guard let message = self[path[index]], message.origin != nil,
      message.status != .streaming || !message.content.isEmpty || !message.reasoning.isEmpty
    else { return nil }
    for earlier in path[..<index].suffix(Self.mostLookedAt).reversed() {
      if let origin = self[earlier]?.origin { return origin }
    }
    return originOfVersion(before: message)
  }

  private func originOfVersion(before message: Message) -> AnswerOrigin? {
    let versions = siblings(of: message.id)
    guard let index = versions.firstIndex(of: message.id), index > 0,
      let before = self[versions[index - 1]]?.origin, before.model == message.origin?.model,
      before.provider == message.origin?.provider
    else { return nil }
    return before
  }

  /// The number of messages to search for an origin. It is enough to look past repeated
  /// questions, yet cheap in long imported conversations.
  private static let mostLookedAt = 16

  /// Returns whether the request for the last answer left out everything before this message,
  /// apart from system messages.
  fileprivate func isSentStart(_ index: Int) -> Bool {
    guard let origin = lastMessage?.origin, origin.omittedMessages > 0 else { return false }
    return index == leadingSystemMessages + origin.omittedMessages
  }

  /// Returns a message's number among its siblings, as in `2/3`; empty if it has no siblings.
  func place(of id: MessageID) -> String {
    let siblings = self.siblings(of: id)
    guard siblings.count > 1, let index = siblings.firstIndex(of: id) else { return "" }
    return "\(index + 1)/\(siblings.count)"
  }
}
