extension Words {
  /// Comparing the answers of several models.
  public enum Comparison {
    // MARK: Asking

    /// The argument of `/compare` that cancels a comparison.
    public static var off: String { "off" }

    public static func asked(_ models: [String], isAgain: Bool) -> String {
      let requests = models.count == 1 ? "1 request" : "\(models.count) requests"
      return isAgain
        ? "Last question sent again to \(list(models)): \(requests)."
        : "Question sent to \(list(models)): \(requests)."
    }
    public static func armed(_ models: [String]) -> String {
      "The next question goes to \(list(models)): \(models.count) requests."
    }
    public static func disarmed(_ model: String) -> String {
      model.isEmpty
        ? "Comparison cancelled." : "Comparison cancelled. The next question goes to \(model) only."
    }
    public static var cancelled: String { "Comparison cancelled. Nothing sent." }
    public static var notArmed: String { "No comparison to cancel." }
    public static func checking(_ servers: [String]) -> String {
      "Checking \(list(servers))…"
    }
    public static func allEnded(_ count: Int) -> String {
      count == 2 ? "Both answers are done." : "All \(count) answers are done."
    }

    private static func list(_ names: [String]) -> String {
      guard let last = names.last, names.count > 1 else { return names.first ?? "" }
      return names.dropLast().joined(separator: ", ") + " and " + last
    }

    // MARK: Problems

    public static func unknownModel(_ model: String) -> String {
      "No model list contains “\(model)”. Nothing sent."
    }
    public static func ambiguous(_ model: String) -> String {
      "Several providers have “\(model)”. Nothing sent."
    }
    public static func noUsualModel(_ provider: String) -> String {
      "\(provider) has no default model. Use \(provider):MODEL."
    }
    public static var tooFew: String { "Nothing to compare it with. Name two models." }
    public static func tooMany(limit: Int) -> String {
      "At most \(limit) answers can be compared. Nothing sent."
    }
    public static func nameProvider(example model: String) -> String {
      "Type PROVIDER:\(model) to use it anyway."
    }
    public static func useOne(of choices: [String]) -> String {
      "Use \(choices.joined(separator: " or "))."
    }
    public static func addKeyInPicker(_ key: String) -> String { "\(key) to add an API key." }

    // MARK: Choosing

    /// - Parameter provider: the model's provider if the next question goes to a different model
    ///   than before; otherwise `nil`.
    public static func continuing(with model: String, at provider: String?) -> String {
      guard let provider else { return "Continuing from \(model)'s answer." }
      return "Continuing with \(model) at \(provider). The next question goes there too."
    }
    public static func stillComing(_ count: Int) -> String {
      count == 1
        ? "1 other answer is still in progress."
        : "\(count) other answers are still in progress."
    }

    // MARK: The status line

    public static var armedMark: String { "compare" }
    public static func coming(_ count: Int) -> String {
      "\(count) more answering"
    }
    public static func phase(_ phase: String, more: Int) -> String {
      more > 0 ? "\(phase) · \(more) more" : phase
    }
    public static var showHint: String { "Ctrl-X | show" }

    // MARK: The page

    public static func heading(_ count: Int) -> String { "Compare \(count) answers" }
    public static func change(removed: Int, added: Int) -> String {
      "−\(removed) +\(added) words"
    }
    public static func changeNumber(_ number: Int, of count: Int) -> String {
      "change \(number)/\(count)"
    }
    /// The number of a column, which is also the key that focuses it.
    public static func columnNumber(_ number: Int, of count: Int) -> String {
      "\(number)/\(count)"
    }
    public static var noDifference: String { "The answers are the same." }
    public static var diffNeedsEnd: String { "Word diff needs two finished answers." }
    public static func failedAnswer(again key: String) -> String {
      "This answer failed. Press \(key) again to continue with it."
    }

    public static var chooseHint: String { "Enter continue with this" }
    /// - Parameter name: the model of the answer, or the answer's number.
    public static func chooseHint(_ name: String) -> String { "Enter choose \(name)" }
    public static var columnHint: String { "Tab column" }
    /// The meaning of the marks in tabs like `[2 gpt-4o ●]`.
    public static func tabLegend(hasDot: Bool) -> String {
      hasDot ? "[ ] in view · ● answering" : "[ ] in view"
    }
    public static var stopHint: String { "x stop" }
    public static var stopAllHint: String { "Esc stop all" }
    public static var diffHint: String { "w word diff" }
    public static var columnsHint: String { "w columns" }
    public static var nextChangeHint: String { "n next change" }
    public static var previousChangeHint: String { "N previous" }
    public static var thinkingHint: String { "o thinking" }
    public static var copyHint: String { "y copy" }
    public static var leaveHint: String { "q close" }

    public static var helpHeading: String { "Comparing answers" }
    public static var chooseHelp: String { "Continue with this" }
    public static var columnHelp: String { "Focus next/previous" }
    public static var stopHelp: String { "Stop this answer" }
    public static var diffHelp: String { "Word diff" }
    public static var changeHelp: String { "Next/previous change" }
    public static var thinkingHelp: String { "Show/fold thinking" }
    public static var othersHelp: String { "Other versions" }
    public static var escapeHelp: String { "Stop all, or close" }
    public static var leaveHelp: String { "Close; answers continue" }
  }
}

extension Words.Advice {
  public static func compareAnswers(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("compare")) to compare." }, "/next or /previous for another answer.")
  }

  public static func compareModel(_ style: Words.CommandStyle) -> String {
    "/compare MODEL to ask another model."
  }

  public static func disarmComparison(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("stop")) to cancel." }, "/compare off to cancel.")
  }
}
