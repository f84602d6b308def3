internal import Chat
internal import Export
internal import Storage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What became of an export to files.
struct ExportReport {
  /// Files that hold a conversation now, also those that did before.
  var files = 0
  /// Why others do not.
  var troubles: [ExportTrouble] = []
}

extension DocumentExport {
  /// Writes a file for each conversation. One that cannot be written keeps no other from it. A file
  /// that an earlier export wrote for the conversation, and nobody has changed since, is brought up to
  /// date; any other is replaced only when `replaces` says so.
  /// - Throws: `ExportTrouble` when there is no folder; `StoreError`.
  func fill(_ folder: String, from store: ConversationStore) throws -> ExportReport {
    try ExportTarget.makeFolder(folder)
    let beginning = Self.resolved(folder)
    var names: Set<String> = []
    var record = ExportRecord(path: recordPath)
    var report = ExportReport()
    for id in ids {
      guard let conversation = try store.conversation(id) else { continue }
      let name = unusedName(for: conversation, &names) { name in
        let path = Self.path(folder, name)
        return record.isOfAnother(beginning + name, than: id)
          && FileTarget(path) != .vacant(path: path)
      }
      do {
        let target = try ExportTarget(
          file: Self.path(folder, name), replacing: replacement(of: beginning + name, id, record))
        try write([id], of: store, to: target)
        record.note(beginning + name, of: id, target.digest)
        report.files += 1
      } catch let trouble as ExportTrouble {
        report.troubles.append(trouble)
      }
    }
    return report
  }

  private func replacement(
    of file: String, _ id: ConversationID, _ record: ExportRecord
  ) -> ExportTarget.Replacement {
    replaces ? .always : .when { record.isUnchanged(file, of: id, $0) }
  }

  /// The folder's path without links, with a slash at its end: the same whatever it was called.
  private static func resolved(_ folder: String) -> String {
    guard let path = realpath(folder, nil) else { return folder }
    defer { free(path) }
    let text = String(cString: path)
    return text.hasSuffix("/") ? text : text + "/"
  }

  private static func path(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The name of the conversation's file, with a number where another conversation has the name.
  private func unusedName(
    for conversation: Conversation, _ names: inout Set<String>, isTaken: (String) -> Bool
  ) -> String {
    let name = DocumentName.of(conversation)
    let numbered = (1...).lazy.map { $0 == 1 ? name : "\(name)-\($0)" }
    let free = numbered.first {
      // Some file systems take upper and lower case for the same.
      !names.contains($0.lowercased()) && !isTaken("\($0).\(format.fileEnding)")
    }
    names.insert((free ?? name).lowercased())
    return "\(free ?? name).\(format.fileEnding)"
  }
}
