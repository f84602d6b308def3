import Chat
import Foundation
import GRDB

extension ConversationStore {
  /// Takes in the conversations of a file, ours or another program's: its format is found out. All
  /// that can be read is stored in one transaction, or nothing; what is already there is not stored
  /// twice.
  ///
  /// The file is read conversation by conversation into a temporary store, which is then merged.
  /// - Parameter progress: how much of the file has been read, from 0 to 1; `false` stops.
  /// - Throws: `ImportError`, `StoreError`.
  public func importFile(
    _ path: String, progress: (Double) -> Bool = { _ in true }
  ) throws -> ImportReport {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ImportError.cannotRead(path: path, detail: "there is no such file")
    }
    guard !isFolder.boolValue else {
      throw ImportError.cannotRead(path: path, detail: "it is a folder")
    }
    let data: Data
    do {
      // Mapped, so that a large file takes no memory of its own.
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw ImportError.cannotRead(path: path, detail: "it cannot be read")
    }
    guard !data.starts(with: Array("PK\u{3}\u{4}".utf8)) else {
      throw ImportError.archive(path: path)
    }
    let staging = try TemporaryCopy()
    defer { staging.remove() }
    let source = ImportSource(path: path, data: data)
    var report = ImportReport()
    if source.isDatabase {
      if try source.isOwnDatabase() {
        report.found(ForeignDatabase.aside.rawValue)
        report.merged = try merge(path)
        return report
      }
      try Self.fill(staging.path) { try source.readDatabase(into: &report, progress, $0) }
    } else {
      try Self.fill(staging.path) { try source.readJSON(into: &report, progress, $0) }
    }
    report.merged = try mergeFile(staging.path)
    return report
  }

  /// Makes a store of what `read` hands over, in one transaction.
  private static func fill(
    _ path: String, _ read: ((Conversation, StoredMarks) throws -> Void) throws -> Void
  ) throws {
    let database = try Database.open(path: path)
    let store = try ConversationStore(database: database, process: .current)
    var failure: (any Error)?
    try database.write { connection in
      do {
        try read { try store.insert($0, $1, connection) }
      } catch {
        // An error that is not the store's own keeps its kind only outside.
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Stores a whole conversation within a transaction. One that comes twice is the union of both.
  private func insert(
    _ conversation: Conversation, _ marks: StoredMarks, _ connection: Connection
  ) throws {
    try connection.cachedStatement(sql: ConversationRecord.upsert)
      .execute(arguments: ConversationRecord(conversation).arguments)
    try marks.write(to: conversation.id, connection)
    for message in conversation.messagesByAge {
      let record = MessageRecord(message, in: conversation.id, writer: process)
      try connection.cachedStatement(sql: MessageRecord.upsert)
        .execute(arguments: record.arguments(writer: process))
    }
  }
}

/// The file that is imported.
private struct ImportSource {
  let path: String
  let data: Data

  var isDatabase: Bool { data.starts(with: Array("SQLite format 3\0".utf8)) }

  private var fileTime: Timestamp {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let date = attributes?[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 0)
    return Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded(.down)))
  }

  func readJSON(
    into report: inout ImportReport, _ progress: (Double) -> Bool,
    _ insert: (Conversation, StoredMarks) throws -> Void
  ) throws {
    var result = report
    try withoutActuallyEscaping(progress) { progress in
      try withoutActuallyEscaping(insert) { insert in
        try data.withUnsafeBytes { bytes in
          var reading = JSONImport(path: path, bytes, fileTime: fileTime) { item, offset in
            switch item {
            case .conversation(let conversation, let marks):
              try result.add(conversation, marks, insert)
            case .foreign(let foreign): try result.add(foreign, insert)
            case .program(let name): result.found(name)
            case .skipped(let place, let reason):
              result.skipped.append(.init(place: place, reason: reason))
            }
            let part = Double(offset) / Double(max(1, bytes.count))
            guard progress(part) else { throw ImportError.interrupted }
          }
          try reading.run()
        }
      }
    }
    report = result
    guard report.formats.isEmpty, report.skipped.count <= 1, !report.isCutOff else { return }
    throw ImportError.unknownFormat(path: path)
  }

  func isOwnDatabase() throws -> Bool {
    // What cannot be read is said with the copy, as an error.
    (try? withDatabase { try ForeignDatabase($0) }) == .aside
  }

  func readDatabase(
    into report: inout ImportReport, _ progress: (Double) -> Bool,
    _ insert: (Conversation, StoredMarks) throws -> Void
  ) throws {
    let result = try withDatabase { connection in
      guard let program = try ForeignDatabase(connection) else {
        throw ImportError.unknownFormat(path: path)
      }
      var result = ImportReport()
      try program.read(connection, fileTime: fileTime) { foreign in
        try result.add(foreign, insert)
        guard progress(0) else { throw ImportError.interrupted }
      }
      return result
    }
    report = result
  }

  /// A copy is read: the original may be in use, or lie where nothing can be written.
  private func withDatabase<Value>(_ body: (Connection) throws -> Value) throws -> Value {
    let copy = try TemporaryCopy(of: path)
    defer { copy.remove() }
    do {
      let queue = try DatabaseQueue(path: copy.path)
      return try queue.read(body)
    } catch let error as DatabaseError {
      throw StoreError(error, path: path)
    }
  }
}

extension ImportReport {
  fileprivate mutating func add(
    _ conversation: Conversation, _ marks: StoredMarks,
    _ insert: (Conversation, StoredMarks) throws -> Void
  ) throws {
    conversations += 1
    messages += conversation.allMessages.count
    try insert(conversation, marks)
  }

  fileprivate mutating func add(
    _ foreign: ForeignConversation, _ insert: (Conversation, StoredMarks) throws -> Void
  ) throws {
    found(foreign.source)
    let conversation = foreign.conversation
    guard !conversation.isEmpty else { return }
    try add(conversation, StoredMarks(), insert)
    for (what, count) in foreign.omissions {
      omissions.append(Omission(count: count, what: what, conversation: conversation.title))
    }
  }

  /// The file's only fault is that it ends too early.
  fileprivate var isCutOff: Bool { skipped.contains { $0.reason == "the text ends here" } }
}
