internal import Chat

/// An export that was ordered, until the file is there.
struct PendingExport: Equatable {
  let ids: [ConversationID]
  /// As it was typed.
  let path: String
  /// What stands in the composer for it.
  let typed: String?
  /// A file of that name is there: only the same order again replaces it.
  var isThere = false
}

/// Exports to files.
struct Export: Equatable {
  /// The one that was ordered last.
  var pending: PendingExport?
  /// The last one, if it failed.
  var failed: PendingExport?
}

extension State {
  /// What is proposed: a file for one conversation, named after it, a folder for several.
  func exportPath(for titles: [String]) -> String {
    let day = LocalDay(now, offset: session.utcOffset).digits
    guard let title = titles.first, titles.count == 1 else { return "~/aside-\(day)/" }
    let words = title.split { !$0.isLetter && !$0.isNumber }.prefix(6).joined(separator: "-")
    let name = words.beginning(characters: 48, bytes: 180)
    return "~/\(name.isEmpty ? "aside-\(day)" : name).md"
  }

  /// What failed is proposed again, to be named otherwise.
  mutating func startExportPrompt(for targets: [ConversationSummary]) {
    guard !targets.isEmpty else { return }
    export.pending = nil
    let failed = export.failed.flatMap { $0.ids == targets.map(\.id) ? $0.path : nil }
    startPrompt(.export, failed ?? exportPath(for: targets.map(\.title)))
  }

  /// `/export`. The text stays in the composer until the file is there, so that Enter can be repeated.
  mutating func exportConversation(to path: String) -> [Effect] {
    guard !conversation.isEmpty else {
      notice = Notice(.information, "There is nothing to export yet.")
      return []
    }
    // What is written comes from the store.
    guard !isPrivate else {
      notice = Notice(
        .information, "A private conversation is in no store, and cannot be exported.",
        advice: "y copies a message.")
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
    return [.store(.export(ids, path: path, replaces: replaces))]
  }

  /// Enter with that path again replaces a file.
  func asksToReplace(_ path: String) -> Bool {
    export.pending?.isThere == true && export.pending?.path == path
  }

  mutating func noteExported(_ path: String, _ outcome: ExportOutcome) {
    guard let pending = export.pending, pending.path == path else { return }
    if case .isThere(let file) = outcome {
      export.pending?.isThere = true
      notice = Notice(
        .trouble, "\(file) is already there and was not replaced.",
        advice: "Enter again replaces it.")
      return
    }
    export.pending = nil
    if composer.text == pending.typed { composer.clear() }
    if list?.prompt?.purpose == .export { list?.prompt = nil }
    switch outcome {
    case .written(let file, let count):
      let what = count == 1 ? "" : "\(count) files in "
      notice = Notice(.information, "Exported to \(what)\(file)")
    case .failed(let sentence):
      notice = Notice(.trouble, sentence)
      export.failed = pending
    case .isThere: break
    }
  }
}
