public import Chat
import GRDB

extension ConversationStore {
  /// Returns the conversation with all its messages; `nil` if it is not in the store.
  ///
  /// An answer whose process has died is loaded as truncated. An answer that another program is
  /// writing is loaded as streaming.
  public func conversation(_ id: ConversationID) throws(StoreError) -> Conversation? {
    try database.read { connection in
      let arguments: StatementArguments = ["id": id.description]
      let headers = try Row.fetchCursor(
        connection, sql: "SELECT * FROM conversation WHERE id = :id", arguments: arguments)
      // Here and below, convert each row immediately: it is valid only until its cursor advances or
      // is released.
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

  /// Returns the ID of the most recently used conversation that has messages.
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

  /// Finishes the answers of dead processes in the file: adds their appended pieces, marks them
  /// as truncated and records what they cost. The rows keep their owner: see ``MessageRecord``.
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
        // Record the cost of the part that arrived, which has been paid for.
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
