internal import ArgumentParser
internal import Chat
internal import Screen
internal import Storage
internal import Words

/// `aside list`: lists conversations, most recently used first.
struct ListConversations: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: Words.Help.List.abstract)

  @ParentCommand var parent: Aside

  @Flag(
    help: ArgumentHelp(
      Words.Help.Common.jsonLines(["id", "title", "created", "updated", "model", "messages"])))
  var json = false

  @OptionGroup var options: StoreOptions

  /// The number of rows read at a time.
  private static let pageSize = 500

  func run() throws {
    try StandardStreams.requireOutput()
    _ = try options.place(parent).readSaying(list)
  }

  private func list(_ store: ConversationStore) throws {
    var offset = 0
    while true {
      let page = try store.summaries(limit: Self.pageSize, offset: offset)
      for summary in page {
        try StandardStreams.output(json ? Self.object(summary) : Self.row(summary))
      }
      guard page.count == Self.pageSize else { return }
      offset += page.count
    }
  }

  private static func row(_ summary: ConversationSummary) -> String {
    let title = Sanitizer.sanitizeLine(summary.title)
    return "\(summary.id)  \(summary.updatedAt.iso8601)  \(title)\n"
  }

  private static func object(_ summary: ConversationSummary) -> String {
    let object = JSONValue.object([
      "id": .string(summary.id.description), "title": .string(summary.title),
      "created": .string(summary.createdAt.iso8601), "updated": .string(summary.updatedAt.iso8601),
      "model": .string(summary.model), "messages": .integer(summary.messageCount),
    ])
    return object.text + "\n"
  }
}
