import Chat
import GRDB

/// The tables of `llm` since 0.32. Messages name their parent and are identified by a hash of
/// everything up to and including them. A turn is one model call, from one message to another.
/// Threads group turns.
struct LLMTurns {
  static let tables: Set<String> = ["turns", "threads", "messages", "parts"]

  private let connection: Connection
  private let turns: Set<String>
  private let hasFragments: Bool

  init(_ connection: Connection) throws {
    self.connection = connection
    turns = Set(
      try String?.fetchAll(connection, sql: "SELECT id FROM turns").compactMap(\.self))
    hasFragments = try connection.tableExists("fragments")
    // The file is a copy, so it can be changed.
    try connection.execute(
      sql: """
        CREATE INDEX aside_turns_by_tip ON turns (tip_message_hash);
        CREATE INDEX aside_turns_by_thread ON turns (coalesce(thread_id, 'response ' || id));
        """)
  }

  func holds(_ turn: String) -> Bool { turns.contains(turn) }

  /// Returns the names of threads, and of turns without a thread.
  func threads() throws -> [String] {
    try String?.fetchAll(
      connection,
      sql: """
        SELECT id FROM (SELECT id, min(rowid) AS place FROM threads GROUP BY id ORDER BY place)
        UNION ALL SELECT 'response ' || id FROM turns WHERE thread_id IS NULL
        """
    ).compactMap(\.self)
  }

  /// Adds everything that the turns of a thread sent and received.
  func addThread(
    _ name: String, to result: inout ForeignConversation, _ chain: inout LLMChain
  ) throws {
    let turns = try ForeignRow.all(
      connection,
      """
      SELECT * FROM turns WHERE coalesce(thread_id, 'response ' || id) = ?
      ORDER BY datetime_utc, rowid
      """, [name])
    let thread = try ForeignRow.all(connection, "SELECT * FROM threads WHERE id = ?", [name]).first
    if result.title.isEmpty { result.title = thread?.text("name") ?? "" }
    if result.createdAt == nil {
      result.createdAt =
        turns.lazy.compactMap { ForeignTime.iso8601($0.text("datetime_utc")) }.first
        ?? ForeignTime.iso8601(thread?.text("datetime_utc"))
    }
    for turn in turns {
      try addChain(
        to: turn.text("tip_message_hash"), at: ForeignTime.iso8601(turn.text("datetime_utc")),
        &result, &chain)
    }
    // The thread may be a fork that has no question yet.
    try addChain(
      to: thread?.text("tip_message_hash"), at: ForeignTime.iso8601(thread?.text("datetime_utc")),
      &result, &chain)
    let tip = thread?.text("tip_message_hash") ?? turns.last?.text("tip_message_hash")
    if let tip { result.selected = chain.names[tip] }
  }

  /// Adds those messages on the path to `tip` that are not in the conversation yet.
  /// - Parameter time: the time of the turn that sent them.
  private func addChain(
    to tip: String?, at time: Timestamp?, _ result: inout ForeignConversation,
    _ chain: inout LLMChain
  ) throws {
    var path: [ForeignRow] = []
    var next = tip
    var seen: Set<String> = []
    while let hash = next, chain.names[hash] == nil, seen.insert(hash).inserted {
      guard
        let row = try ForeignRow.all(
          connection, "SELECT * FROM messages WHERE hash = ?", [hash]
        ).first
      else {
        result.remark(.missingMessage, at: "messages \(hash)")
        break
      }
      path.append(row)
      next = row.text("parent_hash")
    }
    for row in path.reversed() { try add(row, at: time, to: &result, &chain) }
  }

  private func add(
    _ row: ForeignRow, at time: Timestamp?, to result: inout ForeignConversation,
    _ chain: inout LLMChain
  ) throws {
    let hash = row.text("hash") ?? ""
    let place = "messages \(hash)"
    let parent = row.text("parent_hash").flatMap { chain.names[$0] }
    let role = result.role(row.text("role"), at: place)
    let body = try LLMParts(hash, connection, hasFragments: hasFragments, &result)
    // The older table may contain the same message.
    if let known = chain.name(of: body.content, role, after: parent) {
      chain.names[hash] = known
      return
    }
    let turn =
      role == .assistant
      ? try ForeignRow.all(
        connection, "SELECT * FROM turns WHERE tip_message_hash = ? ORDER BY rowid", [hash]
      ).first : nil
    let facts = turn.map { LLMAnswerFacts($0, origin: result.origin(model: $0.text("model"))) }
    let origin = result.origin(model: nil)
    let date = ForeignTime.iso8601(turn?.text("datetime_utc")) ?? time
    chain.names[hash] = result.add(hash, after: parent, role: role, at: date, place: place) {
      $0.content = body.content
      $0.attachments = body.attachments
      guard role == .assistant else { return }
      $0.reasoning = body.reasoning
      $0.toolCalls = body.calls
      $0.origin = origin
      facts?.write(to: &$0)
      $0.splitThinking()
    }
  }
}

/// The messages added to a conversation, by parent and text, so that a message found in both of
/// `llm`'s logs is added only once.
struct LLMChain {
  private struct Key: Hashable {
    var parent: String?
    var role: Role
    var text: String
  }

  /// The names of messages, keyed by their hashes in the newer log.
  var names: [String: String] = [:]
  private var older: [Key: String] = [:]
  private var last: String?

  /// Records the next message of the older log, in which each message follows the previous one.
  mutating func note(_ text: String, _ role: Role, under name: String?) {
    older[Key(parent: last, role: role, text: text)] = name
    last = name
  }

  func name(of text: String, _ role: Role, after parent: String?) -> String? {
    older[Key(parent: parent, role: role, text: text)]
  }
}

/// The combined parts of a message.
struct LLMParts {
  private(set) var content = ""
  private(set) var reasoning = ""
  private(set) var calls: [ToolCall] = []
  private(set) var attachments: [Attachment] = []

  init(
    _ message: String, _ connection: Connection, hasFragments: Bool,
    _ result: inout ForeignConversation
  ) throws {
    var texts: [String] = []
    var thoughts: [String] = []
    let rows = try ForeignRow.all(
      connection, "SELECT * FROM parts WHERE message_hash = ? ORDER BY position", [message])
    for row in rows {
      let payload = row.json("payload") ?? .null
      if payload == .null, row.text("payload")?.isEmpty == false {
        result.omit(.unreadablePart)
      }
      switch row.text("type") ?? "" {
      case "text": texts.append(try Self.text(row, payload, connection, hasFragments))
      case "reasoning":
        let thought = try Self.text(row, payload, connection, hasFragments)
        if thought.isEmpty { result.omit(.hiddenThought) }
        thoughts.append(thought)
      case "tool_call":
        calls.append(
          ToolCall(
            id: payload["tool_call_id"]?.asText ?? "", name: row.text("tool_name") ?? "",
            arguments: payload["arguments"]?.text ?? ""))
      case "tool_result":
        texts.append(payload["output"]?.asText ?? payload["exception"]?.asText ?? "")
        result.omit(.attachment, count: payload["attachments"]?.elements.count ?? 0)
      case "attachment":
        if let placeholder = try addAttachment(payload, connection, &result) {
          texts.append(placeholder)
        }
      case let other:
        result.omit(.part(type: other))
        texts.append("[\(other)]")
      }
    }
    content = texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    reasoning = thoughts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Adds an attachment.
  /// - Returns: a placeholder if the database does not have the contents.
  private mutating func addAttachment(
    _ payload: JSONValue, _ connection: Connection, _ result: inout ForeignConversation
  ) throws -> String? {
    let row = try ForeignRow.all(
      connection, "SELECT * FROM attachments WHERE id = ?",
      [payload["attachment"]?["id"]?.asText ?? ""]
    ).first
    guard let row else {
      result.omit(.attachment)
      return OmittedItem.attachment.placeholder()
    }
    guard let kept = LLMAttachment.kept(row) else { return LLMAttachment.mark(row, &result) }
    attachments.append(kept)
    return nil
  }

  /// Returns the text of a part. It is stored literally or as a list of pieces, and a piece may
  /// refer to a fragment, which is stored only once.
  private static func text(
    _ row: ForeignRow, _ payload: JSONValue, _ connection: Connection, _ hasFragments: Bool
  ) throws -> String {
    if let text = row.text("text") { return text }
    return try (payload["text_ref"]?.elements ?? []).map { piece in
      if let literal = piece["literal"]?.asText { return literal }
      guard hasFragments, case .integer(let id)? = piece["fragment"] else { return "" }
      return try ForeignRow.all(connection, "SELECT content FROM fragments WHERE id = ?", [id])
        .first?.text("content") ?? ""
    }.joined()
  }
}
