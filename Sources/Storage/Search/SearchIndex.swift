import Chat
import Foundation
import GRDB
import Text

/// Maintains the search index: applies the removals and additions that the triggers have recorded,
/// and indexes messages older than the index. For use within a transaction.
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

  /// The number of texts to index at once.
  static let batch = 1000

  /// Indexes what is waiting, unless that is more than a batch: an interrupted import may have left
  /// 100,000 messages, and saving a question should not take seconds. If nothing is waiting, this
  /// only reads two empty tables.
  func catchUp() throws {
    try takeOut()
    let waiting = try Int64.fetchAll(
      connection.cachedStatement(sql: "SELECT subject FROM search_waiting LIMIT ?"),
      arguments: [Self.batch + 1])
    if !waiting.isEmpty, waiting.count <= Self.batch { try index(waiting[...]) }
  }

  /// Returns all waiting subjects, oldest first, so that they get numbers in this order.
  /// - Complexity: O(n · log(n))
  func waiting() throws -> [Int64] {
    try Int64.fetchAll(connection.cachedStatement(sql: Self.findingWaiting))
  }

  private static let findingWaiting = """
    SELECT subject FROM search_waiting
      LEFT JOIN message ON message.number = subject
      LEFT JOIN conversation ON conversation.number = -subject
    ORDER BY coalesce(message.created_at, conversation.created_at), subject
    """

  /// Indexes those of the given subjects that are still waiting.
  func index(_ subjects: ArraySlice<Int64>) throws {
    try takeOut()
    let done = try connection.cachedStatement(sql: "DELETE FROM search_waiting WHERE subject = ?")
    try add(
      subjects.compactMap { subject in
        try done.execute(arguments: [subject])
        return connection.changesCount == 1 ? try text(of: subject) : nil
      })
    try startOverIfOutOfOrder()
  }

  /// Renumbers all texts once one in sixteen has a higher number than newer texts, because searches
  /// would otherwise read too much.
  private func startOverIfOutOfOrder() throws {
    let isOutOfOrder = try Bool.fetchOne(
      connection.cachedStatement(
        sql: """
          SELECT out_of_place > 1000 + (SELECT coalesce(max(number), 0) FROM message) / 16
          FROM search_state
          """))
    if isOutOfOrder == true { try SearchNumbers(connection: connection).startOver() }
  }

  /// Indexes those of the given subjects that are still waiting.
  /// - Returns: whether any other texts remain to be indexed.
  func indexSome(_ subjects: ArraySlice<Int64>) throws -> Bool {
    try index(subjects)
    return try Bool.fetchOne(
      connection.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM search_waiting)
            OR EXISTS (SELECT 1 FROM search_state WHERE next_message > 0 OR next_title > 0)
          """)) ?? false
  }

  /// Indexes some of the messages older than the index.
  /// - Returns: whether any remain.
  func workOff(_ count: Int) throws -> Bool {
    try takeOut()
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

  /// Returns whether a text is indexed. Having a number is not enough, because texts may get
  /// their numbers first (``SearchNumbers``).
  private func isIndexed(_ subject: Int64) throws -> Bool {
    let find = try connection.cachedStatement(
      sql: """
        SELECT 1 FROM search_document JOIN search_text_docsize ON id = document WHERE subject = ?
        """)
    return try Int64.fetchOne(find, arguments: [subject]) != nil
  }

  // MARK: Reading

  /// Returns the text of a subject; `nil` if it is gone, or not ready to be indexed.
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
          SELECT created_at, role, model, content, refusal, reasoning, attachment_names FROM message
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
    Tokenizer.append(row.text("attachment_names") ?? "", to: &text.content)
    Tokenizer.append(row.text("reasoning") ?? "", to: &text.reasoning)
    var facets = role
    if let model = row.text("model") {
      facets += " " + SearchPlan.facet(model: try number(of: model))
    }
    if !text.reasoning.isEmpty { facets += " thinking" }
    text.facets = Array(facets.utf8)
    return text
  }

  /// Returns the number of a model, and assigns one if it is new. Models have numbers, since a
  /// facet must be a single token.
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
    var last: Int64 = -1
    for text in texts.sorted(by: { ($0.createdAt, $0.subject) < ($1.createdAt, $1.subject) }) {
      last = try number(text, after: last)
      numbered.append((last, text))
    }
    // Sort, because FTS5 writes a segment whenever a number is not higher than the last one.
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

  /// Returns the text's number. If it has none yet, assigns the first free number above `last` that
  /// is high enough for the text's time.
  private func number(_ text: Text, after last: Int64) throws -> Int64 {
    let given = try connection.cachedStatement(
      sql: "SELECT document FROM search_document WHERE subject = ?")
    if let document = try Int64.fetchOne(given, arguments: [text.subject]) { return document }
    let spans = SearchSpans(connection: connection)
    let insert = try connection.cachedStatement(
      sql: "INSERT INTO search_document VALUES (?, ?) ON CONFLICT (document) DO NOTHING")
    let first = SearchDocument.first(at: text.createdAt)
    var document = max(first, last.addingClamped(1))
    try insert.execute(arguments: [document, text.subject])
    if connection.changesCount == 0 {
      document = try spans.firstFree(from: document)
      try insert.execute(arguments: [document, text.subject])
    }
    let found = NewestHits.Found(subject: text.subject, createdAt: text.createdAt)
    try spans.note(document, of: found)
    if document > first, try spans.isOutOfOrder(found, at: document) {
      try connection.cachedStatement(sql: "UPDATE search_state SET out_of_place = out_of_place + 1")
        .execute()
    }
    return document
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
    let isIndexed = try connection.cachedStatement(
      sql: "SELECT 1 FROM search_text_docsize WHERE id = ?")
    for (document, text) in removed
    where try Int64.fetchOne(isIndexed, arguments: [document]) != nil {
      try remove.execute(arguments: arguments(document, text))
    }
    try connection.execute(sql: "DELETE FROM search_removed")
  }
}
