import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// A database or a file with extreme numbers can be read, listed, searched, counted and exported.
@Suite struct NumbersTests {
  private static let integers: [Int64] = [
    .min, .min + 1, -62_167_219_200_001, -1, 0, 1 << 53, 253_402_300_800_000,
    9_404_900_000_000_000, .max - 1, .max,
  ]

  private let store: ConversationStore
  private let conversation: Conversation

  init() throws {
    store = try ConversationStore.inMemory()
    var samples = Samples()
    conversation = samples.exchange("Tides")
    try store.save(conversation, messages: conversation.path)
  }

  /// Reads the conversation in every way, then imports its export into another store.
  private func readAll() throws {
    let loaded = try #require(try store.conversation(conversation.id))
    #expect(loaded.allMessages.count == 2)
    for cost in loaded.allMessages.compactMap({ $0.usage?.cost }) { #expect(cost.isFinite) }
    #expect(try store.summaries(limit: .max, offset: 0).map(\.id) == [conversation.id])
    for shelf in Shelf.allCases { _ = try store.summaries(on: shelf, limit: 10) }
    let use = try store.monthlyUse()
    #expect(use.map(\.messages) == [1])
    #expect(use.allSatisfy { $0.cost?.isFinite ?? true })
    for order in [SearchOrder.newest, .best] {
      let found = try store.search(
        SearchQuery("because"), order: order, limit: .max, now: Timestamp(milliseconds: .max))
      #expect(found?.hits.count == 1)
    }
    _ = try store.search(
      SearchQuery("because after:30d before:2030"), order: .newest, limit: .max,
      now: Timestamp(milliseconds: .min))
    let json = try #require(try store.exportedJSON(conversation.id))
    #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])
    try expectImport(of: json)
  }

  private func expectImport(of json: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/export.json"
    try Data(json.utf8).write(to: URL(fileURLWithPath: path))
    let copy = try ConversationStore.inMemory()
    let report = try copy.importFile(path)
    #expect(report.messages == 2 && report.skipped.isEmpty, "\(report.skipped)")
    #expect(try copy.summaries(limit: 10, offset: 0).count == 1)
    #expect(try copy.conversation(conversation.id)?.allMessages.count == 2)
    #expect(try copy.monthlyUse().map(\.messages) == [1])
  }

  private func set(_ columns: [String], of table: String, to value: (any DatabaseValueConvertible)?)
    throws
  {
    try store.database.write { connection in
      for column in columns {
        try connection.execute(sql: "UPDATE \(table) SET \(column) = ?", arguments: [value])
      }
    }
  }

  @Test(arguments: integers)
  func everyCountIsRead(_ value: Int64) throws {
    try set(
      [
        "prompt_tokens", "completion_tokens", "reasoning_tokens", "cached_tokens",
        "thinking_budget",
      ],
      of: "message", to: value)
    try readAll()
    #expect(
      try store.monthlyUse().first?.promptTokens == Int(clamping: Double(value))
        || value.magnitude > 1 << 52)
  }

  @Test(arguments: integers)
  func everyTimeIsRead(_ value: Int64) throws {
    try set(["first_token_us", "first_content_us", "end_us"], of: "message", to: value)
    try readAll()
    let answer = try store.conversation(conversation.id)?.lastMessage
    #expect(answer?.timings?.end == .microseconds(value))
  }

  @Test(arguments: integers)
  func everyDateIsRead(_ value: Int64) throws {
    try set(["created_at"], of: "message", to: value)
    try set(["created_at", "updated_at"], of: "conversation", to: value)
    try readAll()
    let loaded = try store.conversation(conversation.id)
    #expect(loaded?.createdAt.milliseconds == value && loaded?.updatedAt.milliseconds == value)
  }

  @Test(arguments: integers)
  func everyDateOfADeletionIsRead(_ value: Int64) throws {
    try set(["deleted_at", "marked_at"], of: "conversation", to: value)
    #expect(
      try store.summaries(on: .deleted, limit: 1).first?.marks.deletedAt?.milliseconds == value)
    #expect(try store.exportedJSON(conversation.id)?.contains("deleted_ms") == true)
  }

  @Test(
    arguments: [
      1e300, -1e300, .infinity, -.infinity, .leastNonzeroMagnitude, -0.0, 1e11,
      .greatestFiniteMagnitude, 0.25,
    ])
  func everyCostIsRead(_ value: Double) throws {
    try set(["cost"], of: "message", to: value)
    try readAll()
    #expect(
      try store.conversation(conversation.id)?.lastMessage?.usage?.cost == Money.clamped(value))
  }

  @Test(arguments: [
    #"{"generation":[9223372036854775807,18446744073709551615],"queue":[-9223372036854775808,0]}"#,
    #"{"generation":1e300}"#, #"{"queue":[1e300,0]}"#, "nonsense",
  ])
  func everyServerTimingIsRead(_ json: String) throws {
    try set(["server_timings"], of: "message", to: json)
    try readAll()
    let times = try store.conversation(conversation.id)?.lastMessage?.serverTimings
    for time in [times?.queue, times?.generation].compactMap(\.self) {
      #expect(time.clamped == time)
    }
  }

  @Test(arguments: [
    #"{"max_tokens":1e300,"extra":{"a":1e999}}"#, #"{"temperature":"nan","min_p":"-inf"}"#,
    #"{"seed":9223372036854775807,"extra":{"a":1e308}}"#,
  ])
  func everyParameterIsRead(_ json: String) throws {
    try set(["parameters"], of: "message", to: json)
    try readAll()
  }

  @Test func infiniteCostsAreSavedClamped() throws {
    var samples = Samples(seed: 9)
    var other = samples.exchange("Rich")
    for id in other.path { other.update(id) { $0.usage = Usage(cost: .infinity) } }
    try store.save(other, messages: other.path)
    #expect(try store.conversation(other.id)?.lastMessage?.usage?.cost == Money.most)
    #expect(try store.monthlyUse().first?.cost == Money.most)
  }

  @Test(arguments: [Int64.min, -1, 0, .max])
  func extremeTimesAndNumbersOfTheIndexAreSearchable(_ value: Int64) throws {
    try set(["earliest", "latest", "subject", "taken"], of: "search_span", to: value)
    for span in [value, value >> 7] {
      try store.database.write {
        try $0.execute(sql: "UPDATE OR REPLACE search_span SET span = ?", arguments: [span])
      }
      for text in ["because before:2030 after:2020", "because "] {
        let found = try store.search(
          SearchQuery(text), order: .newest, limit: 1, now: Timestamp(milliseconds: 0))
        #expect(found != nil)
      }
      var samples = Samples(seed: 11)
      let other = samples.exchange("Rich")
      try store.save(other, messages: other.path)
    }
  }

  @Test(arguments: [Int64.min, -1, .max])
  func extremeIndexStateIsSearchable(_ value: Int64) throws {
    try set(
      ["delay", "first_message", "next_message", "next_title"], of: "search_state", to: value)
    let found = try store.search(
      SearchQuery("because before:2030"), order: .newest, limit: .max,
      now: Timestamp(milliseconds: 0))
    #expect(found != nil)
    while try store.indexOlder(10) {}
  }

  // MARK: Processes and files

  @Test(arguments: [Int64.min, 0, .max])
  func ownersWithAnyStartTimeAreChecked(_ value: Int64) throws {
    try store.database.write { connection in
      try connection.execute(
        sql: """
          UPDATE message SET status = 'streaming', created_at = ?,
            owner = (SELECT '1:1:' || ? || '-1') WHERE role = 'assistant'
          """,
        arguments: [value, ProcessIdentity.current.space?.boot ?? ""])
    }
    #expect(try store.conversation(conversation.id) != nil)
    try store.tidyUp()
  }

  /// Nanoseconds since 1970 overflow in the year 2262, but file systems support later dates.
  @Test func filesOfAnyYearHaveAStamp() throws {
    let folder = try TemporaryFolder()
    try Data("[]".utf8).write(to: URL(fileURLWithPath: folder.database))
    for seconds in [9_999_999_999, -9_999_999_999, 0] as [Double] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: folder.database)
      let first = FileStamp(path: folder.database)
      #expect(first == FileStamp(path: folder.database))
    }
  }

  @Test func offsetsBeyondThePageReadAsNil() throws {
    let data = Data([1, 2, 3])
    #expect(data.number(at: .max, bytes: 8) == nil && data.number(at: -1, bytes: 1) == nil)
    #expect(data.number(at: 0, bytes: 8) == nil && data.number(at: 1, bytes: 2) == 0x0203)
    #expect(data.variableNumber(at: .max) == nil && data.variableNumber(at: 2)?.value == 3)
  }

  // MARK: Imported

  @Test(arguments: [
    "-9223372036854775808", "9223372036854775807", "1e300", "-1e300", "18446744073709551616", "1.5",
  ])
  func outOfRangeNumbersKeepTheMessage(_ number: String) throws {
    var json = try #require(try store.exportedJSON(conversation.id))
    for name in ["created_ms", "updated_ms"] {
      json.replace(try Regex("\"\(name)\":[0-9]+"), with: "\"\(name)\":\(number)")
    }
    let times = #"{"first_token":\#(number),"first_content":\#(number),"end":\#(number)}"#
    let usage = ["prompt_tokens", "completion_tokens", "reasoning_tokens", "cached_tokens", "cost"]
      .map { "\"\($0)\":\(number)" }.joined(separator: ",")
    json.replace(
      "\"content\":\"Because.\"",
      with: """
        "content":"Because.","usage":{\(usage)},"timings":\(times),\
        "server_timings":{"queue":\(number),"prompt":\(number),"generation":\(number)}
        """)
    try expectImport(of: json)
    let loaded = try ConversationJSON.read(Data(json.utf8)).0
    #expect(loaded.updatedAt == Timestamp(clamping: loaded.updatedAt.milliseconds))
    let answer = try #require(loaded.lastMessage)
    #expect(answer.usage?.cost?.isFinite == true)
    #expect(answer.timings?.end?.clamped == answer.timings?.end && answer.timings?.end != nil)
    #expect(answer.serverTimings?.queue?.clamped == answer.serverTimings?.queue)
  }

  /// Foundation cannot decode the numbers below at all.
  @Test(arguments: ["usage", "timings", "server_timings", "parameters", "logprobs"])
  func unreadableNumbersDropOnlyTheirPart(_ part: String) throws {
    let values = [
      "usage": #"{"cost":1e999}"#, "timings": #"{"end":-1e999}"#,
      "server_timings": #"{"queue":1e999}"#, "parameters": #"{"max_tokens":1e300}"#,
      "logprobs": #"[{"token":"a","logprob":1e999,"top":[]}]"#,
    ]
    var json = try #require(try store.exportedJSON(conversation.id))
    json.replace("\"parameters\":{},", with: "")
    json.replace(
      "\"content\":\"Because.\"",
      with: "\"content\":\"Because.\",\"\(part)\":\(try #require(values[part]))")
    let (read, _, faults) = try ConversationJSON.read(Data(json.utf8))
    #expect(read.lastMessage?.content == "Because.")
    #expect(faults.remarks.map(\.place) == ["messages[1].\(part)"] && faults.skipped.isEmpty)
  }

  @Test(arguments: [
    "-9223372036854775808", "9223372036854775807", "1e300", "-1e300", "1e999", "-1e999", "0",
    "\"9999-12-31T23:59:59Z\"", "\"99999999999999999999-01-01T00:00:00Z\"",
  ])
  func foreignDatesAreClamped(_ number: String) throws {
    var reader = "[\(number)]"
    let value = try reader.withUTF8 { bytes in
      var reader = JSONReader(UnsafeRawBufferPointer(bytes))
      return try reader.value()
    }
    let time = ForeignTime.seconds(value.elements.first)
    #expect(time.map { $0 == Timestamp(clamping: $0.milliseconds) } ?? true)
    let folder = try TemporaryFolder()
    let path = folder.path + "/conversations.json"
    let node = """
      {"message":{"author":{"role":"assistant"},"create_time":\(number),\
      "content":{"content_type":"text","parts":["x"]},\
      "metadata":{"finished_duration_sec":\(number)}},"parent":null}
      """
    try Data(
      #"[{"title":"t","create_time":\#(number),"update_time":\#(number),"mapping":{"a":\#(node)}}]"#
        .utf8
    ).write(to: URL(fileURLWithPath: path))
    #expect(try store.importFile(path).messages == 1)
    #expect(try store.summaries(limit: 10, offset: 0).count == 2)
  }
}
