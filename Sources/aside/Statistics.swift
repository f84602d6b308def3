internal import ArgumentParser
internal import Chat
internal import Screen
internal import Storage

/// `aside stats`: answers, tokens and cost by month and model.
struct Statistics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Counts answers, tokens and cost by month and model.")

  @ParentCommand var parent: Aside

  @Flag(
    help: """
      One JSON object a line: month, model, messages, prompt_tokens, completion_tokens, \
      reasoning_tokens, cost.
      """)
  var json = false

  @OptionGroup var options: StoreOptions

  func run() throws {
    try options.place(parent).read { store in
      let use = try store.monthlyUse()
      guard !json else {
        for entry in use { StandardStreams.writeOutput(Self.object(entry)) }
        return
      }
      let words =
        counted(try store.messageCount(), "message") + " in "
        + counted(try store.conversationCount(), "conversation")
      StandardStreams.writeOutput(words + "\n" + StatisticsTable.text(use))
    }
  }

  private static func object(_ use: MonthlyUse) -> String {
    var members: [String: JSONValue] = [
      "month": .string(use.month), "model": .string(use.model), "messages": .integer(use.messages),
      "prompt_tokens": .integer(use.promptTokens),
      "completion_tokens": .integer(use.completionTokens),
      "reasoning_tokens": .integer(use.reasoningTokens),
    ]
    if let cost = use.cost { members["cost"] = .number(cost) }
    return JSONValue.object(members).text + "\n"
  }
}

/// The figures in columns, with a bar for the tokens of each line.
enum StatisticsTable {
  private static let barWidth = 20

  static func text(_ use: [MonthlyUse]) -> String {
    let most = use.map { $0.promptTokens + $0.completionTokens }.max() ?? 0
    let width = use.map { DisplayWidth.of(name($0)) }.max() ?? 0
    var text = ""
    var month: String?
    for entry in use {
      if entry.month != month {
        month = entry.month
        text += "\n\(entry.month)\n"
      }
      text += line(entry, width: width, most: most)
    }
    return text
  }

  private static func line(_ use: MonthlyUse, width: Int, most: Int) -> String {
    let name = name(use)
    let padding = String(repeating: " ", count: width - DisplayWidth.of(name))
    let figures = [
      right(counted(use.messages, "answer"), 14),
      right("\(use.promptTokens) in", 12), right("\(use.completionTokens) out", 13),
      right(use.cost.map(dollars) ?? "–", 11),
    ]
    let tokens = use.promptTokens + use.completionTokens
    // Whatever was used at all is seen.
    let length =
      tokens == 0
      ? 0 : max(1, Int((Double(tokens) / Double(most) * Double(barWidth)).rounded()))
    let bar = String(repeating: "█", count: length)
    return "  \(name)\(padding)\(figures.joined())\(bar.isEmpty ? "" : "  " + bar)\n"
  }

  private static func name(_ use: MonthlyUse) -> String {
    use.model.isEmpty ? "unknown model" : Sanitizer.sanitizeLine(use.model)
  }

  /// To a hundredth of a cent.
  private static func dollars(_ cost: Double) -> String {
    let digits = "\(Int(exactly: (cost * 10_000).rounded()) ?? 0)"
    let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    return "$\(padded.dropLast(4)).\(padded.suffix(4))"
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}
