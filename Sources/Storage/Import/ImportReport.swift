public import Chat

/// A report on what an import read and stored, and what it could not read.
public struct ImportReport: Equatable, Sendable {
  /// Something that could not be read at all.
  public struct Skipped: Equatable, Sendable {
    /// The position in the file: a line, a path in the JSON, or a row.
    public var place: String
    public var fault: ImportFault
  }

  /// Something in a conversation that this program cannot store.
  public struct Omission: Equatable, Sendable {
    public var count: Int
    public var item: OmittedItem
    public var conversation: String
  }

  /// A fault that was fixed during import.
  public struct Remark: Equatable, Sendable {
    /// The position in the file, as in ``Skipped``.
    public var place: String
    public var remark: ImportRemark
  }

  /// The names of the programs whose formats were detected.
  public internal(set) var formats: [String] = []
  /// The numbers of conversations and messages that were read.
  public internal(set) var conversations = 0
  public internal(set) var messages = 0
  public internal(set) var merged = MergeReport()
  public internal(set) var skipped: [Skipped] = []
  public internal(set) var omissions: [Omission] = []
  public internal(set) var remarks: [Remark] = []
  /// The number of undated conversations, which were given the file's date.
  public internal(set) var undatedConversations = 0

  mutating func found(_ format: String) {
    if !formats.contains(format) { formats.append(format) }
  }
}

/// The progress of an import, as a fraction from 0 to 1.
public enum ImportProgress: Equatable, Sendable {
  case reading(Double)
  /// The conversations are being stored, in one transaction.
  case storing(Double)
  /// Everything is stored, but not everything can be searched yet.
  case indexing(Double)
}

/// The reason why a file cannot be imported at all. Nothing was stored.
public enum ImportError: Error, Equatable, Sendable {
  case cannotRead(path: String, detail: StoreFault)
  /// The archive cannot be unpacked or contains no conversations.
  case archive(path: String, ArchiveFault)
  /// Nothing in the file has a known format.
  case unknownFormat(path: String)
  /// The file contains no conversations.
  case empty(path: String)
  /// The file is our own export, written by a newer version of this program.
  case newer(path: String, version: Int)
  /// The caller asked to stop.
  case interrupted
}
