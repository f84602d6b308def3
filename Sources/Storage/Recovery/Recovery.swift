public import Chat
import Foundation
import GRDB

/// A summary of what was recovered from a damaged file.
public struct RecoveryReport: Equatable, Sendable {
  /// The number of conversations with messages.
  public var conversations = 0
  /// The number of conversations without messages: drafts, and conversations whose messages are
  /// lost.
  public var emptyConversations = 0
  public var messages = 0
  /// The number of conversations rebuilt from messages alone. Their titles come from their first
  /// questions.
  public var rebuilt = 0
  /// The number of messages whose end is missing.
  public var cutOff = 0
  /// The number of attachments of recovered messages whose contents are lost.
  public var lostAttachments = 0
  /// The path of the complete copy of the damaged file.
  public var movedTo = ""
}

/// A recovery, which makes a new store from whatever can be read in a damaged file.
///
/// It never writes to the old file. It first copies the whole file with its log, then reads the
/// copy page by page. It builds the new file next to the old one and replaces the old one with
/// a single `rename`. If it is interrupted at any point, nothing is lost, and another run
/// starts over (docs/decisions/0043).
public struct Recovery {
  let path: String
  private let sqlitePath: String

  public init(path: String) {
    self.path = path
    sqlitePath = DatabaseFile(path: path).pathBehindLinks
  }

  /// Runs the recovery.
  /// - Parameter name: a part of the copy's name that distinguishes it from other copies, for
  ///   example the time.
  public func run(name: String) throws(StoreError) -> RecoveryReport {
    // No lock is needed if only the log remains.
    let isThere = FileManager.default.fileExists(atPath: sqlitePath)
    let lock = isThere ? try FileLock(path) : nil
    defer { withExtendedLifetime(lock) {} }
    do {
      let new = try unfinishedFile(name)
      let earlier = try keptAlready()
      let kept = try earlier ?? keep(as: name)
      var report: RecoveryReport
      do {
        report = try salvage(kept, into: new.path)
        try refuseForeign(kept, report)
      } catch {
        if earlier == nil { Self.remove(kept) }
        throw error
      }
      report.movedTo = isThere ? kept : kept + "-wal"
      try putInPlace(new)
      return report
    } catch {
      throw StoreError(error, path: path)
    }
  }

  private func unfinishedFile(_ name: String) throws(FileError) -> UnfinishedFile {
    let file = try UnfinishedFile(prefix: sqlitePath + ".recovering-" + name + "-")
    // Close the file, because SQLite opens it by name.
    try file.close()
    return file
  }

  /// The paths of files that earlier, incomplete runs left behind. Everything in these files is
  /// also in the database file, or in a file with `.damaged-` in its name.
  public var leavings: [String] { siblings(".recovering-") }

  /// Returns the paths of files next to the database whose names begin with the database's name
  /// followed by `beginning`, excluding their logs and journals.
  private func siblings(_ beginning: String) -> [String] {
    let url = URL(fileURLWithPath: sqlitePath)
    let folder = url.deletingLastPathComponent().path
    // If the folder cannot be listed, assume that it has no such files.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { name in
      name.hasPrefix(url.lastPathComponent + beginning)
        && !Self.besides.contains { name.hasSuffix($0) }
    }
    .sorted().map { folder + "/" + $0 }
  }

  /// The suffixes of the files that SQLite keeps next to a database. The shared memory file
  /// contains nothing that the others lack.
  private static let besides = ["-wal", "-shm", "-journal"]

  private static func remove(_ file: String) { for end in [""] + besides { unlink(file + end) } }

  // MARK: Keeping the old file

  /// Returns the copy made by an earlier run that was interrupted after it removed the log. Only
  /// the copy still has the log.
  private func keptAlready() throws -> String? {
    let manager = FileManager.default
    guard manager.fileExists(atPath: sqlitePath), !manager.fileExists(atPath: sqlitePath + "-wal")
    else { return nil }
    return siblings(".damaged-").first {
      manager.fileExists(atPath: $0 + "-wal")
        && manager.contentsEqual(atPath: $0, andPath: sqlitePath)
    }
  }

  /// Copies the file with its log and journal. The copied log has the name that SQLite looks for,
  /// so that the copy can still be opened. The database itself is moved into place last, so that
  /// it never exists without its log.
  private func keep(as name: String) throws -> String {
    let kept = DatabaseFile.unusedPath(sqlitePath + ".damaged-" + name)
    let copying = UnfinishedFile.randomPath(sqlitePath + ".recovering-" + name + "-copy-")
    TemporaryItems.making(copying) {}
    defer { TemporaryItems.settling(copying) { Self.remove(copying) } }
    let manager = FileManager.default
    let ends = ["-journal", "-wal", ""].filter { manager.fileExists(atPath: sqlitePath + $0) }
    for end in ends {
      do {
        try manager.copyItem(atPath: sqlitePath + end, toPath: copying + end)
        try Self.flush(copying + end)
      } catch {
        throw Self.isFull(error) ? StoreError.diskFull(path: path) : error
      }
    }
    for end in ends { try manager.moveItem(atPath: copying + end, toPath: kept + end) }
    return kept
  }

  private static func isFull(_ error: any Error) -> Bool {
    (error as? CocoaError)?.code == .fileWriteOutOfSpace
  }

  private static func flush(_ file: String) throws {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
      throw StoreError.cannotOpen(path: file, detail: StoreFault(errno: errno))
    }
  }

  /// Replaces the old file with the new one. First removes the log, because SQLite would apply it
  /// to the new file. Until the new file is in place, the old one has no log: a mark file warns
  /// other programs, and after an interruption, `keptAlready` finds the copy that has the log.
  private func putInPlace(_ new: UnfinishedFile) throws {
    try Self.flush(new.path)
    let mark = DatabaseFile(path: sqlitePath).repairMark
    try makeMark(mark)
    for end in Self.besides { unlink(sqlitePath + end) }
    try new.takePlace(of: sqlitePath)
    unlink(mark)
  }

  /// Creates the mark file. An empty mark from an earlier run is fine.
  private func makeMark(_ mark: String) throws {
    let descriptor = open(mark, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
      return try Self.flush(mark)
    }
    let reason = FileError(errno)
    var status = stat()
    let isMark =
      reason.number == EEXIST && lstat(mark, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && status.st_size == 0
    guard !isMark else { return }
    throw reason.number == EEXIST
      ? StoreError.failed(path: path, detail: .inTheWay(mark))
      : StoreError(reason, path: path)
  }

  /// Throws if the file is not a damaged store but something else that the user named by mistake,
  /// such as a text file or a picture.
  private func refuseForeign(_ file: String, _ report: RecoveryReport) throws {
    guard report.conversations + report.emptyConversations + report.messages == 0 else { return }
    let beginning = try FileHandle(forReadingFrom: URL(fileURLWithPath: file)).read(upToCount: 16)
    guard !Data("SQLite format 3\0".utf8).starts(with: beginning ?? Data()) else { return }
    throw StoreError.cannotOpen(
      path: path, detail: .nothingToRecover)
  }

  private func salvage(_ old: String, into new: String) throws -> RecoveryReport {
    let scan = RecordScan(file: try PageFile(path: old))
    let database = try Database.open(path: new)
    let report = try database.writeWithoutTransaction { connection in
      // Messages may be salvaged before their conversation, or without it.
      try connection.execute(sql: "PRAGMA foreign_keys = OFF")
      var report = RecoveryReport()
      try connection.inTransaction {
        report = try SalvagedRows(connection).take(scan)
        return .commit
      }
      return report
    }
    try database.queue.close()
    return report
  }
}

/// A writer that inserts salvaged rows into their original tables. It recognises a row's table by
/// the row's columns.
private struct SalvagedRows {
  let connection: Connection
  private let conversation: SalvageTable
  private let message: SalvageTable
  private let piece: SalvageTable
  private let deletion: SalvageTable
  private let attachments: SalvagedAttachments

  init(_ connection: Connection) throws {
    self.connection = connection
    conversation = try SalvageTable("conversation", connection)
    message = try SalvageTable("message", connection)
    piece = try SalvageTable("message_piece", connection)
    deletion = try SalvageTable("deletion", connection)
    attachments = try SalvagedAttachments(connection)
  }

  func take(_ scan: RecordScan) throws -> RecoveryReport {
    var report = RecoveryReport()
    var cutOff: Set<String> = []
    try scan.forEach { record in
      // Check attachments first, because a link to an attachment also looks like a piece.
      if try attachments.take(record) { return }
      if isMessage(record) {
        if try message.insert(record, connection), record.isCutOff { report.cutOff += 1 }
      } else if isPiece(record) {
        guard try piece.insert(record, connection), record.isCutOff else { return }
        cutOff.insert(piece.value("message_id", in: record)?.asString ?? "")
      } else if isDeletion(record) {
        _ = try deletion.insert(record, connection)
      } else if isConversation(record) {
        _ = try conversation.insert(record, connection)
      }
    }
    report.cutOff += try foldPieces(cutOff: cutOff)
    report.lostAttachments = try attachments.dropLost()
    report.rebuilt = try rebuildConversations()
    try connection.execute(
      sql: "DELETE FROM deletion WHERE conversation_id NOT IN (SELECT id FROM conversation)")
    try connection.execute(
      sql: """
        UPDATE conversation SET message_count =
          (SELECT count(*) FROM message WHERE conversation_id = conversation.id)
        """)
    // The costs of titles and of deleted messages are lost along with their rows.
    try connection.execute(sql: Migrations.expenses())
    report.conversations = try count("conversation WHERE message_count > 0")
    report.emptyConversations = try count("conversation WHERE message_count = 0")
    report.messages = try count("message")
    return report
  }

  private func count(_ table: String) throws -> Int {
    try Int.fetchOne(connection, sql: "SELECT count(*) FROM \(table)") ?? 0
  }

  private func isMessage(_ record: SalvagedRecord) -> Bool {
    let status = message.value("status", in: record)?.asString ?? ""
    return message.value("id", in: record)?.isID == true
      && message.value("conversation_id", in: record)?.isID == true
      && MessageStatus(rawValue: status) != nil
  }

  private func isPiece(_ record: SalvagedRecord) -> Bool {
    guard piece.value("message_id", in: record)?.isID == true,
      case .int64? = piece.value("start", in: record)
    else { return false }
    return piece.value("content", in: record)?.asString != nil
  }

  /// Moves the pieces of streaming messages into their rows. The row of a finished message
  /// already holds its text, so any pieces of it come from older versions of pages and are
  /// deleted.
  /// - Parameter cutOff: the messages with a piece whose end is missing.
  /// - Returns: how many of these messages were streaming.
  private func foldPieces(cutOff: Set<String>) throws -> Int {
    try MessagePieces(connection: connection).foldAll(where: "status = 'streaming'")
    try connection.execute(sql: "DELETE FROM message_piece")
    var count = 0
    for message in cutOff {
      try connection.execute(
        sql: "UPDATE message SET status = 'truncated' WHERE id = ? AND status = 'streaming'",
        arguments: [message])
      count += connection.changesCount
    }
    return count
  }

  private func isDeletion(_ record: SalvagedRecord) -> Bool {
    guard deletion.value("id", in: record)?.isID == true,
      deletion.value("conversation_id", in: record)?.isID == true,
      case .int64? = deletion.value("deleted_at", in: record)
    else { return false }
    // A truncated JSON array cannot be read.
    return !record.isCutOff && deletion.value("messages", in: record)?.asString != nil
  }

  private func isConversation(_ record: SalvagedRecord) -> Bool {
    guard conversation.value("id", in: record)?.isID == true,
      conversation.value("title", in: record)?.asString != nil,
      case .int64? = conversation.value("created_at", in: record),
      case .int64? = conversation.value("updated_at", in: record)
    else { return false }
    return true
  }

  /// Uses messages to rebuild conversations whose rows are lost.
  private func rebuildConversations() throws -> Int {
    let lost = try Row.fetchAll(
      connection,
      sql: """
        SELECT conversation_id AS id, min(created_at) AS first, max(created_at) AS last FROM message
        WHERE conversation_id NOT IN (SELECT id FROM conversation) GROUP BY conversation_id
        """)
    for row in lost {
      let id = row["id"] as String? ?? ""
      let question = try Data.fetchOne(
        connection,
        sql: """
          SELECT CAST(content AS BLOB) FROM message WHERE conversation_id = ? AND role = 'user'
          ORDER BY created_at, id LIMIT 1
          """, arguments: [id])
      let title = ConversationTitle.of(String(decoding: question ?? Data(), as: UTF8.self))
      try connection.execute(
        sql: """
          INSERT INTO conversation (id, title, created_at, updated_at)
          VALUES (?, CAST(? AS TEXT), ?, ?)
          """,
        arguments: [id, title.bytes, row["first"] as Int64?, row["last"] as Int64?])
    }
    return lost.count
  }
}
