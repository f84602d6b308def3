import Chat
import Foundation
import GRDB

/// A row of `message_attachment`, joined with the attachment's contents.
struct AttachmentRecord {
  /// The value of the column `type` for text. All other attachments have a media type there.
  private static let text = "text"

  /// Returns the attachment in a row; `nil` if this version cannot read it.
  static func attachment(_ row: Row) -> Attachment? {
    guard let content = row["content"] as Data?, let type = row.text("type") else { return nil }
    let name = row.text("name") ?? ""
    if type == text {
      let lines = row.integer("first_line").flatMap { first in
        row.integer("last_line").flatMap { first <= $0 ? first...$0 : nil }
      }
      return Attachment(
        name: name,
        .text(
          AttachedText(
            String(decoding: content, as: UTF8.self), lines: lines, language: row.text("language")))
      )
    }
    guard let type = ImageType(rawValue: type) else { return nil }
    return Attachment(
      name: name,
      .image(
        AttachedImage(
          type: type, width: row.integer("width") ?? 0, height: row.integer("height") ?? 0,
          bytes: Array(content))))
  }

  fileprivate static let keepingContent = """
    INSERT OR IGNORE INTO attachment (hash, content) VALUES (?, ?)
    """

  /// The statement that links an attachment to a message. It ignores existing links, because a
  /// message's attachments never change.
  fileprivate static let linking = """
    INSERT OR IGNORE INTO message_attachment
      (message_id, position, hash, type, name, language, first_line, last_line, width, height)
    VALUES (CAST(:message AS TEXT), :position, :hash, :type, CAST(:name AS TEXT),
      CAST(:language AS TEXT), :first, :last, :width, :height)
    """

  fileprivate static func arguments(_ attachment: Attachment) -> StatementArguments {
    switch attachment.content {
    case .text(let text):
      [
        "type": Self.text, "language": text.language?.bytes, "first": text.lines?.lowerBound,
        "last": text.lines?.upperBound, "width": nil, "height": nil,
      ]
    case .image(let image):
      [
        "type": image.type.rawValue, "language": nil, "first": nil, "last": nil,
        "width": image.width, "height": image.height,
      ]
    }
  }
}

/// The attachments of messages. Used within a single database access.
struct MessageAttachments {
  let connection: Connection

  /// Stores the attachments of a message that was just stored.
  func save(_ message: Message) throws {
    for (position, attachment) in message.attachments.enumerated() {
      let content = attachment.storedBytes
      let hash = SHA256.digits(of: content)
      try connection.cachedStatement(sql: AttachmentRecord.keepingContent)
        .execute(arguments: [hash, Data(content)])
      var arguments = AttachmentRecord.arguments(attachment)
      arguments += [
        "message": message.id.description.bytes, "position": position, "hash": hash,
        "name": attachment.name.bytes,
      ]
      try connection.cachedStatement(sql: AttachmentRecord.linking).execute(arguments: arguments)
    }
  }

  /// Returns the attachments of one message, in order.
  func attachments(of message: MessageID) throws -> [Attachment] {
    let rows = try Row.fetchCursor(
      connection.cachedStatement(sql: Self.reading), arguments: [message.description])
    var attachments: [Attachment] = []
    while let row = try rows.next() {
      if let attachment = AttachmentRecord.attachment(row) { attachments.append(attachment) }
    }
    return attachments
  }

  private static let reading = """
    SELECT type, name, language, first_line, last_line, width, height, content
    FROM message_attachment JOIN attachment USING (hash) WHERE message_id = ? ORDER BY position
    """

  /// Returns the names of a message's attachments in the format of the column `attachment_names`.
  static func names(_ attachments: [Attachment]) -> Data? {
    guard !attachments.isEmpty else { return nil }
    return attachments.map { String($0.name.map { $0.isNewline ? " " : $0 }) }
      .joined(separator: "\n").bytes
  }

  /// Returns how many of the stored contents do not match their hash.
  /// - Complexity: O(size of all contents)
  func damagedCount() throws -> Int {
    let rows = try Row.fetchCursor(connection, sql: "SELECT hash, content FROM attachment")
    var count = 0
    while let row = try rows.next() {
      let content = (row["content"] as Data?) ?? Data()
      if row.text("hash") != SHA256.digits(of: Array(content)) { count += 1 }
    }
    return count
  }
}

extension Attachment {
  /// The bytes that are stored under their hash.
  fileprivate var storedBytes: [UInt8] {
    switch content {
    case .text(let text): Array(text.text.utf8)
    case .image(let image): image.bytes
    }
  }
}

extension MessageRecord {
  /// Reads a row of `message` with its pieces and attachments. Returns `nil` if its ID is
  /// invalid.
  init?(whole row: Row, _ connection: Connection) throws {
    try self.init(row, with: MessagePieces(connection: connection))
    guard row.text("attachment_names") != nil else { return }
    message.attachments = try MessageAttachments(connection: connection)
      .attachments(of: message.id)
  }
}
