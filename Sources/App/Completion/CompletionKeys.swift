internal import Screen
internal import Words

/// The keys for completions. They take precedence over those of the composer.
enum CompletionKeys {
  /// An action in the completion menu.
  enum Action: Sendable {
    case accept
    case complete
    case completePrevious
    case selectPrevious
    case selectNext
    case close
  }

  static let table = KeyTable<CompletionMenu, Action>([
    .init(
      Key(.up), does: .selectPrevious,
      help: KeyHelp("↑ ↓", Words.Completion.selectHelp, Key(.up), Key(.down)),
      hint: { $0.hasChoice ? HintLine.Hint(Words.Pages.selectHint, 3) : nil }),
    .init(Key(.down), does: .selectNext),
    .init(
      .tab, does: .complete, help: KeyHelp("Tab", Words.Completion.completeHelp),
      hint: {
        let isForEnter = $0.enterHint == Words.Completion.enterCompletes
        return $0.candidates.isEmpty || isForEnter
          ? nil : HintLine.Hint(Words.Palette.completeHint, 2)
      }),
    .init(
      Key(.backTab), does: .completePrevious,
      help: KeyHelp("Shift-Tab", Words.Completion.completePreviousHelp)),
    .init(
      .enter, does: .accept, help: KeyHelp("Enter", Words.Completion.acceptHelp),
      // Here, Enter only inserts a file or enters a folder, as the hint for Tab already shows.
      hint: { $0.enterHint.map { HintLine.Hint($0, 0) } }),
    .init(
      .escape, does: .close, help: KeyHelp("Esc", Words.Completion.closeHelp),
      hint: {
        let isOnly = $0.candidates.count == 1
        return isOnly ? nil : HintLine.Hint(wayOut: Words.WayOut.close)
      }),
  ])
}

extension CompletionMenu {
  fileprivate var hasChoice: Bool { candidates.count > 1 }

  private var entersFolder: Bool { marksSelection && selection?.use == .enter }

  fileprivate var enterHint: String? {
    let isInserted = slot.place == .mention || entersFolder
    let isRefused = slot.place == .name && !marksSelection
    guard !isInserted, !isRefused, !candidates.isEmpty else { return nil }
    return switch enterStep {
    case .complete: Words.Completion.enterCompletes
    case .run, nil: Words.Pages.runHint
    }
  }
}
