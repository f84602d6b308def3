internal import App
internal import ArgumentParser
internal import Chat
internal import Screen
internal import Storage
internal import Words

/// `aside search`: lists matching messages and titles.
struct SearchConversations: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: Words.Help.Search.abstract,
    discussion: Words.Help.Search.discussion)

  @ParentCommand var parent: Aside

  @Flag(
    help: ArgumentHelp(
      Words.Help.Common.jsonLines([
        "conversation", "message", "role", "created", "snippet", "title", "in",
      ])))
  var json = false

  @Flag(help: ArgumentHelp(Words.Help.Search.best))
  var best = false

  @Flag(name: .customLong("no-reasoning"), help: ArgumentHelp(Words.Help.Search.noReasoning))
  var leavesOutReasoning = false

  @Option(help: ArgumentHelp(Words.Help.Search.limit, valueName: Words.Help.Value.number))
  var limit = 100

  @OptionGroup var options: StoreOptions

  /// The words of the query. A word with a leading hyphen excludes results; it is not an option.
  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp(Words.Help.Search.query, valueName: Words.Help.Value.query))
  var words: [String]

  func validate() throws {
    if let option = words.prefix(while: { $0 != "--" }).first(where: { $0.hasPrefix("--") }) {
      throw ValidationError(Words.unknownOption(option))
    }
    guard limit > 0 else { throw ValidationError(Words.limitRange) }
  }

  func run() throws {
    let query = SearchQuery(queryText)
    for problem in query.problems {
      // A query that is too long is truncated and searched anyway, as on the screen.
      guard problem == .tooLong else { throw UsageProblem(SearchText.sentence(problem)) }
      StandardStreams.complain(SearchText.sentence(problem))
    }
    guard !query.isEmpty else { throw UsageProblem(Words.emptyQuery) }
    try StandardStreams.requireOutput()
    let stop = DatabaseStop()
    let hasHits = try options.place(parent).readSaying(stop: stop) { store in
      try completeIndex(of: store, stop)
      return try search(query, store)
    }
    // Exit with status 1 if nothing matches, as grep does.
    guard hasHits == true else { throw ExitCode(1) }
  }

  /// The query as one string. Words after `--` are searched for even if they look like options.
  private var queryText: String {
    // If one of the words is `ask`, `HyphenText` may have marked some of them. Remove the marks.
    let words = words.map { HyphenText(argument: $0).text }
    let plain = words.prefix { $0 != "--" }
    let literal = words.dropFirst(plain.count + 1).map { word in
      word.hasPrefix("--") ? "\"\(word.filter { $0 != "\"" })\"" : word
    }
    return (plain + literal).joined(separator: " ")
  }

  /// - Returns: whether anything matched.
  private func search(_ query: SearchQuery, _ store: ConversationStore) throws -> Bool {
    let result = try ProgressLine.during(Words.searching) { (_) throws(StoreError) in
      try store.search(
        query, order: best ? .best : .newest, includesReasoning: !leavesOutReasoning, limit: limit,
        now: WallClock.now())
    }
    for hit in result?.hits ?? [] {
      try StandardStreams.output(json ? Self.object(hit) : Self.row(hit))
    }
    if let ranked = result?.ranked {
      StandardStreams.complain(Words.rankedNewest(Figures.count(ranked)))
    }
    return result?.hits.isEmpty == false
  }

  /// Indexes everything first, however long that takes, so that the search is complete.
  private func completeIndex(of store: ConversationStore, _ stop: DatabaseStop) throws {
    // First finish what a crashed program left incomplete, so that the search finds it. This fails
    // for a read-only database, which can still be searched.
    try? store.tidyUp()
    let interruption = Interruption(endsAtSecond: true) { stop.stop() }
    let progress = ProgressLine(Words.buildingSearchIndex)
    let result = Result {
      try store.completeIndex { part in
        progress.show(part)
        return !interruption.hasCome
      }
    }
    progress.clear()
    guard interruption.hasCome else {
      _ = try result.get()
      return
    }
    if case .success(true) = result {} else { StandardStreams.complain(Words.indexingInterrupted) }
    interruption.raiseAgain()
    throw ExitCode(Interruption.exitStatus)
  }

  private static func row(_ hit: SearchHit) -> String {
    let snippet = Sanitizer.sanitizeLine(text(hit))
    let message = hit.message?.description ?? "-"
    return "\(hit.conversation)  \(message)  \(role(hit))  \(hit.createdAt.iso8601)  \(snippet)\n"
  }

  private static func object(_ hit: SearchHit) -> String {
    let object = JSONValue.object([
      "conversation": .string(hit.conversation.description),
      "message": hit.message.map { .string($0.description) } ?? .null,
      "role": .string(role(hit)), "created": .string(hit.createdAt.iso8601),
      "snippet": .string(text(hit)), "title": .string(hit.title),
      "in": .string(SearchText.place(hit)),
    ])
    return object.text + "\n"
  }

  /// Returns the snippet without Markdown markup. Titles have none.
  private static func text(_ hit: SearchHit) -> String {
    (hit.message == nil ? hit.snippet : PlainSnippet.plain(hit.snippet)).text
  }

  private static func role(_ hit: SearchHit) -> String { hit.role?.rawValue ?? "title" }
}
