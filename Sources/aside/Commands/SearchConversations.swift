internal import App
internal import ArgumentParser
internal import Chat
internal import Screen
internal import Storage

/// `aside search`: the messages and titles in which something is found.
struct SearchConversations: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Searches all conversations, newest first.",
    discussion: """
      All words must be in a message or a title; case and accents do not matter. The last word may go \
      on, as any with a star behind it; "words in quotes" stand side by side; -word leaves out. \
      model:qwen3, role:user, in:title (question, answer, thinking), before:2025-03 and after:7d narrow \
      the search.
      """)

  @ParentCommand var parent: Aside

  @Flag(
    help: "One JSON object a line: conversation, message, role, created, snippet, title, in.")
  var json = false

  @Flag(help: "Best match first; of many hits the newest are ranked.")
  var best = false

  @Flag(name: .customLong("no-reasoning"), help: "Leave out what models thought.")
  var leavesOutReasoning = false

  @Option(help: ArgumentHelp("How many hits at most.", valueName: "n"))
  var limit = 100

  @OptionGroup var options: StoreOptions

  /// A word with a hyphen before it is one to leave out, not an option.
  @Argument(
    parsing: .allUnrecognized, help: ArgumentHelp("What to look for.", valueName: "query"))
  var words: [String]

  func validate() throws {
    if let option = words.prefix(while: { $0 != "--" }).first(where: { $0.hasPrefix("--") }) {
      throw ValidationError("Unknown option '\(option)'")
    }
    guard limit > 0 else { throw ValidationError("--limit takes a number from 1.") }
  }

  func run() throws {
    let query = SearchQuery(queryText)
    for problem in query.problems {
      // The rest is a query, and on the screen it is searched for.
      guard problem == .tooLong else { throw UsageProblem(SearchText.sentence(problem)) }
      StandardStreams.complain(SearchText.sentence(problem))
    }
    guard !query.isEmpty else { throw UsageProblem("There is nothing to look for.") }
    try StandardStreams.requireOutput()
    let hasHits = try options.place(parent).readSaying { try search(query, $0) }
    // As grep has it.
    guard hasHits == true else { throw ExitCode(1) }
  }

  /// After `--` nothing is an option: what looks like one is searched for as it is.
  private var queryText: String {
    // `ask` may be one of the words.
    let words = words.map { HyphenText(argument: $0).text }
    let plain = words.prefix { $0 != "--" }
    let literal = words.dropFirst(plain.count + 1).map { word in
      word.hasPrefix("--") ? "\"\(word.filter { $0 != "\"" })\"" : word
    }
    return (plain + literal).joined(separator: " ")
  }

  /// - Returns: whether there was a hit.
  private func search(_ query: SearchQuery, _ store: ConversationStore) throws -> Bool {
    // What a program that has died left is found, too; unless that cannot be written down, as often.
    try? store.tidyUp()
    try index(store)
    let result = try store.search(
      query, order: best ? .best : .newest, includesReasoning: !leavesOutReasoning, limit: limit,
      now: WallClock.now())
    for hit in result?.hits ?? [] {
      try StandardStreams.output(json ? Self.object(hit) : Self.row(hit))
    }
    if let ranked = result?.ranked {
      StandardStreams.complain(
        "There are more hits than the newest \(Figures.count(ranked)), of which these are the best."
      )
    }
    return result?.hits.isEmpty == false
  }

  /// A query is answered from all that is stored, however long that takes once.
  private func index(_ store: ConversationStore) throws(StoreError) {
    var isTold = !StandardStreams.isErrorTerminal
    while try store.indexOlder(Self.batch) {
      guard !isTold else { continue }
      StandardStreams.complain("Indexing what an older version stored; this is done once.")
      isTold = true
    }
  }

  private static let batch = 2000

  private static func row(_ hit: SearchHit) -> String {
    let snippet = Sanitizer.sanitizeLine(hit.snippet.text)
    let message = hit.message?.description ?? "-"
    return "\(hit.conversation)  \(message)  \(role(hit))  \(hit.createdAt.iso8601)  \(snippet)\n"
  }

  private static func object(_ hit: SearchHit) -> String {
    let object = JSONValue.object([
      "conversation": .string(hit.conversation.description),
      "message": hit.message.map { .string($0.description) } ?? .null,
      "role": .string(role(hit)), "created": .string(hit.createdAt.iso8601),
      "snippet": .string(hit.snippet.text), "title": .string(hit.title),
      "in": .string(SearchText.place(hit)),
    ])
    return object.text + "\n"
  }

  private static func role(_ hit: SearchHit) -> String { hit.role?.rawValue ?? "title" }
}
