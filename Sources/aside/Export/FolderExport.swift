internal import Chat
internal import Export
internal import Storage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The result of an export to files.
struct ExportReport {
  /// The number of files that hold a conversation, including unchanged ones.
  var files = 0
  /// Why the other conversations were not exported.
  var troubles: [ExportTrouble] = []
  /// Whether the export was cancelled before everything was written.
  var isCancelled = false
}

extension DocumentExport {
  /// Writes one file per conversation. If one fails, the others are still written. A file from an
  /// earlier export of the same conversation is updated if nobody has changed it; any other file
  /// is replaced only if `replaces` is set.
  /// - Throws: `ExportTrouble` if the folder cannot be created; `StoreError`.
  func fill(
    _ folder: String, from store: ConversationStore, _ progress: Progress
  ) throws -> ExportReport {
    try ExportTarget.makeFolder(folder)
    let beginning = Self.resolved(folder)
    var names: Set<String> = []
    var record = ExportRecord(path: recordPath)
    var report = ExportReport()
    for (number, id) in ids.enumerated() {
      guard let conversation = try store.conversation(id) else { continue }
      let name = unusedName(for: conversation, &names) { name in
        let path = Self.path(folder, name)
        return record.isOfAnother(beginning + name, than: id)
          && FileTarget(path) != .vacant(path: path)
      }
      do {
        let target = try ExportTarget(
          file: Self.path(folder, name), replacing: replacement(of: beginning + name, id, record))
        guard try write([id], of: store, to: target, { progress(number + $0) }) else {
          report.isCancelled = true
          return report
        }
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

  /// Returns the folder's real path with a trailing slash, so that a folder always has the same
  /// name.
  private static func resolved(_ folder: String) -> String {
    guard let path = realpath(folder, nil) else { return folder }
    defer { free(path) }
    let text = String(cString: path)
    return text.hasSuffix("/") ? text : text + "/"
  }

  private static func path(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Returns the conversation's file name, numbered if another conversation has the same name.
  private func unusedName(
    for conversation: Conversation, _ names: inout Set<String>, isTaken: (String) -> Bool
  ) -> String {
    let name = DocumentName.of(conversation)
    let numbered = (1...).lazy.map { $0 == 1 ? name : "\(name)-\($0)" }
    let free = numbered.first {
      // Some file systems ignore case.
      !names.contains($0.lowercased()) && !isTaken("\($0).\(format.fileEnding)")
    }
    names.insert((free ?? name).lowercased())
    return "\(free ?? name).\(format.fileEnding)"
  }
}
