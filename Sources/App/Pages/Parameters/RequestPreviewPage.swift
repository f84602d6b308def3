internal import Chat
internal import Markdown
internal import Screen
internal import Words

/// A preview of the next request as JSON, generated when the page was opened.
struct RequestPreviewPage: Page {
  private let lines: [String]
  private let hasQuestion: Bool
  /// The first row in view.
  private var firstRow = 0
  /// Whether the last frame showed the whole request.
  private var fits = false
  /// The rows, and the width of the window for which they were laid out.
  private var layout: (width: Int, rows: [StyledLine])?

  init(_ context: PageContext) {
    let submission = Submission(context.draft.text)
    // A slash command in the draft is not part of the preview, because it is not sent.
    let attachments = context.draft.attachments.attachments
    let question: String? =
      switch submission {
      case .question(let text): text
      case .nothing where !attachments.isEmpty: ""
      default: nil
      }
    hasQuestion = question != nil
    lines =
      Self.request(asking: question, context).body(
        for: Dialect(name: context.session.provider.dialect)
      ).hidingSecrets.shorteningData.lines
  }

  /// Returns the request that Enter would send.
  private static func request(
    asking question: String?, _ context: PageContext
  ) -> AnswerRequest {
    let later =
      question.map {
        [AnswerRequest.Turn(role: .user, content: $0, with: context.draft.attachments.attachments)]
      } ?? []
    var request = AnswerRequest(
      model: context.session.model,
      turns: conversation(context).turns(followedBy: later, omitting: context.omission),
      parameters: context.session.parameters, thinking: context.settings.thinking)
    request.mayEndThinking = true
    return request
  }

  /// Returns the conversation with the system prompt of the next request. A new conversation has
  /// no settings yet, so this creates them.
  private static func conversation(_ context: PageContext) -> Conversation {
    let session = context.session
    var conversation = context.conversation
    var settings =
      conversation.settings
      ?? ConversationSettings(provider: session.provider.name, model: session.model)
    settings.systemPrompt = session.systemPrompt
    conversation.settings = settings
    return conversation
  }

  enum Action: Sendable {
    case up
    case down
    case pageUp
    case pageDown
    case first
    case last
    case close
    case perform(Command)
  }

  static let name = "request-preview"
  static let keys = KeyTable<Self, Action>([
    .init(Key(.up), .character("k"), does: .up),
    .init(
      Key(.down), .character("j"), does: .down,
      hint: { $0.fits ? nil : HintLine.Hint(Words.Pages.scroll, 0) }),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), .character(" "), does: .pageDown),
    .init(Key(.home), .character("g"), does: .first),
    .init(Key(.end), .character("G"), does: .last),
    .init(
      .escape, .character("v"), .character("q"), .control("c"), does: .close,
      hint: Words.WayOut.close),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    let height = Self.height(context.size)
    switch action {
    case .up: firstRow -= 1
    case .down: firstRow += 1
    case .pageUp: firstRow -= max(1, height - 1)
    case .pageDown: firstRow += max(1, height - 1)
    case .first: firstRow = 0
    case .last: firstRow = rows(width: context.size.width).count
    case .close: return .close
    case .perform(let command): return .perform(command)
    }
    firstRow = min(max(0, firstRow), max(0, rows(width: context.size.width).count - height))
    return .stay
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply { .stay }

  // MARK: Drawing

  private static func height(_ size: Size) -> Int { max(1, size.height - 3) }

  private mutating func rows(width: Int) -> [StyledLine] {
    if let layout, layout.width == width { return layout.rows }
    var stream = MarkdownStream()
    stream.append(MarkdownFence.fenced(lines.joined(separator: "\n"), "json"))
    stream.finish()
    stream.layout(width: max(1, width - 2))
    let rows = (0..<stream.blockCount).flatMap { stream.rows(ofBlock: $0) }.filter { !$0.isLabel }
    layout = (width, rows)
    return rows
  }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    let size = canvas.size
    let rows = rows(width: size.width)
    let height = Self.height(size)
    canvas.draw(Words.ParameterForm.previewHeading, Style.title, x: 1, y: 0)
    let note =
      hasQuestion
      ? Words.ParameterForm.previewNote : Words.ParameterForm.previewWithoutDraft
    let room = size.width - Words.ParameterForm.previewHeading.count - 4
    if note.count <= room {
      canvas.drawRight(StyledLine(note, .secondary), right: size.width - 1, y: 0)
    }
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let first = min(firstRow, max(0, rows.count - height))
    for (offset, row) in rows.dropFirst(first).prefix(height).enumerated() {
      canvas.drawRow(row, x: 1, y: 2 + offset, width: size.width - 2)
    }
    let mark = PageMark(first: first, shown: height, of: rows.count)
    mark.drawTop(on: &canvas)
    fits = mark.isEmpty
    drawHints(context, mark: mark.bottom, on: &canvas)
  }
}
