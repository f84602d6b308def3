internal import Chat
internal import Screen
internal import Words

/// An export that is in progress.
struct PendingExport: Equatable {
  let ids: [ConversationID]
  /// The path as typed.
  let path: String
  /// The text of the command in the composer, if the export was started there.
  let typed: String?
  /// Whether the file exists. If so, repeating the command replaces it.
  var isThere = false
  /// Whether the export has taken so long that the user should be told.
  var isSlow = false
  /// The number of conversations written so far.
  var done = 0
}

/// The state of exports to files.
struct Export: Equatable {
  /// The export that is running, or that waits for the user to confirm replacing a file.
  var pending: PendingExport?
  /// The last export, if it failed.
  var failed: PendingExport?
}

extension State {
  /// Returns a default path: a file named after the conversation, or a folder for several.
  func exportPath(for titles: [String]) -> String {
    let day = LocalDay(now, offset: preferences.utcOffset).digits
    guard let title = titles.first, titles.count == 1 else { return "~/aside-\(day)/" }
    let words = title.split { !$0.isLetter && !$0.isNumber }.prefix(6).joined(separator: "-")
    let name = words.beginning(characters: 48, bytes: 180)
    return "~/\(name.isEmpty ? "aside-\(day)" : name).md"
  }

  /// Opens the prompt with a default path, or with the path that failed before.
  mutating func startExportPrompt(for targets: [ConversationSummary]) {
    guard !targets.isEmpty else { return }
    export.pending = nil
    let failed = export.failed.flatMap { $0.ids == targets.map(\.id) ? $0.path : nil }
    startPrompt(.export, failed ?? exportPath(for: targets.map(\.title)))
  }

  /// Performs `/export`. The command stays in the composer until the file is written, so that
  /// Enter can repeat it.
  mutating func exportConversation(to path: String) -> [Effect] {
    guard !conversation.isEmpty else {
      notice = Notice(.information, Words.List.nothingToExport)
      return []
    }
    // Exports read from the database, which has no private conversations.
    guard !isPrivate else {
      notice = Notice(
        .information, Words.List.cannotExportPrivate, advice: Words.List.copyInstead)
      return []
    }
    return export(
      [conversation.id], to: path.isEmpty ? exportPath(for: [conversation.title]) : path,
      typed: composer.text)
  }

  mutating func export(_ ids: [ConversationID], to path: String, typed: String?) -> [Effect] {
    guard path.contains(where: { !$0.isWhitespace }) else { return [] }
    export.failed = nil
    let replaces = asksToReplace(path) && export.pending?.ids == ids
    export.pending = PendingExport(ids: ids, path: path, typed: typed)
    return [
      .store(.export(ids, path: path, replaces: replaces)),
      .timer(.set(.exportIsSlow, .milliseconds(500))),
    ]
  }

  /// Shows how far an export has got, unless it has ended.
  mutating func saySlowExport() {
    guard let pending = export.pending, !pending.isThere else { return }
    export.pending?.isSlow = true
    notice = Notice(
      .information, Words.List.exporting(pending.done, of: pending.ids.count),
      advice: say(.cancelExport))
  }

  mutating func noteExporting(_ path: String, done: Int) {
    guard export.pending?.path == path else { return }
    export.pending?.done = done
    // In plain mode, printed lines cannot be replaced, so progress is shown only on a screen.
    if export.pending?.isSlow == true, surface == .screen { saySlowExport() }
  }

  /// Cancels an export if the user has been told that it is slow.
  /// - Returns: `nil` if there is no such export.
  mutating func cancelSlowExport() -> [Effect]? {
    guard let pending = export.pending, pending.isSlow, !pending.isThere else { return nil }
    return [.store(.cancelExports)]
  }

  /// Returns whether Enter with this path replaces an existing file.
  func asksToReplace(_ path: String) -> Bool {
    export.pending?.isThere == true && export.pending?.path == path
  }

  mutating func noteExported(_ path: String, _ outcome: ExportOutcome) {
    guard let pending = export.pending, pending.path == path else { return }
    if case .isThere(let file) = outcome {
      export.pending?.isThere = true
      notice = Notice(
        .trouble, Words.List.exists(file),
        advice: Words.List.replace(
          list?.prompt == nil ? preferences.keymap.name(of: .send) : Key.enter.name))
      return
    }
    export.pending = nil
    if case .cancelled(let files) = outcome {
      notice = Notice(.information, Words.List.exportCancelled(files))
      return
    }
    if list?.prompt?.purpose == .export { list?.prompt = nil }
    switch outcome {
    case .written(let file, let count):
      if composer.text == pending.typed { composer.clear() }
      notice = Notice(.information, Words.List.exported(count, to: file))
    case .failed(let sentence):
      notice = Notice(.trouble, sentence)
      export.failed = pending
    case .isThere, .cancelled: break
    }
  }
}
