import Chat
import Foundation
import GRDB

/// Salvaged contents of attachments, and their links to messages.
struct SalvagedAttachments {
  private let connection: Connection
  private let content: SalvageTable
  private let link: SalvageTable

  init(_ connection: Connection) throws {
    self.connection = connection
    content = try SalvageTable("attachment", connection)
    link = try SalvageTable("message_attachment", connection)
  }

  /// Inserts a record if it is the contents of an attachment, or a link to them. Returns `false`
  /// for any other record.
  func take(_ record: SalvagedRecord) throws -> Bool {
    if isContent(record) {
      _ = try content.insert(record, connection)
      return true
    }
    guard isLink(record) else { return false }
    _ = try link.insert(record, connection)
    return true
  }

  /// Drops links to contents that are lost, and contents without a message.
  /// - Returns: how many attachments of salvaged messages are lost.
  func dropLost() throws -> Int {
    try connection.execute(
      sql: "DELETE FROM message_attachment WHERE message_id NOT IN (SELECT id FROM message)")
    try connection.execute(
      sql: "DELETE FROM message_attachment WHERE hash NOT IN (SELECT hash FROM attachment)")
    let lost = connection.changesCount
    try connection.execute(
      sql: "DELETE FROM attachment WHERE hash NOT IN (SELECT hash FROM message_attachment)")
    return lost
  }

  /// Returns whether a record is the contents of an attachment, exactly as stored. Damaged
  /// contents are useless, because nobody could tell what is missing.
  private func isContent(_ record: SalvagedRecord) -> Bool {
    guard !record.isCutOff, record.values.count == 3,
      let hash = content.value("hash", in: record)?.asString, Self.isHash(hash),
      let bytes = bytes(record)
    else { return false }
    return SHA256.digits(of: Array(bytes)) == hash
  }

  /// Returns the contents in a record, which are a blob even if empty.
  private func bytes(_ record: SalvagedRecord) -> Data? {
    if case .blob(let data)? = content.value("content", in: record) { data } else { nil }
  }

  private func isLink(_ record: SalvagedRecord) -> Bool {
    guard link.value("message_id", in: record)?.isID == true,
      case .int64? = link.value("position", in: record),
      let hash = link.value("hash", in: record)?.asString,
      link.value("type", in: record)?.asString != nil
    else { return false }
    return !record.isCutOff && Self.isHash(hash)
  }

  private static func isHash(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }
}
