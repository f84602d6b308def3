public import Chat
import Foundation
import GRDB
import Synchronization
import Text

extension ConversationStore {
  /// Returns the messages and titles that match the query.
  ///
  /// - Parameters:
  ///   - includesReasoning: whether to search the models' reasoning, too.
  ///   - limit: the maximum number of hits.
  ///   - now: the reference time for relative dates such as `7d`.
  /// - Returns: no hits for an empty query; `nil` when the search was interrupted.
  /// - Complexity: a few milliseconds if newest first, tens of milliseconds if best first, whatever
  ///   the number of messages. Ranks at most the newest 500 hits and returns at most `limit`.
  public func search(
    _ query: SearchQuery, order: SearchOrder, includesReasoning: Bool = true, limit: Int,
    now: Timestamp
  ) throws(StoreError) -> SearchResult? {
    do {
      return try searching.read { connection in
        let backlog = try Self.indexedShare(connection)
        let limit = max(0, limit)
        guard
          let run = try SearchRun(
            query, includesReasoning: includesReasoning, limit: limit.addingClamped(1), now: now,
            connection)
        else { return SearchResult(hits: [], hasMore: false, indexed: backlog) }
        let found: [NewestHits.Found]
        var ranked: Int?
        switch order {
        case .newest: found = try run.newest().found
        case .best: (found, ranked) = try run.best()
        }
        let hits = try found.prefix(limit).compactMap {
          var hit = try Self.hit(
            $0.subject, run.plan, includesReasoning: includesReasoning, connection)
          hit?.wanted = query.wanted
          return hit
        }
        return SearchResult(
          hits: hits, hasMore: found.count > limit, ranked: ranked, indexed: backlog)
      }
    } catch DatabaseError.SQLITE_INTERRUPT, DatabaseError.SQLITE_ABORT {
      return nil
    } catch {
      throw StoreError(error, path: database.path)
    }
  }

  /// Interrupts a search running on another thread, which then returns `nil`. Saving is not
  /// affected.
  public func interruptSearch() { searching.interrupt() }

  /// Indexes up to `count` of the messages that are not indexed yet, because they were merged, or
  /// stored by a version without an index.
  /// - Returns: whether more remain.
  /// - Complexity: O(n · log(n)) in the waiting messages for the first call, O(`count`) for the
  ///   next ones
  public func indexOlder(_ count: Int) throws(StoreError) -> Bool {
    try database.writeWithoutTransaction { connection in
      var hasMore = false
      try connection.inTransaction(.immediate) {
        let index = SearchIndex(connection)
        let texts = try waitingTexts.withLock { texts in
          if texts.isEmpty { texts = try index.waiting()[...] }
          defer { texts = texts.dropFirst(count) }
          return texts.prefix(count)
        }
        hasMore = try texts.isEmpty ? index.workOff(count) : index.indexSome(texts)
        return .commit
      }
      return hasMore
    }
  }

  /// Indexes all messages that are not indexed yet, in batches, so that other programs can write in
  /// between. If stopped, leaves the rest to the next program that writes or searches.
  /// - Parameter progress: receives the fraction indexed, from 0 to 1, and returns `false` to stop.
  /// - Returns: `false` if it was stopped.
  public func completeIndex(_ progress: (Double) -> Bool) throws(StoreError) -> Bool {
    let waiting = try database.read { try SearchIndex($0).waiting() }
    var rest = waiting[...]
    while !rest.isEmpty {
      guard progress(1 - Double(rest.count) / Double(waiting.count)) else { return false }
      let some = rest.prefix(SearchIndex.batch)
      rest = rest.dropFirst(some.count)
      try database.writeWithoutTransaction { connection in
        try connection.inTransaction(.immediate) {
          try SearchIndex(connection).index(some)
          return .commit
        }
      }
    }
    // Indexing may have found the numbers out of order and started over, so finish that as well.
    repeat {
      let share = try database.read(Self.indexedShare)
      guard share.map(progress) ?? true else { return false }
    } while try indexOlder(SearchIndex.batch)
    return true
  }

  /// Returns the fraction of older messages that are indexed, from 0 to 1; `nil` if all are.
  private static func indexedShare(_ connection: Connection) throws -> Double? {
    guard
      let row = try Row.fetchOne(
        connection.cachedStatement(
          sql: "SELECT next_message, next_title, first_message FROM search_state"))
    else { return nil }
    let next: Int64 = row[0] ?? 0
    let title: Int64 = row[1] ?? 0
    guard next > 0 || title > 0 else { return try caughtUpShare(connection) }
    return 1 - Double(next) / Double(max(1, row[2] as Int64? ?? 1))
  }

  /// Returns the fraction of messages and titles that are not waiting to be indexed, from 0 to 1;
  /// `nil` if none are waiting. They wait if another program stored them without indexing them.
  private static func caughtUpShare(_ connection: Connection) throws -> Double? {
    let waiting =
      try Int.fetchOne(
        connection.cachedStatement(
          sql: "SELECT count(*) FROM (SELECT 1 FROM search_waiting LIMIT 1000000)")) ?? 0
    guard waiting > 0 else { return nil }
    let all = try Int.fetchOne(
      connection.cachedStatement(
        sql: """
          SELECT coalesce((SELECT max(number) FROM message), 0)
            + coalesce((SELECT max(number) FROM conversation), 0)
          """))
    return max(0, 1 - Double(waiting) / Double(max(1, all ?? 1)))
  }

  private static func hit(
    _ subject: Int64, _ plan: SearchPlan, includesReasoning: Bool, _ connection: Connection
  ) throws -> SearchHit? {
    let number = Int64(clamping: subject.magnitude)
    let rows = try Row.fetchCursor(
      connection.cachedStatement(sql: subject < 0 ? titleHit : messageHit),
      arguments: subject < 0
        ? ["number": number, "preview": Preview.found.bytesRead] : ["number": number])
    guard let row = try rows.next(), let conversation = row.conversationID("conversation_id") else {
      return nil
    }
    let title = row.text("title") ?? ""
    guard subject > 0 else {
      var hit = SearchHit(
        conversation: conversation, title: title, message: nil, role: nil,
        createdAt: row.timestamp("created_at"), isInReasoning: false,
        snippet: Self.snippet(title, tags: row.json("tags") ?? [], plan))
      hit.preview = Preview.found.text(of: row["beginning"] ?? Data())
      return hit
    }
    let message = row.messageID("id")
    let content = ["content", "refusal", "attachment_names"].compactMap { row.text($0) }
      .filter { !$0.isEmpty }
    let said = SnippetMaker(content.joined(separator: "\n\n"), plan.wanted)
    let columns = Set(plan.areas.flatMap(\.columns))
    var shown = columns.contains(.content) ? said : SnippetMaker("", [])
    var isInReasoning = false
    if columns.contains(.reasoning), shown.matchedCount < plan.wanted.count || shown.text.isEmpty {
      let thought = SnippetMaker(row.text("reasoning") ?? "", plan.wanted)
      if thought.matchedCount > shown.matchedCount || shown.text.isEmpty {
        shown = thought
        isInReasoning = true
      }
    }
    return SearchHit(
      conversation: conversation, title: title, message: message,
      role: row.text("role").flatMap { Role(rawValue: $0) } ?? .assistant,
      createdAt: row.timestamp("created_at"), isInReasoning: isInReasoning, snippet: shown.snippet)
  }

  /// Returns a snippet of the title, with the tags appended if the title does not contain every
  /// word.
  private static func snippet(_ title: String, tags: [String], _ plan: SearchPlan) -> SearchSnippet
  {
    let named = SnippetMaker(title, plan.wanted)
    guard named.matchedCount < plan.wanted.count, !tags.isEmpty else { return named.snippet }
    return SnippetMaker(title + "  #" + tags.joined(separator: " #"), plan.wanted).snippet
  }

  private static let titleHit = """
    SELECT id AS conversation_id, title, created_at, tags, \(previewed) AS beginning
    FROM conversation WHERE number = :number
    """
  private static let messageHit = """
    SELECT message.id, conversation_id, title, role, message.created_at, content, refusal,
      reasoning, attachment_names
    FROM message JOIN conversation ON conversation.id = conversation_id
    WHERE message.number = :number
    """
}

extension SearchRun {
  /// Plans the search. Returns `nil` if the query is empty.
  fileprivate init?(
    _ query: SearchQuery, includesReasoning: Bool, limit: Int, now: Timestamp,
    _ connection: Connection
  ) throws {
    let models = try query.models.isEmpty ? nil : Self.models(query.models, connection)
    let unwanted = try Self.models(query.unwantedModels, connection)
    guard
      let plan = SearchPlan(
        query, includesReasoning: includesReasoning, models: models, unwantedModels: unwanted)
    else { return nil }
    self.init(
      plan: plan,
      rows: SearchRows(
        connection: connection,
        times: (
          try query.after.compactMap { try Self.beginning(of: $0, now, connection) }.max(),
          try query.before.compactMap { try Self.beginning(of: $0, now, connection) }.min()
        ), tags: try Self.tags(query, connection)), limit: limit)
  }

  /// Returns the values of `conversation.tags` that contain every wanted tag, and those that
  /// contain an excluded one. Compares tags in folded form.
  private static func tags(
    _ query: SearchQuery, _ connection: Connection
  ) throws -> SearchRows.Tags {
    let wanted = Set(query.tags.map(folded))
    let unwanted = Set(query.unwantedTags.map(folded))
    return SearchRows.Tags(
      wanted: wanted.isEmpty ? nil : try tags(connection) { wanted.isSubset(of: $0) },
      unwanted: unwanted.isEmpty ? nil : try tags(connection) { !unwanted.isDisjoint(with: $0) })
  }

  private static func tags(
    _ connection: Connection, where isMeant: ([String]) -> Bool
  ) throws -> String? {
    let rows = try Row.fetchCursor(
      connection, sql: "SELECT DISTINCT tags FROM conversation WHERE tags IS NOT NULL")
    var values: [String] = []
    while let row = try rows.next() {
      let tags: [String] = row.json("tags") ?? []
      if isMeant(tags.map(folded)) { values.append(row.text("tags") ?? "") }
    }
    return Columns.json(values).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Returns the numbers of the models whose IDs contain one of `parts`. Compares both in folded
  /// form.
  private static func models(_ parts: [String], _ connection: Connection) throws -> [Int64] {
    guard !parts.isEmpty else { return [] }
    let wanted = parts.map(folded)
    let rows = try Row.fetchCursor(connection, sql: "SELECT number, model FROM search_model")
    var numbers: [Int64] = []
    while let row = try rows.next() {
      let model = folded(row.text("model") ?? "")
      if wanted.contains(where: { model.contains($0) }) { numbers.append(row[0]) }
    }
    return numbers
  }

  private static func folded(_ text: String) -> String {
    var bytes: [UInt8] = []
    Tokenizer.append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the beginning of a date in milliseconds since 1970. Asks SQLite, which knows when a
  /// day begins in the local time zone.
  private static func beginning(
    of date: SearchDate, _ now: Timestamp, _ connection: Connection
  ) throws -> Int64? {
    let seconds: Int64?
    switch date {
    case .day(let year, let month, let day):
      let digits = "\(year + 100_000)-\(month + 100)-\(day + 100)".split(separator: "-")
      let text = "\(digits[0].suffix(4))-\(digits[1].suffix(2))-\(digits[2].suffix(2))"
      seconds = try Int64.fetchOne(
        connection, sql: "SELECT CAST(strftime('%s', ?, 'utc') AS INTEGER)", arguments: [text])
    case .daysAgo(let count):
      seconds = try start(now, "-\(count) days", connection)
    case .monthsAgo(let count):
      seconds = try start(now, "-\(count) months", connection)
    }
    return seconds.map { $0.multipliedClamped(by: 1000) }
  }

  private static func start(
    _ now: Timestamp, _ step: String, _ connection: Connection
  ) throws -> Int64? {
    try Int64.fetchOne(
      connection,
      sql: """
        SELECT CAST(
          strftime('%s', ?, 'unixepoch', 'localtime', 'start of day', ?, 'utc') AS INTEGER)
        """,
      arguments: [now.milliseconds / 1000, step])
  }
}
