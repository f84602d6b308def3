internal import Chat
internal import Screen
internal import Words

/// A page that asks for the name under which to save the settings of the form beneath it.
struct PresetNamePage: Page {
  enum Phase: Equatable {
    case naming
    case refused(String)
    case saving(String)
    /// A preset with this name exists. It is replaced only if the user confirms.
    case confirming(String, hasComments: Bool)
  }

  private(set) var name: Composer
  private(set) var phase = Phase.naming
  /// Short descriptions of the settings to save.
  private let contents: [String]

  /// - Parameter preset: the settings to save, with a suggested name.
  init(_ preset: Preset) {
    name = Composer(preset.name)
    contents = PresetText.contents(preset)
  }

  func isSaving(_ name: String) -> Bool { phase == .saving(name) }

  /// Updates the page with the outcome of saving the preset.
  mutating func take(_ outcome: PresetSaving) {
    guard case .saving(let name) = phase else { return }
    switch outcome {
    case .saved: phase = .naming
    case .exists(let hasComments): phase = .confirming(name, hasComments: hasComments)
    case .failed(let reason): phase = .refused(reason)
    }
  }

  // MARK: Keys

  enum Action: Sendable {
    case save
    case close
    case perform(Command)
  }

  static let name = "preset-name"
  static let takesText = true
  static let isOverlay = true

  static let keys = KeyTable<Self, Action>([
    .init(
      .enter, does: .save,
      hint: { page in
        // Enter does nothing while the page asks for confirmation, so the hint names another key.
        if case .confirming = page.phase { return HintLine.Hint(Words.Presets.replaceHint, 0) }
        return HintLine.Hint(Words.Presets.saveHint, 0)
      }),
    .init(
      .escape, .control("c"), .control("g"), does: .close, hint: Words.WayOut.cancel),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    switch action {
    case .save: return save()
    case .close:
      guard case .confirming = phase else { return .close }
      phase = .naming
      return .stay
    case .perform(let command): return .perform(command)
    }
  }

  private mutating func save() -> PageReply {
    switch phase {
    case .saving: return .stay
    case .confirming:
      // Enter does not confirm: it may have been typed before the question appeared.
      return .stay
    case .naming, .refused:
      var text = name.text[...]
      while text.last?.isWhitespace == true { text.removeLast() }
      let typed = String(text.drop(while: \.isWhitespace))
      if let flaw = LibraryName.flaw(in: typed) {
        phase = .refused(Words.Library.flaw(flaw))
        return .stay
      }
      phase = .saving(typed)
      return .library(.savePreset(name: typed, replaces: false))
    }
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    switch phase {
    case .saving: return .stay
    case .confirming(let typed, _):
      if key == .character("y") || key == .character("Y") {
        phase = .saving(typed)
        return .library(.savePreset(name: typed, replaces: true))
      }
      phase = .naming
      if key != .character("n"), key != .character("N") {
        name.edit(key, by: context.preferences.keymap)
      }
    case .naming, .refused:
      phase = .naming
      name.edit(key, by: context.preferences.keymap)
    }
    return .stay
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply {
    if case .saving = phase { return .stay }
    phase = .naming
    name.insert(text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
    return .stay
  }

  // MARK: Drawing

  /// Tall enough for the first message, so that saving does not resize the box.
  private func overlay(_ stage: Stage) -> Overlay {
    let width = Overlay(on: stage, rows: 1).text.width
    let lines = [message(in: .naming), message(in: phase)].map {
      $0.rows(width: width).count
    }
    return Overlay(on: stage, rows: 2 + (lines.max() ?? 0))
  }

  func box(on stage: Stage) -> Rect { overlay(stage).box }

  func draw(_ context: PageContext, on canvas: inout Canvas) {
    let overlay = overlay(context.stage)
    overlay.draw(isAlone: true, on: &canvas)
    overlay.drawTitle(StyledLine(Words.Presets.saveHeading, Style.title), on: &canvas)
    let area = overlay.text
    canvas.draw("›", Style(.accent, .bold), x: area.x, y: area.y)
    LineField.draw(name, .text, x: area.x + 2, y: area.y, width: area.width - 2, on: &canvas)
    if case .saving = phase { canvas.hideCursor() }
    let lines = message(in: phase).rows(width: area.width)
    for (offset, line) in lines.prefix(max(0, area.height - 2)).enumerated() {
      canvas.draw(line, x: area.x, y: area.y + 2 + offset, width: area.width)
    }
    overlay.drawHints(hints(context), on: &canvas)
  }

  private func message(in phase: Phase) -> Note {
    switch phase {
    case .naming: Note(Sanitizer.sanitizeLine(Words.Presets.saves(contents)), .secondary)
    case .saving: Note(Words.Presets.saving, .accent)
    case .refused(let reason): .trouble(reason)
    case .confirming(let name, let hasComments):
      Note(
        Words.Presets.exists(Sanitizer.sanitizeLine(name), hasComments: hasComments),
        Style(.warning))
    }
  }
}
