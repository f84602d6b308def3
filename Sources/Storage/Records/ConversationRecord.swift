import Chat
import GRDB

/// A row of `conversation`, which is the conversation's header without its messages.
struct ConversationRecord {
  var header: Conversation
  var leaf: MessageID?

  static let upsert = Columns(
    table: "conversation",
    texts: [
      "id", "title", "leaf_id", "draft", "title_source", "provider", "base_url", "model",
      "parameters", "system_prompt", "preset",
    ],
    numbers: ["created_at", "updated_at", "thinking_on", "thinking_budget"]
  ).upsert(
    updating: [
      "title", "leaf_id", "draft", "title_source", "updated_at", "thinking_on", "thinking_budget",
      "provider", "base_url", "model", "parameters", "system_prompt", "preset",
    ])

  init(_ conversation: Conversation) {
    header = conversation
    leaf = conversation.path.last
  }

  /// Returns `nil` for a row whose ID is invalid.
  init?(_ row: Row) {
    guard let id = row.conversationID("id") else { return nil }
    header = Conversation(
      id: id, title: row.text("title") ?? "", createdAt: row.timestamp("created_at"),
      updatedAt: row.timestamp("updated_at"), thinking: row.thinking)
    header.titleSource =
      row.text("title_source").flatMap { TitleSource(rawValue: $0) } ?? .question
    header.draft = row.text("draft") ?? ""
    header.settings = ConversationSettings(row)
    leaf = row.messageID("leaf_id")
  }

  var arguments: StatementArguments {
    [
      "id": header.id.description.bytes,
      "title": header.title.bytes,
      "draft": header.draft.isEmpty ? nil : header.draft.bytes,
      "title_source": header.titleSource.rawValue.bytes,
      "leaf_id": leaf?.description.bytes,
      "created_at": header.createdAt.milliseconds,
      "updated_at": header.updatedAt.milliseconds,
      "thinking_on": header.thinking?.isOn,
      "thinking_budget": header.thinking?.budget,
      "provider": header.settings?.provider.bytes,
      "base_url": header.settings?.baseURL?.bytes,
      "model": header.settings?.model.bytes,
      "parameters": header.settings.flatMap { Columns.json($0.parameters) },
      "system_prompt": header.settings?.systemPrompt?.bytes,
      "preset": header.settings?.preset?.bytes,
    ]
  }
}

extension ConversationSettings {
  /// Returns `nil` for a conversation without a request. Ignores parameters that cannot be read.
  fileprivate init?(_ row: Row) {
    guard let provider = row.text("provider"), let model = row.text("model") else { return nil }
    self.init(
      provider: provider, baseURL: row.text("base_url"), model: model,
      parameters: row.json("parameters") ?? Parameters(),
      systemPrompt: row.text("system_prompt"), preset: row.text("preset"))
  }
}
