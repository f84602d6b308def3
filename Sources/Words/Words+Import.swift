public import Chat

extension Words {
  // MARK: What was imported

  /// The counts of conversations and messages that describe the result of an import or a merge.
  public struct Merged: Sendable {
    public var newConversations, newMessages: Int
    public var changedConversations, changedMessages: Int
    public var knownMessages, expiredConversations: Int

    public init(
      newConversations: Int, newMessages: Int, changedConversations: Int, changedMessages: Int,
      knownMessages: Int, expiredConversations: Int
    ) {
      self.newConversations = newConversations
      self.newMessages = newMessages
      self.changedConversations = changedConversations
      self.changedMessages = changedMessages
      self.knownMessages = knownMessages
      self.expiredConversations = expiredConversations
    }
  }

  public static func merged(_ path: String, formats: [String], _ counts: Merged) -> String {
    let source = formats.isEmpty ? "" : " (\(formats.joined(separator: ", ")))"
    var facts = [
      counts.newConversations == 1
        ? "1 new conversation" : "\(counts.newConversations) new conversations",
      counts.newMessages == 1 ? "1 new message" : "\(counts.newMessages) new messages",
    ]
    if counts.changedConversations + counts.changedMessages > 0 {
      facts.append(
        "\(conversations(counts.changedConversations)) and \(messages(counts.changedMessages)) updated"
      )
    }
    if counts.knownMessages > 0 {
      facts.append("\(messages(counts.knownMessages)) already present")
    }
    if counts.expiredConversations > 0 {
      facts.append(
        "\(conversations(counts.expiredConversations)) skipped (deleted more than 30 days ago)")
    }
    return "\(path)\(source): \(facts.joined(separator: ", "))"
  }

  public static func undated(_ conversations: Int) -> String {
    "\(Words.conversations(conversations)) without dates; used the file's date"
  }

  /// - Parameter place: the place in the file.
  public static func remark(_ path: String, at place: String, _ remark: ImportRemark) -> String {
    "\(path), \(place): \(Words.remark(remark))"
  }

  public static func skipped(_ path: String, at place: String, _ fault: ImportFault) -> String {
    "\(path), \(place): skipped: \(Words.fault(fault))."
  }

  /// Replaces the place when a remark applies to several more places.
  public static func morePlaces(_ count: Int) -> String {
    count == 1 ? "1 more place" : "\(count) more places"
  }

  // MARK: What was not imported

  public static func cannotImport(_ path: String) -> String { "Cannot import \(path)." }

  public static func cannotImport(_ path: String, reason: String) -> String {
    "Cannot import \(path): \(reason)."
  }

  public static func unrecognisedFormat(_ path: String) -> String {
    "\(path): unrecognised format. See aside import --help."
  }

  public static func containsNoConversations(_ path: String) -> String {
    "\(path) contains no conversations."
  }

  public static func needsNewerVersion(_ path: String, format: Int) -> String {
    "\(path) needs a newer version of Aside (format \(format)). Update Aside."
  }

  public static var importInterrupted: String { "Import interrupted; nothing imported." }

  /// - Parameter index: the index of the first path that was not imported.
  public static func importInterrupted(at index: Int, of paths: [String]) -> String {
    paths.count == 1
      ? importInterrupted
      : "Import interrupted; nothing imported from \(rest(of: paths, from: index))."
  }

  /// Said after an import or merge.
  public static var indexingInterrupted: String {
    "Building the search index was interrupted. The next search completes it."
  }

  /// - Parameters:
  ///   - reason: the sentence that explains what went wrong.
  ///   - path: the file, if the reason does not name it.
  public static func nothingImported(_ reason: String, from path: String?) -> String {
    path.map { "\(reason) Nothing imported from \($0)." } ?? "\(reason) Nothing imported."
  }

  public static var mergeInterrupted: String { "Merge interrupted; nothing merged." }

  /// - Parameter index: the index of the first path that was not merged.
  public static func mergeInterrupted(at index: Int, of paths: [String]) -> String {
    paths.count == 1
      ? mergeInterrupted
      : "Merge interrupted; nothing merged from \(rest(of: paths, from: index))."
  }

  private static func rest(of paths: [String], from index: Int) -> String {
    paths[index] + (index == paths.count - 1 ? "" : " or the files after it")
  }

  public static func nothingMerged(_ reason: String) -> String {
    "\(reason) Nothing merged from this file."
  }

  // MARK: Archives

  public static func archiveDamaged(_ path: String) -> String {
    "\(path) is damaged or incomplete. Download or copy it again, then import it."
  }

  public static func archiveEncrypted(_ path: String) -> String {
    "\(path) is password-protected. Unpack it, then import its conversations.json."
  }

  public static func archiveWithoutConversations(_ path: String) -> String {
    "\(path) contains no conversations.json. Import the original archive from the service, or a "
      + "file from this archive."
  }

  public static func archiveTooLarge(_ path: String, limit bytes: Int) -> String {
    let size = bytes >= 1 << 30 ? "\(bytes >> 30) GiB" : "\(bytes >> 20) MiB"
    return
      "\(path) unpacks to more than \(size), far larger than any real export; it may be a zip bomb. Nothing "
      + "imported. If you trust it, unpack it, then import its conversations.json."
  }

  public static func archiveMethodUnknown(_ path: String, method: Int) -> String {
    "\(path) uses a compression method that Aside cannot read (\(method)). Unpack it, then import its "
      + "conversations.json."
  }

  public static func archiveKindUnknown(_ path: String, kind: String) -> String {
    "\(path) is or contains a kind of archive that Aside does not unpack (\(kind)). Unpack it, then "
      + "import its conversations.json."
  }

  public static func noRoomToUnpack(_ path: String, in folder: String) -> String {
    "Cannot unpack \(path): no space left in \(folder). Free up some space, or set TMPDIR to a folder with "
      + "more space, then import it again."
  }
}
