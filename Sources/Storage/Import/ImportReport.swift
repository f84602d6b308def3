/// What an import has read, what became of it, and what it could not read.
public struct ImportReport: Equatable, Sendable {
  /// Something that could not be read at all.
  public struct Skipped: Equatable, Sendable {
    /// Where in the file: a line, a path in the JSON, a row.
    public var place: String
    public var reason: String
  }

  /// Something that a conversation had and that this program cannot hold.
  public struct Omission: Equatable, Sendable {
    public var count: Int
    /// In the singular: `image`.
    public var what: String
    public var conversation: String
  }

  /// Something that is kept, and was not as it should be.
  public struct Remark: Equatable, Sendable {
    /// As in ``Skipped``.
    public var place: String
    /// What was wrong, and what was made of it.
    public var words: String
  }

  /// The programs whose formats were found.
  public internal(set) var formats: [String] = []
  /// Conversations and messages that were read.
  public internal(set) var conversations = 0
  public internal(set) var messages = 0
  public internal(set) var merged = MergeReport()
  public internal(set) var skipped: [Skipped] = []
  public internal(set) var omissions: [Omission] = []
  public internal(set) var remarks: [Remark] = []
  /// Conversations that have no date of their own, and got the file's.
  public internal(set) var undatedConversations = 0

  mutating func found(_ format: String) {
    if !formats.contains(format) { formats.append(format) }
  }
}

/// How far an import has come; parts are from 0 to 1.
public enum ImportProgress: Equatable, Sendable {
  case reading(Double)
  /// In one transaction.
  case storing(Double)
  /// All is stored. Only the search does not know it yet.
  case indexing(Double)
}

/// Why a file cannot be imported at all; nothing of it was stored.
public enum ImportError: Error, Equatable, Sendable {
  case cannotRead(path: String, detail: String)
  /// An archive that cannot be unpacked, or has no conversations in it.
  case archive(path: String, ArchiveFault)
  /// Nothing in it is of a known format.
  case unknownFormat(path: String)
  /// There is no conversation in it.
  case empty(path: String)
  /// Our own export, of a version that is newer than this program.
  case newer(path: String, version: Int)
  /// The caller has asked to stop.
  case interrupted
}
