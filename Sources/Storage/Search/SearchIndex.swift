import Chat
import Foundation
import GRDB
import Text

/// Keeps the index up to date: removes and adds what the triggers have recorded, and indexes
/// messages older than the index. Used within a transaction.
struct SearchIndex {
  private let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  /// The contents of one index row.
  struct Text {
    var subject: Int64
    var createdAt: Int64
    var content: [UInt8] = []
    var reasoning: [UInt8] = []
    var title: [UInt8] = []
    var tags: [UInt8] = []
    var facets: [UInt8] = []
  }

  /// Indexes everything that is waiting. With nothing to do, a call reads two empty tables.
  func catchUp() throws { while try catchUpSome() {} }

  /// Indexes some of what is waiting.
  /// - Returns: whether there may be more.
  func catchUpSome() throws -> Bool {
    try takeOut()
    let waiting = try Int64.fetchAll(
      connection.cachedStatement(sql: "SELECT subject FROM search_waiting LIMIT 1000"))
    guard !waiting.isEmpty else { return false }
    try add(waiting.compactMap { try text(of: $0) })
    let done = try connection.cachedStatement(sql: "DELETE FROM search_waiting WHERE subject = ?")
    for subject in waiting { try done.execute(arguments: [subject]) }
    return true
  }

  /// Indexes some of the messages older than the index.
  /// - Returns: whether there are more.
  func workOff(_ count: Int) throws -> Bool {
    guard let state = try Row.fetchOne(connection, sql: "SELECT * FROM search_state") else {
      return false
    }
    let message = state["next_message"] as Int64? ?? 0
    let title = state["next_title"] as Int64? ?? 0
    guard message > 0 || title > 0 else { return false }
    var found = try older("message", upTo: message, sign: 1, count)
    var titles = try older("conversation", upTo: title, sign: -1, max(1, count / 8))
    try add(
      (found.subjects + titles.subjects).compactMap { subject in
        try isIndexed(subject) ? nil : try text(of: subject)
      })
    if message == 0 { found.next = 0 }
    if title == 0 { titles.next = 0 }
    try connection.execute(
      sql: "UPDATE search_state SET next_message = ?, next_title = ?",
      arguments: [found.next, titles.next])
    return found.next > 0 || titles.next > 0
  }

  private func older(
    _ table: String, upTo number: Int64, sign: Int64, _ count: Int
  ) throws -> (subjects: [Int64], next: Int64) {
    let numbers = try Int64.fetchAll(
      connection, sql: "SELECT number FROM \(table) WHERE number <= ? ORDER BY number DESC LIMIT ?",
      arguments: [number, count])
    let next = numbers.count < count ? 0 : (numbers.last ?? 1).subtractingClamped(1)
    return (numbers.map { sign.multipliedClamped(by: $0) }, next)
  }

  private func isIndexed(_ subject: Int64) throws -> Bool {
    try Int64.fetchOne(
      connection.cachedStatement(sql: "SELECT 1 FROM search_document WHERE subject = ?"),
      arguments: [subject]) != nil
  }

  // MARK: Reading

  /// `nil` when there is no longer anything to index, or not yet.
  private func text(of subject: Int64) throws -> Text? {
    if subject < 0 {
      let rows = try Row.fetchCursor(
        connection.cachedStatement(
          sql: """
            SELECT created_at, title, tags FROM conversation
            WHERE number = ? AND (title <> '' OR tags IS NOT NULL)
            """),
        arguments: [Int64(clamping: subject.magnitude)])
      return try rows.next().map { try text($0, subject, createdAt: $0["created_at"] ?? 0) }
    }
    let rows = try Row.fetchCursor(
      connection.cachedStatement(
        sql: """
          SELECT created_at, role, model, content, refusal, reasoning FROM message
          WHERE number = ? AND status <> 'streaming'
          """),
      arguments: [subject])
    return try rows.next().map { try text($0, subject, createdAt: $0["created_at"] ?? 0) }
  }

  private func text(_ row: Row, _ subject: Int64, createdAt: Int64) throws -> Text {
    var text = Text(subject: subject, createdAt: createdAt)
    guard row.hasColumn("content"), let role = row.text("role") else {
      Tokenizer.append(row.text("title") ?? "", to: &text.title)
      for tag in row.json("tags") ?? [String]() { Tokenizer.append(tag, to: &text.tags) }
      text.facets = Array("title".utf8)
      return text
    }
    Tokenizer.append(row.text("content") ?? "", to: &text.content)
    Tokenizer.append(row.text("refusal") ?? "", to: &text.content)
    Tokenizer.append(row.text("reasoning") ?? "", to: &text.reasoning)
    var facets = role
    if let model = row.text("model") {
      facets += " " + SearchPlan.facet(model: try number(of: model))
    }
    if !text.reasoning.isEmpty { facets += " thinking" }
    text.facets = Array(facets.utf8)
    return text
  }

  /// Models have numbers, since a facet must be a single token.
  private func number(of model: String) throws -> Int64 {
    let find = try connection.cachedStatement(
      sql: "SELECT number FROM search_model WHERE model = CAST(? AS TEXT)")
    if let number = try Int64.fetchOne(find, arguments: [model.bytes]) { return number }
    try connection.execute(
      sql: "INSERT INTO search_model (model) VALUES (CAST(? AS TEXT))", arguments: [model.bytes])
    return connection.lastInsertedRowID
  }

  // MARK: Writing

  private func add(_ texts: [Text]) throws {
    var numbered: [(document: Int64, text: Text)] = []
    for text in texts.sorted(by: { ($0.createdAt, $0.subject) < ($1.createdAt, $1.subject) }) {
      numbered.append((try number(text), text))
    }
    // Unless numbers increase, FTS5 writes a segment every time.
    numbered.sort { $0.document < $1.document }
    let insert = try connection.cachedStatement(
      sql: """
        INSERT INTO search_text (rowid, content, reasoning, title, tags, facets)
        VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT))
        """)
    for (document, text) in numbered {
      try insert.execute(arguments: arguments(document, text))
    }
  }

  private func arguments(_ document: Int64, _ text: Text) -> StatementArguments {
    [
      document, Data(text.content), Data(text.reasoning), Data(text.title), Data(text.tags),
      Data(text.facets),
    ]
  }

  private func number(_ text: Text) throws -> Int64 {
    let insert = try connection.cachedStatement(
      sql: "INSERT INTO search_document VALUES (?, ?) ON CONFLICT (document) DO NOTHING")
    var attempt = 0
    while true {
      let document = SearchDocument.candidate(attempt, for: text.subject, at: text.createdAt)
      try insert.execute(arguments: [document, text.subject])
      if connection.changesCount == 1 {
        try note(delay: document - SearchDocument.first(at: text.createdAt))
        return document
      }
      attempt += 1
    }
  }

  /// The greatest distance ever between a number and its time: a search by time has to look that
  /// much further.
  private func note(delay: Int64) throws {
    guard delay > 0 else { return }
    try connection.cachedStatement(
      sql: "UPDATE search_state SET delay = :delay WHERE delay < :delay"
    )
    .execute(arguments: ["delay": delay])
  }

  private func takeOut() throws {
    let rows = try Row.fetchCursor(
      connection.cachedStatement(sql: "SELECT * FROM search_removed ORDER BY document"))
    var removed: [(Int64, Text)] = []
    while let row = try rows.next() {
      let subject: Int64 = row.text("role") == nil ? -1 : 1
      removed.append((row["document"] ?? 0, try text(row, subject, createdAt: 0)))
    }
    guard !removed.isEmpty else { return }
    let remove = try connection.cachedStatement(
      sql: """
        INSERT INTO search_text (search_text, rowid, content, reasoning, title, tags, facets)
        VALUES ('delete', ?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT),
          CAST(? AS TEXT))
        """)
    for (document, text) in removed { try remove.execute(arguments: arguments(document, text)) }
    try connection.execute(sql: "DELETE FROM search_removed")
  }
}
