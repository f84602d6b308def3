internal import Chat
internal import Screen
internal import Words

/// The form of request parameters. It is edited in place. Every change applies to the next
/// request of the conversation and can be undone.
struct ParametersPage: Page {
  /// An index into `FormField.all`.
  private(set) var selected: Int
  /// The first line in view. The form scrolls only as far as needed to show the selection.
  private(set) var top = 0
  /// What the last key did, if the form itself does not show it.
  private(set) var message: String?
  /// The settings before the mouse began to drag the selected field's slider; `nil` if it is not
  /// being dragged.
  private var slideStart: RequestSettings?

  enum Action: Sendable {
    case up
    case down
    case pageUp
    case pageDown
    case first
    case last
    case nextGroup
    case previousGroup
    case edit
    case choose
    case decrease
    case increase
    case unset
    case unsetAll
    case undo
    case recommend
    case toggleLogprobs
    case preview
    case save
    case systemPrompt
    case help
    case close
    case leave(Command)
  }

  /// - Parameter field: the field to select; `nil` for the first.
  init(at field: FormField? = nil) {
    selected = field.flatMap { FormField.all.firstIndex(of: $0) } ?? 0
  }

  var field: FormField { FormField.all[selected] }
  private var isAtLogprobs: Bool { field == .parameter(.logprobs) }

  static let name = "parameters"
  static let opener: Command? = .openParameters
  static let keys = KeyTable<Self, Action>([
    .init(
      .enter, does: .edit, help: KeyHelp("Enter", Words.ParameterForm.editHelp),
      hint: {
        HintLine.Hint(Words.ParameterForm.editHint, $0.field.isNumber || $0.isAtLogprobs ? 3 : 0)
      }),
    .init(.character(" "), does: .choose, help: KeyHelp("Space", Words.ParameterForm.chooseHelp)),
    .init(
      Key(.left), .character("h"), does: .decrease,
      help: KeyHelp(
        "← →", Words.ParameterForm.adjustHelp, Key(.left), .character("h"), Key(.right),
        .character("l")),
      // Nobody guesses that arrow keys move a slider.
      hint: { $0.field.isNumber ? HintLine.Hint(Words.ParameterForm.adjustHint, 0) : nil }),
    .init(Key(.right), .character("l"), does: .increase),
    .init(
      .character("x"), Key(.delete), does: .unset,
      help: KeyHelp(
        "x X", Words.ParameterForm.unsetHelp, .character("x"), Key(.delete), .character("X")),
      hint: Words.ParameterForm.unsetHint, 2),
    .init(.character("X"), does: .unsetAll),
    .init(
      .character("u"), does: .undo, help: KeyHelp("u", Words.ParameterForm.undoHelp),
      hint: Words.ParameterForm.undoHint, 4),
    .init(
      .character("R"), does: .recommend, help: KeyHelp("R", Words.ParameterForm.recommendHelp),
      hint: Words.ParameterForm.recommendHint, 9),
    .init(
      .character("p"), does: .toggleLogprobs,
      help: KeyHelp("p", Words.ParameterForm.logprobsHelp),
      hint: { HintLine.Hint(Words.ParameterForm.logprobsHint, $0.isAtLogprobs ? 0 : 7) }),
    .init(
      .character("v"), does: .preview, help: KeyHelp("v", Words.ParameterForm.previewHelp),
      hint: Words.ParameterForm.previewHint, 8),
    .init(
      .character("s"), does: .save, help: KeyHelp("s", Words.ParameterForm.saveHelp),
      hint: Words.ParameterForm.saveHint, 5),
    .init(
      .character("S"), does: .systemPrompt, help: KeyHelp("S", Words.Command.setSystemPrompt),
      hint: Words.ParameterForm.systemPromptHint, 6),
    .init(
      Key(.down), .character("j"), .control("n"), does: .down,
      help: KeyHelp(
        "j k", Words.ParameterForm.moveHelp, .character("j"), Key(.down), .character("k"), Key(.up)
      )),
    .init(Key(.up), .character("k"), does: .up),
    .init(
      .tab, does: .nextGroup,
      help: KeyHelp("Tab", Words.ParameterForm.groupHelp, .tab, Key(.backTab))),
    .init(Key(.backTab), does: .previousGroup),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), does: .pageDown),
    .init(Key(.home), .character("g"), does: .first),
    .init(Key(.end), .character("G"), does: .last),
    // Letters are commands here. This hint is shown at every width and leads to the full list.
    .init(
      .character("?"), Key(.function(1)), does: .help, hint: Words.Pages.keysHint, 1),
    .init(Key(.function(2)), does: .leave(.openList)),
    .init(.control("r"), does: .leave(.openSearch)),
    .init(.control("p"), does: .leave(.openPalette)),
    .init(.control("l"), does: .leave(.redraw)),
    .init(.control("z"), does: .leave(.suspend)),
    .init(
      .escape, Key(.function(4)), .character("q"), .control("c"), .control("g"), does: .close,
      hint: Words.WayOut.close),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    (message, slideStart) = (nil, nil)
    let page = max(1, ParameterFormView.listHeight(context.size) - 1)
    switch action {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -page)
    case .pageDown: move(by: page)
    case .first: move(by: -FormField.all.count)
    case .last: move(by: FormField.all.count)
    case .nextGroup: moveToGroup(1)
    case .previousGroup: moveToGroup(-1)
    case .edit: return edit(context)
    case .choose: return choose(context)
    case .decrease: return change(context) { [field] in $0.stepping(field, by: -1) }
    case .increase: return change(context) { [field] in $0.stepping(field, by: 1) }
    case .unset: return unset(context)
    case .unsetAll: return unsetAll(context)
    case .undo:
      message =
        context.canUndoSettings
        ? Words.ParameterForm.undone : Words.ParameterForm.nothingToUndo
      return .undoSettings
    case .recommend: return recommend(context)
    case .toggleLogprobs: return toggleLogprobs(context)
    case .preview: return .open(RequestPreviewPage(context))
    case .save: return .library(.namePreset)
    case .systemPrompt: return .perform(.setSystemPrompt)
    case .help: return .perform(.openHelp)
    case .close: return .close
    case .leave(let command): return .closeAndPerform(command)
    }
    return .stay
  }

  /// Ignores other keys, so that a slip does not close the form.
  mutating func type(_ key: Key, _ context: PageContext) -> PageReply { .stay }

  // MARK: The mouse

  /// Selects the clicked field, and sets the clicked choice. If the field is already selected, uses
  /// its slider, or else edits it.
  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    guard let field = ParameterFormView.field(at: place, top: top, in: context.size),
      let index = FormField.all.firstIndex(of: field)
    else { return .stay }
    (message, slideStart) = (nil, nil)
    let wasSelected = index == selected
    selected = index
    switch view(context).control(at: place.x) {
    // A choice fails only if the server does not support it.
    case .choice(let word): return change(context) { try? $0.setting(field, to: word) }
    // Only the selected row shows where to click.
    case _ where !wasSelected: return .stay
    case .decrease: return perform(.decrease, context)
    case .increase: return perform(.increase, context)
    case .track(let share):
      slideStart = context.settings
      return change(context) { $0.sliding(field, to: share) }
    case nil: return edit(context)
    }
  }

  mutating func drag(to place: Point, _ context: PageContext) -> PageReply {
    guard let slideStart,
      case .track(let share)? = view(context).control(at: place.x, isDragged: true),
      let settings = ParameterForm(context).sliding(field, to: share)
    else { return .stay }
    return .slide(settings, since: slideStart)
  }

  mutating func endDrag() { slideStart = nil }

  private func view(_ context: PageContext) -> ParameterFormView {
    ParameterFormView(form: ParameterForm(context), page: self, text: nil, context: context)
  }

  private func key(_ action: Action, _ context: PageContext) -> String {
    context.preferences.keymap.name(of: ActionName(of: action), in: keyContext)
  }

  /// Shows a message, such as the result of a slow operation.
  mutating func say(_ message: String) { self.message = message }

  // MARK: Moving

  private mutating func move(by rows: Int) {
    selected = min(max(0, selected + rows), FormField.all.count - 1)
  }

  /// Moves to the first field of the next or previous group.
  private mutating func moveToGroup(_ step: Int) {
    let groups = FormGroup.allCases
    guard let current = groups.firstIndex(where: { $0.fields.contains(field) }),
      let first = groups[(current + step + groups.count) % groups.count].fields.first,
      let index = FormField.all.firstIndex(of: first)
    else { return }
    selected = index
  }

  // MARK: Changing

  private mutating func change(
    _ context: PageContext, _ body: (ParameterForm) -> RequestSettings?
  ) -> PageReply {
    let form = ParameterForm(context)
    if refuses(form) { return .stay }
    return body(form).map { .adjust($0) } ?? .stay
  }

  /// Shows a message if the selected field cannot be set.
  /// - Returns: `true` if the field cannot be set.
  private mutating func refuses(_ form: ParameterForm) -> Bool {
    message = form.refusal(toSet: field).map(Words.Parameter.problem)
    return message != nil
  }

  private mutating func edit(_ context: PageContext) -> PageReply {
    let form = ParameterForm(context)
    if refuses(form) { return .stay }
    return switch form.editing(field) {
    case .choosing: choose(context)
    case .line: .open(ParameterLinePage(self, form.value(of: field) ?? ""))
    case .text: .open(ParameterTextPage(field, form.editedText(of: field)))
    }
  }

  /// Selects the next choice. Fields without choices open for editing.
  private mutating func choose(_ context: PageContext) -> PageReply {
    let form = ParameterForm(context)
    guard !form.choices(of: field).isEmpty else { return edit(context) }
    return change(context) { [field] in $0.choosing(field, by: 1) }
  }

  private mutating func unset(_ context: PageContext) -> PageReply {
    let form = ParameterForm(context)
    guard field != .thinking || form.isThinkingSet else {
      message = Words.ParameterForm.thinkingAlwaysSent(toggle: key(.choose, context))
      return .stay
    }
    message =
      form.value(of: field) == nil
      ? Words.ParameterForm.nothingSet(field.name)
      : Words.ParameterForm.unset(field.name, undo: key(.undo, context))
    return .adjust(form.unsetting(field))
  }

  private mutating func unsetAll(_ context: PageContext) -> PageReply {
    let form = ParameterForm(context)
    message =
      form.setCount == 0
      ? Words.ParameterForm.nothingSet
      : Words.ParameterForm.allUnset(form.setCount, undo: key(.undo, context))
    return .adjust(form.unsettingAll)
  }

  private mutating func recommend(_ context: PageContext) -> PageReply {
    guard let settings = ParameterForm(context).settingRecommended else {
      message = Words.ParameterForm.noRecommendation(context.session.shortModel)
      return .stay
    }
    message = Words.ParameterForm.recommendedSet(context.session.shortModel)
    return .adjust(settings)
  }

  /// Turns token probabilities on or off. Leaves them off if the server is known to refuse them.
  private mutating func toggleLogprobs(_ context: PageContext) -> PageReply {
    let form = ParameterForm(context)
    selected = FormField.all.firstIndex(of: .parameter(.logprobs)) ?? selected
    if form.requestsLogprobs {
      message = Words.ParameterForm.logprobsOff
      return .adjust(form.requestingNoLogprobs)
    }
    if form.limits.remark(on: .logprobs) == .refused {
      message = Words.ParameterForm.logprobsRefused(set: key(.edit, context))
      return .stay
    }
    message = Words.ParameterForm.logprobsOn(
      form.usualTopLogprobs, off: key(.toggleLogprobs, context))
    return .adjust(form.requestingLogprobs)
  }

  // MARK: Drawing

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    let mark = drawForm(context, editing: nil, on: &canvas)
    drawHints(context, mark: mark, on: &canvas)
  }

  /// Draws the form, scrolled to the selected field.
  /// - Parameters:
  ///   - text: the text being edited, drawn instead of the selected field's value.
  ///   - isSelected: whether all of that text is selected.
  /// - Returns: a mark for the hint line.
  mutating func drawForm(
    _ context: PageContext, editing text: Composer?, isSelected: Bool = false,
    on canvas: inout Canvas
  ) -> StyledLine {
    show(canvas.size)
    return ParameterFormView(
      form: ParameterForm(context), page: self, text: text, isTextSelected: isSelected,
      context: context
    ).draw(on: &canvas)
  }

  /// Scrolls so that the selected field and a group title directly above it are in view.
  private mutating func show(_ size: Size) {
    let lines = ParameterFormView.lines(width: size.width)
    guard let line = lines.firstIndex(of: .field(field)) else { return }
    let height = max(1, ParameterFormView.listHeight(size))
    var first = line
    if line > 0, case .group = lines[line - 1], height > 1 { first -= 1 }
    top = min(max(top, line - height + 1), first)
    top = min(top, max(0, lines.count - height))
  }

  func lines(_ context: PageContext) -> [String] {
    ParameterFormView.plainLines(ParameterForm(context), context)
  }
}
