internal import Chat
internal import Foundation
internal import GRDB
@testable import Storage

/// A measurement that opens a store and types search queries key by key.
struct SearchMeasure {
  let path: String
  /// The queries to type instead of the default ones, if any.
  let queries: [String]

  private static let hits = 30
  /// Queries that are typed in addition to those sampled from the store.
  private static let fixed = [
    "actor deadlock", "the server", "\"the message\"", "量子", "的", "サーバ", "schlüssel", "strasse",
    "urlsession.shared", "foo_bar", "model:qwen3 actor", "role:user deadlock", "deadlock -server",
    "before:2022 message", "after:2024-03 quantum", "in:title server", "zzzz", "consi", "interest",
  ]

  func run() throws {
    let clock = ContinuousClock()
    var store: ConversationStore?
    let opening = try clock.measure { store = try ConversationStore(path: path) }
    guard let store else { return }
    var listed = 0
    let list = try clock.measure { listed = try store.summaries(limit: 10_000, offset: 0).count }
    let first = try clock.measure { _ = try store.summaries(limit: 100, offset: 0) }
    print(
      "opening \(milliseconds(opening)) ms; \(listed) conversations listed in"
        + " \(milliseconds(list)) ms, the first 100 in \(milliseconds(first)) ms")
    guard queries.isEmpty else { return try typed(queries, store, "given queries") }
    try sizes(store)
    try typed(Self.fixed, store, "chosen queries")
    try typed(try sampled(store, 300), store, "sampled queries")
  }

  private func typed(_ queries: [String], _ store: ConversationStore, _ name: String) throws {
    try typed(queries, store, name + ", newest first", .newest)
    try typed(queries, store, name + ", best match first", .best)
  }

  private func sizes(_ store: ConversationStore) throws {
    let (messages, text, index) = try store.database.read { connection in
      (
        try Int64.fetchOne(connection, sql: "SELECT count(*) FROM message") ?? 0,
        try Int64.fetchOne(
          connection,
          sql: """
            SELECT sum(length(CAST(content AS BLOB)) + length(CAST(reasoning AS BLOB))) FROM message
            """) ?? 0,
        try Int64.fetchOne(
          connection,
          sql: "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name GLOB '*search_*'")
          ?? 0
      )
    }
    let share = String(format: "%.1f", Double(index) / Double(max(1, text)) * 100)
    print(
      "\(messages) messages, text \(text / 1_000_000) MB, index \(index / 1_000_000) MB: \(share) %"
    )
  }

  private struct Key {
    var text: String
    var time: Duration
    /// The CPU time of all threads, which other programs hardly affect.
    var processorTime: Duration
  }

  private func typed(
    _ queries: [String], _ store: ConversationStore, _ name: String, _ order: SearchOrder
  ) throws {
    var keys: [Key] = []
    for query in queries {
      for end in query.indices {
        let text = String(query[...end])
        let begun = clock()
        let time = try ContinuousClock().measure {
          _ = try store.search(
            SearchQuery(text), order: order, limit: Self.hits,
            now: Timestamp(milliseconds: 1_800_000_000_000))
        }
        let ticks = Double(clock() - begun) / Double(CLOCKS_PER_SEC)
        keys.append(Key(text: text, time: time, processorTime: .seconds(ticks)))
      }
    }
    print("\(name): \(keys.count) keys")
    print("  \(percentiles(keys.map(\.time))); processor \(percentiles(keys.map(\.processorTime)))")
    for key in keys.sorted(by: { $0.time > $1.time }).prefix(8) {
      print(
        "  \(milliseconds(key.time)) ms, processor \(milliseconds(key.processorTime)): \(key.text)")
    }
  }

  private func percentiles(_ times: [Duration]) -> String {
    let times = times.sorted()
    return [0.5, 0.95, 0.99].map { share in
      "p\(Int(share * 100)) \(milliseconds(times[Int(Double(times.count - 1) * share)])) ms"
    }.joined(separator: ", ")
  }

  /// Returns up to `count` queries, each of one to three consecutive words from the store.
  private func sampled(_ store: ConversationStore, _ count: Int) throws -> [String] {
    var random = Generator(state: 5)
    return try store.database.read { connection in
      let last = try Int64.fetchOne(connection, sql: "SELECT max(number) FROM message") ?? 1
      return try (0..<count).compactMap { _ in
        let number = Int64.random(in: 1...last, using: &random)
        let text =
          try String.fetchOne(
            connection, sql: "SELECT content FROM message WHERE number = ?", arguments: [number])
          ?? ""
        let words = text.split(whereSeparator: \.isWhitespace).map { String($0) }
          .filter { $0.count <= 16 }
        guard !words.isEmpty else { return text.first.map { String($0) } }
        let first = Int.random(in: 0..<words.count, using: &random)
        let last = min(words.count, first + Int.random(in: 1...3, using: &random))
        return words[first..<last].joined(separator: " ")
      }
    }
  }

  private func milliseconds(_ duration: Duration) -> String {
    String(format: "%.2f", duration.inSeconds * 1000)
  }
}
