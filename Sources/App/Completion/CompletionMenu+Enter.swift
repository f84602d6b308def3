import Screen

/// Decides what Enter does while the menu is open.
extension CompletionMenu {
  enum EnterStep {
    case complete
    case run
  }

  /// What Enter does with the selected candidate; `nil` if Enter sends the text as it is. The hint
  /// for Enter says the same.
  var enterStep: EnterStep? {
    guard let selection, let step = wantedStep else { return nil }
    switch selection.use {
    case .goOn, .enter: return .complete
    case .finish, .mayGoOn: return slot.isLast ? step : .complete
    case .draft, .open: return step
    }
  }

  /// What Enter would do, even if more has to be typed first.
  private var wantedStep: EnterStep? {
    guard let selection else { return nil }
    if isMoved { return cycled == nil ? .run : nil }
    let typed = slot.typed
    switch slot.place {
    case .mention:
      // Send the text as it is if the name is complete, or if the word may not be a file name.
      return typed.isEmpty || selection.match != .prefix || hasTyped ? nil : .complete
    case .name:
      if CommandTable.row(named: typed.lowercased()) != nil || !slot.isLast { return nil }
      // Enter only replaces a name with one that begins with it.
      guard selection.match == .prefix else { return nil }
      return typed.isEmpty ? .complete : .run
    case .argument where slot.beginsAtCurrent: return selection.isCurrent ? .run : nil
    case .argument(let command, let earlier):
      // A number is complete as typed, even if a longer one begins with it.
      guard !typed.isEmpty, Int(typed) == nil, !hasTyped else { return nil }
      let step = argumentStep(command, earlier)
      // If the typed text skips letters, the value is a guess, so show it before using it.
      return step == .run && selection.match == .letters ? .complete : step
    }
  }

  /// The action of Enter on a value that begins or contains what was typed.
  private func argumentStep(_ command: Command, _ earlier: [String]) -> EnterStep? {
    switch CommandTable.row(of: command)?.argument?.source {
    case .providers: earlier.isEmpty ? .run : .complete
    case .thinking, .links, .listedConversations, .presets, .prompts, .themes: .run
    // Do not run the command yet, because a model that is not listed may still exist.
    case .models: .complete
    case .parameters: slot.isParameterName ? .run : nil
    case .paths: command.takesFile && !TypedFile(slot.typed).name.isEmpty ? .run : nil
    // Part of a model's ID is enough to name the model.
    case .comparedModels, .copyForms, .attachments, .words, .text, nil: nil
    }
  }

  /// Whether one of the candidates is exactly what was typed.
  private var hasTyped: Bool { candidates.contains { $0.text == slot.typed } }

  /// Whether to mark the selected candidate: if the user moved to it, if Enter would act on it, or
  /// if it was typed in full.
  var marksSelection: Bool {
    guard let selection else { return false }
    return isMoved || enterStep != nil
      || (!slot.typed.isEmpty && ([selection.text] + selection.aliases).contains(slot.typed))
  }

  /// Whether no choice remains, because the only candidate was typed in full.
  var isDone: Bool {
    slot.place != .name && note.isEmpty && candidates.count == 1 && candidates[0].use == .finish
      && hasTyped
  }
}

extension Command {
  /// Whether the command's path must be an existing file, so that part of a path cannot be the name
  /// of a new file.
  var takesFile: Bool { self == .attach }
}
