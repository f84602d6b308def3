import Chat
import Foundation
import GRDB

/// `logs.db` of the command-line tool `llm`. Up to version 0.31, each row of `responses` is a
/// question with its answer. Since 0.32 there is also a tree of messages (``LLMTurns``), which may
/// continue a conversation from the older table.
struct LLMStore {
  static let source = "llm"

  private let connection: Connection
  private let tables: Set<String>
  private let turns: LLMTurns?

  init(_ connection: Connection) throws {
    self.connection = connection
    tables = Set(
      try String.fetchAll(connection, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"))
    turns = tables.isSuperset(of: LLMTurns.tables) ? try LLMTurns(connection) : nil
    guard tables.contains("responses") else { return }
    // The file is a copy, so it can be changed. Without this index, reading each conversation would
    // scan the whole table.
    try connection.execute(
      sql: """
        CREATE INDEX aside_responses ON responses
          (coalesce(conversation_id, 'response ' || id));
        """)
  }

  func forEach(_ body: ForeignDatabase.Take) throws {
    var names: [String] = []
    if tables.contains("responses") {
      names = try String?.fetchAll(
        connection,
        sql: """
          SELECT coalesce(conversation_id, 'response ' || id) AS name FROM responses
          GROUP BY 1 ORDER BY min(rowid)
          """
      ).compactMap(\.self)
    }
    let older = Set(names)
    if let turns { names += try turns.threads().filter { !older.contains($0) } }
    for (index, name) in names.enumerated() {
      var result = ForeignConversation(source: Self.source, name: name, createdAt: nil)
      var chain = LLMChain()
      if older.contains(name) { try addResponses(of: name, to: &result, &chain) }
      try turns?.addThread(name, to: &result, &chain)
      try body(result, "conversation \(name)", Double(index + 1) / Double(names.count))
    }
  }

  private func addResponses(
    of name: String, to result: inout ForeignConversation, _ chain: inout LLMChain
  ) throws {
    let rows = try responses(of: name)
    result.createdAt = rows.lazy.compactMap { ForeignTime.iso8601($0.text("datetime_utc")) }.first
    if tables.contains("conversations") {
      result.title =
        try ForeignRow.all(connection, "SELECT * FROM conversations WHERE id = ?", [name])
        .first?.text("name") ?? ""
    }
    var last: String?
    var system: String?
    for response in rows.map(Response.init) {
      for prompt in try prompts(of: response, repeating: system, in: &result) {
        last = result.add(
          "\(response.id) \(prompt.name)", after: last, role: prompt.role, at: response.time,
          place: response.place
        ) {
          $0.content = prompt.text
          $0.attachments = prompt.attachments
        }
        chain.note(prompt.text, prompt.role, under: last)
        if prompt.role == .system { system = prompt.text }
      }
      last = try addAnswer(response, after: last, to: &result)
      chain.note(response.answer, .assistant, under: last)
    }
    result.selected = last
  }

  /// A row of `responses`: a question with its answer.
  private struct Response {
    let row: ForeignRow
    let id: String
    /// The time of the question.
    let time: Timestamp?
    var place: String { "responses \(id)" }
    var answer: String { row.text("response") ?? "" }

    init(_ row: ForeignRow) {
      self.row = row
      id = row.text("id") ?? ""
      time = ForeignTime.iso8601(row.text("datetime_utc"))
    }
  }

  /// A message sent by a row's request. `name` is unique within the row.
  private struct Prompt {
    let name: String
    let role: Role
    let text: String
    var attachments: [Attachment] = []
  }

  /// Returns the messages sent by a row's request, in order.
  /// - Parameter system: the conversation's last system prompt. Every row repeats the system
  ///   prompt, but it becomes a message only when it changes.
  private func prompts(
    of response: Response, repeating system: String?, in result: inout ForeignConversation
  ) throws -> [Prompt] {
    var prompts: [Prompt] = []
    let (row, id) = (response.row, response.id)
    if let text = try joined(row.text("system"), fragments: "system_fragments", of: id),
      !text.isEmpty, text != system
    {
      prompts.append(Prompt(name: "system", role: .system, text: text))
    }
    let results = try toolResults(id)
    if !results.isEmpty {
      let text = results.joined(separator: "\n\n")
      prompts.append(Prompt(name: "tools", role: .tool, text: text))
    }
    let prompt = try joined(row.text("prompt"), fragments: "prompt_fragments", of: id) ?? ""
    let attached = try attachments(of: id, in: &result)
    let question = prompt + attached.placeholders
    if !question.isEmpty || !attached.kept.isEmpty || results.isEmpty {
      prompts.append(
        Prompt(name: "prompt", role: .user, text: question, attachments: attached.kept))
    }
    return prompts
  }

  /// Adds a row's answer.
  /// - Returns: the answer's name.
  private func addAnswer(
    _ response: Response, after last: String?, to result: inout ForeignConversation
  ) throws -> String {
    let row = response.row
    let calls = try self.calls(response.id)
    let facts = LLMAnswerFacts(row, origin: result.origin(model: row.text("model")))
    return result.add(
      response.id, after: last, role: .assistant, at: response.time, place: response.place
    ) { answer in
      answer.content = response.answer
      answer.reasoning = row.text("reasoning") ?? ""
      answer.toolCalls = calls
      facts.write(to: &answer)
      answer.splitThinking()
    }
  }

  /// Returns the rows of a conversation, sorted by date. Rows without a date follow the row
  /// stored before them.
  private func responses(of name: String) throws -> [ForeignRow] {
    let rows = try ForeignRow.all(
      connection,
      """
      SELECT * FROM responses WHERE coalesce(conversation_id, 'response ' || id) = ?
      ORDER BY rowid
      """, [name])
    var last = Timestamp(milliseconds: .min)
    let times = rows.map { row in
      last = ForeignTime.iso8601(row.text("datetime_utc")) ?? last
      return last
    }
    return rows.indices.sorted { (times[$0], $0) < (times[$1], $1) }
      .compactMap { index in
        // Skip a row that the newer tables also contain.
        turns?.holds(rows[index].text("id") ?? "") == true ? nil : rows[index]
      }
  }

  /// Returns the text, preceded by its fragments.
  private func joined(
    _ text: String?, fragments table: String, of id: String
  ) throws -> String? {
    guard tables.contains(table), tables.contains("fragments") else { return text }
    let fragments = try ForeignRow.all(
      connection,
      """
      SELECT content FROM \(table) JOIN fragments ON fragments.id = fragment_id
      WHERE response_id = ? ORDER BY "order"
      """, [id])
    guard !fragments.isEmpty else { return text }
    return (fragments.map { $0.text("content") } + [text]).compactMap(\.self)
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Returns the attachments that the database contains, and a placeholder for each of the
  /// others, to be appended to the prompt.
  private func attachments(
    of id: String, in result: inout ForeignConversation
  ) throws -> (kept: [Attachment], placeholders: String) {
    guard tables.contains("prompt_attachments"), tables.contains("attachments") else {
      return ([], "")
    }
    let rows = try ForeignRow.all(
      connection,
      """
      SELECT attachments.* FROM prompt_attachments
      JOIN attachments ON attachments.id = attachment_id WHERE response_id = ? ORDER BY "order"
      """, [id])
    var kept: [Attachment] = []
    var placeholders = ""
    for row in rows {
      if let attachment = LLMAttachment.kept(row) {
        kept.append(attachment)
      } else {
        placeholders += "\n\n" + LLMAttachment.mark(row, &result)
      }
    }
    return (kept, placeholders)
  }

  /// Returns the results of tool calls, which were sent with this row's prompt.
  private func toolResults(_ id: String) throws -> [String] {
    guard tables.contains("tool_results") else { return [] }
    return try ForeignRow.all(
      connection, "SELECT * FROM tool_results WHERE response_id = ? ORDER BY id", [id]
    ).map { $0.text("output") ?? "" }
  }

  private func calls(_ id: String) throws -> [ToolCall] {
    guard tables.contains("tool_calls") else { return [] }
    return try ForeignRow.all(
      connection, "SELECT * FROM tool_calls WHERE response_id = ? ORDER BY id", [id]
    ).map { row in
      ToolCall(
        id: row.text("tool_call_id") ?? "", name: row.text("name") ?? "",
        arguments: row.text("arguments") ?? "")
    }
  }
}

/// The facts about an answer, other than its text, in a row of `responses` or `turns`.
struct LLMAnswerFacts {
  private var origin: AnswerOrigin
  private let usage: Usage
  private let duration: Duration?

  init(_ row: ForeignRow, origin: AnswerOrigin) {
    self.origin = origin
    // The row has only the options that were set. Plugins choose the names; most match the API's.
    if let options = row.json("options_json"), case .object(let members) = options,
      !members.isEmpty
    {
      self.origin.parameters.extra = options
    }
    usage = Usage(
      promptTokens: row.integer("input_tokens"), completionTokens: row.integer("output_tokens"))
    duration = row.integer("duration_ms").map { Duration.milliseconds($0).clamped }
  }

  func write(to answer: inout Message) {
    answer.origin = origin
    if usage != Usage() { answer.usage = usage }
    answer.timings = duration.map { Timings(end: $0) }
  }
}

enum LLMAttachment {
  /// Returns the attachment if the database has its contents. Often, the row has only a path or a
  /// URL.
  /// - Parameter row: a row of `attachments`.
  static func kept(_ row: ForeignRow) -> Attachment? {
    let name = row.text("path") ?? row.text("url")
    return row.bytes("content").flatMap {
      Attachment(imported: $0, name: name ?? row.text("type")?.replacing("/", with: ".") ?? "")
    }
  }

  /// Returns a placeholder for an attachment without contents, and counts it as omitted.
  /// - Parameter row: a row of `attachments`.
  static func mark(_ row: ForeignRow, _ result: inout ForeignConversation) -> String {
    let isImage = row.text("type")?.hasPrefix("image/") == true
    let item = isImage ? OmittedItem.image : .attachment
    result.omit(item)
    return item.placeholder(at: row.text("path") ?? row.text("url"))
  }
}
