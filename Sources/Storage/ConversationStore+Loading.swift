public import Chat
import GRDB

extension ConversationStore {
  /// The conversation with all its messages; `nil` when it is not in the store.
  ///
  /// An answer whose process has died is loaded as truncated. One that another program is writing
  /// is loaded as streaming.
  public func conversation(_ id: ConversationID) throws(StoreError) -> Conversation? {
    try database.read { connection in
      let arguments: StatementArguments = ["id": id.description]
      let headers = try Row.fetchCursor(
        connection, sql: "SELECT * FROM conversation WHERE id = :id", arguments: arguments)
      // A row can be read only until its cursor advances or is released, here and below.
      var found: ConversationRecord?
      while let row = try headers.next() { found = ConversationRecord(row) }
      guard let record = found else { return nil }

      let rows = try Row.fetchCursor(
        connection, sql: "SELECT * FROM message WHERE conversation_id = :id", arguments: arguments)
      var messages: [Message] = []
      while let row = try rows.next() {
        if let record = try MessageRecord(whole: row, connection) {
          messages.append(record.messageAsLeft)
        }
      }
      return Conversation(record.header, messages: messages, leaf: record.leaf)
    }
  }

  /// The most recently used conversation that has messages.
  public func newestConversation() throws(StoreError) -> ConversationID? {
    try newestConversation(now: Self.now())
  }

  func newestConversation(now: Int64) throws(StoreError) -> ConversationID? {
    let order = UseOrder(now: now)
    return try database.read { connection in
      for condition in [order.credible, order.ahead] {
        let rows = try Row.fetchCursor(
          connection,
          sql: """
            SELECT id FROM conversation
            WHERE message_count > 0 AND deleted_at IS NULL AND \(condition)
            ORDER BY updated_at DESC, id DESC LIMIT 1
            """)
        if let id = try rows.next()?.conversationID("id") { return id }
      }
      return nil
    }
  }

  /// In the file, joins the answers of dead processes with their appended pieces, marks them as
  /// truncated and records what they cost. The rows keep their owner: see ``MessageRecord``.
  func closeInterrupted() throws(StoreError) {
    let owners = try database.read { connection in
      try Row.fetchAll(
        connection,
        sql: """
          SELECT owner, max(created_at) FROM message WHERE status = 'streaming' GROUP BY owner
          """
      ).map { row in (owner: row.text("owner"), last: row[1] as Int64? ?? 0) }
    }
    let now = Self.now()
    let dead = owners.filter { owner, last in
      owner.flatMap { ProcessIdentity($0) }?.mayRun(since: last, now: now) != true
    }.map(\.owner)
    guard !dead.isEmpty else { return }
    try database.write { connection in
      let pieces = MessagePieces(connection: connection)
      for owner in dead {
        let condition = "status = 'streaming' AND owner IS ?"
        try pieces.foldAll(where: condition, [owner])
        // The money is spent, as far as the answer got.
        try connection.execute(
          sql: Migrations.expenses(ofMessages: condition), arguments: [owner])
        try connection.execute(
          sql: "UPDATE message SET status = 'truncated' WHERE \(condition)", arguments: [owner])
      }
    }
  }
}

extension MessageRecord {
  /// The message, marked as truncated if the process writing it has died.
  fileprivate var messageAsLeft: Message {
    guard message.status == .streaming,
      owner?.mayRun(since: message.createdAt.milliseconds, now: ConversationStore.now()) != true
    else { return message }
    var message = message
    message.status = .truncated
    return message
  }
}
