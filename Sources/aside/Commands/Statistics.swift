internal import App
internal import ArgumentParser
internal import Chat
internal import Screen
internal import Storage
internal import Terminal
internal import Words

/// `aside stats`: shows answers, tokens and cost by month and model.
struct Statistics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: Words.Help.Statistics.abstract)

  @ParentCommand var parent: Aside

  @Flag(
    help: ArgumentHelp(
      Words.Help.Common.jsonLines([
        "month", "model", "messages", "prompt_tokens", "completion_tokens", "reasoning_tokens",
        "cost", "cost_estimated", "tokens_estimated",
      ])))
  var json = false

  @OptionGroup var options: StoreOptions

  func run() throws {
    try StandardStreams.requireOutput()
    _ = try options.place(parent).readSaying { store in
      let use = try ProgressLine.during(Words.readingDatabase) { _ in try store.monthlyUse() }
      guard !json else {
        for entry in use { try StandardStreams.output(Self.object(entry)) }
        return
      }
      let words = Words.totals(
        messages: try store.messageCount(), conversations: try store.conversationCount())
      let table = StatisticsTable(
        use, width: LineTerminal.windowWidth ?? Self.usualWidth,
        cutsNames: StandardStreams.isOutputTerminal)
      try StandardStreams.output(words + "\n" + table.text)
    }
  }

  /// The width for output that is not a terminal, in columns.
  private static let usualWidth = 80

  private static func object(_ use: MonthlyUse) -> String {
    var members: [String: JSONValue] = [
      "month": .string(use.month), "model": use.model.isEmpty ? .null : .string(use.model),
      "messages": .integer(use.messages),
      "prompt_tokens": .integer(use.promptTokens),
      "completion_tokens": .integer(use.completionTokens),
      "reasoning_tokens": .integer(use.reasoningTokens),
    ]
    if use.isPromptEstimated || use.isCompletionEstimated {
      members["tokens_estimated"] = .bool(true)
    }
    if let cost = use.cost {
      members["cost"] = .number(cost)
      members["cost_estimated"] = .bool(use.isCostEstimated)
    }
    return JSONValue.object(members).text + "\n"
  }
}

/// A table of the figures. If there is room, each row ends with a bar for its tokens.
struct StatisticsTable {
  private static let longestBar = 20
  /// The minimum room for bars, in columns. With less room, there are no bars.
  private static let shortestBar = 4
  private static let indent = 2

  private let use: [MonthlyUse]
  private let table: TextTable
  private let barWidth: Int

  /// - Parameters:
  ///   - width: the number of columns available.
  ///   - cutsNames: whether to shorten names that would make a line too wide.
  init(_ use: [MonthlyUse], width: Int, cutsNames: Bool) {
    self.use = use
    var figures = use.map { Self.figures($0, Words.grouped) }
    var names = use.map(Self.name)
    func room() -> Int { width - Self.indent - TextTable(figures).width - TextTable.gap }
    if cutsNames {
      // Round the numbers before shortening a name.
      if names.contains(where: { DisplayWidth.of($0) > room() }) {
        figures = use.map { Self.figures($0, Figures.count) }
      }
      let room = max(1, room())
      names = names.map { StyledLine($0, .text).truncated(to: room).text }
    }
    let right = Array(repeating: TextTable.Alignment.right, count: figures.first?.count ?? 0)
    table = TextTable(zip(names, figures).map { [$0] + $1 }, [.left] + right)
    let room = width - Self.indent - table.width - TextTable.gap
    barWidth = room < Self.shortestBar ? 0 : min(Self.longestBar, room)
  }

  var text: String {
    let most = use.map(Self.tokens).max() ?? 0
    var text = ""
    var month: String?
    for (entry, line) in zip(use, table.lines) {
      if entry.month != month {
        month = entry.month
        text += "\n\(entry.month)\n"
      }
      let indent = String(repeating: " ", count: Self.indent)
      text += indent + line + bar(Self.tokens(entry), most: most) + "\n"
    }
    return text
  }

  private func bar(_ tokens: Int, most: Int) -> String {
    guard tokens > 0, barWidth > 0 else { return "" }
    let length = Double(tokens) / Double(most) * Double(barWidth)
    // Any use at all gets at least one block.
    return "  " + String(repeating: "█", count: max(1, Int(clamping: length.rounded())))
  }

  private static func tokens(_ use: MonthlyUse) -> Int {
    use.promptTokens.addingClamped(use.completionTokens)
  }

  /// - Parameter count: formats a number of tokens.
  private static func figures(_ use: MonthlyUse, _ count: (Int) -> String) -> [String] {
    [
      Words.answers(use.messages),
      estimate(use.isPromptEstimated) + Words.tokensIn(count(use.promptTokens)),
      estimate(use.isCompletionEstimated) + Words.tokensOut(count(use.completionTokens)),
      use.cost.map { estimate(use.isCostEstimated) + dollars($0) } ?? "–",
    ]
  }

  /// Returns the mark before a figure that is an estimate or includes estimates.
  private static func estimate(_ isEstimate: Bool) -> String { isEstimate ? "≈ " : "" }

  private static func name(_ use: MonthlyUse) -> String {
    use.model.isEmpty ? Words.modelNotRecorded : Sanitizer.sanitizeLine(use.model)
  }

  /// Formats a cost to a hundredth of a cent.
  private static func dollars(_ cost: Double) -> String {
    let digits = "\(Int(clamping: (cost.magnitude * 10_000).rounded()))"
    let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    return "\(cost < 0 ? "-" : "")$\(padded.dropLast(4)).\(padded.suffix(4))"
  }
}
