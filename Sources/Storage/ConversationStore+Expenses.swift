public import Chat
import GRDB

extension ConversationStore {
  /// Records what a request cost. A later record of the same request replaces it.
  ///
  /// The conversation must be in the store.
  public func note(_ expense: Expense) throws(StoreError) {
    try database.write { try note(expense, $0) }
  }

  /// Records the cost of an answer at a price that became known only after the answer ended. Does
  /// not change an answer whose cost is already known.
  public func notePrice(_ expense: Expense) throws(StoreError) {
    try database.write { connection in
      try connection.cachedStatement(sql: Self.pricing)
        .execute(arguments: [expense.spending.dollars, expense.id.description])
      if connection.changesCount > 0 { try note(expense, connection) }
    }
  }

  private static let pricing = """
    UPDATE message SET estimated_cost = ? WHERE id = ? AND coalesce(cost, estimated_cost) IS NULL
    """

  /// Records the cost of an answer, if it is known.
  func noteExpense(
    of message: Message, in conversation: ConversationID, _ connection: Connection
  ) throws {
    guard message.status != .streaming, let spending = message.spending else { return }
    try note(
      Expense(
        id: message.id, conversation: conversation, time: message.createdAt, spending: spending),
      connection)
  }

  private func note(_ expense: Expense, _ connection: Connection) throws {
    try connection.cachedStatement(sql: Self.notingExpense).execute(arguments: [
      expense.id.description.bytes, expense.conversation.description.bytes,
      expense.time.milliseconds, expense.spending.dollars, expense.spending.isEstimate,
    ])
  }

  private static let notingExpense = """
    INSERT INTO expense (id, conversation_id, spent_at, cost, estimated)
    VALUES (CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET cost = excluded.cost, estimated = excluded.estimated
    """

  /// Returns the amount spent since `time`, and the cost of a conversation's other requests, which
  /// belong to none of its messages.
  /// - Complexity: O(number of expenses since then, plus those of the conversation)
  public func spending(
    since time: Timestamp, on conversation: ConversationID?
  ) throws(StoreError) -> SpendingReport {
    try database.read { connection in
      var report = SpendingReport()
      report.sinceTime = try Self.total("spent_at >= ?", [time.milliseconds], connection)
      if let id = conversation?.description {
        report.otherThanMessages = try Self.total(
          """
          conversation_id = ?
            AND id NOT IN (SELECT id FROM message WHERE conversation_id = ?)
          """, [id, id], connection)
      }
      return report
    }
  }

  /// Returns a model's newest complete answer in any conversation; `nil` if none is among the
  /// last thousand messages.
  public func newestAnswer(of model: String) throws(StoreError) -> Message? {
    let found = try database.read { connection in
      try Row.fetchOne(
        connection,
        sql: """
          SELECT id, conversation_id FROM
            (SELECT id, conversation_id, role, model, status FROM message
              ORDER BY number DESC LIMIT 1000)
          WHERE role = 'assistant' AND model = CAST(? AS TEXT) AND status = 'complete' LIMIT 1
          """, arguments: [model.bytes]
      ).flatMap { row in
        row.text("conversation_id").flatMap { UUIDv7($0) }.map { ($0, row.text("id")) }
      }
    }
    guard let (conversation, id) = found else { return nil }
    return try self.conversation(ConversationID(conversation))?.allMessages
      .first { $0.id.description == id }
  }

  private static func total(
    _ condition: String, _ arguments: StatementArguments, _ connection: Connection
  ) throws -> Spending {
    let rows = try Row.fetchCursor(
      connection,
      sql: """
        SELECT total(min(max(cost, -\(Money.most)), \(Money.most))) AS cost,
          max(estimated) AS estimated
        FROM expense WHERE \(condition)
        """, arguments: arguments)
    guard let row = try rows.next() else { return Spending() }
    return Spending(row.number("cost") ?? 0, isEstimate: row.integer("estimated") ?? 0 != 0)
  }
}
