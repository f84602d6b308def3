public import Chat

extension Words {
  /// The request parameter form, its editors and the preview of the next request.
  public enum ParameterForm {
    public static var heading: String { "Request parameters" }
    public static var shortHeading: String { "Parameters" }
    /// - Parameter model: empty if the server chooses it.
    public static func target(
      _ model: String, _ provider: String, preset: String?
    ) -> String {
      let target = model.isEmpty ? provider : "\(model) · \(provider)"
      return preset.map { "\(target) · preset \($0)" } ?? target
    }

    // MARK: Groups

    public static var length: String { "length" }
    public static var sampling: String { "sampling" }
    public static var penalties: String { "penalties" }
    public static var thinking: String { "thinking" }
    public static var output: String { "output" }
    public static var tools: String { "tools" }
    public static var advanced: String { "advanced" }

    // MARK: Sources

    // A window of 80 columns has room only for the brief names, next to a slider and its range.
    public static func fromCommandLine(isBrief: Bool) -> String {
      isBrief ? "option" : "command line"
    }
    public static func fromConversation(isBrief: Bool) -> String {
      isBrief ? "set here" : "conversation"
    }
    public static var fromPreset: String { "preset" }
    public static var fromLastChoice: String { "last choice" }
    public static func fromConfiguration(isBrief: Bool) -> String {
      isBrief ? "config" : "configuration"
    }
    /// The source of a value that the server is known to use if the request does not set one.
    public static func fromModel(isBrief: Bool) -> String {
      isBrief ? "model's" : "model's default"
    }
    public static var notSent: String { "not sent" }
    /// The source of a value that the program sends unless the user sets another.
    public static var fromProgram: String { "default" }
    /// Shown in place of a value that is not set.
    public static var defaultValue: String { "default" }

    // MARK: Remarks

    public static func remark(_ remark: ParameterRemark, _ server: String) -> String {
      switch remark {
      case .undocumented: "Not documented by \(server). Still sent if you set it."
      case .refused: "\(server) rejects requests with this parameter. Still sent if you set it."
      case .ignored: "\(server) ignores this parameter. Still sent if you set it."
      }
    }

    /// Returns the short form of a remark.
    public static func shortRemark(_ remark: ParameterRemark) -> String {
      switch remark {
      case .undocumented: "undocumented"
      case .refused: "rejected"
      case .ignored: "ignored"
      }
    }

    public static func unsupported(by server: String) -> String {
      "Not sent: not supported by \(server)."
    }
    public static var shortUnsupported: String { "not supported" }
    public static var budgetNeedsThinking: String {
      "Not sent while thinking is off. Setting it turns thinking on."
    }
    public static var shortBudgetNeedsThinking: String { "thinking is off" }

    /// Turns a range into a sentence.
    /// - Parameter range: the values that the field accepts, as a phrase.
    public static func range(_ range: String) -> String {
      (range.first?.uppercased() ?? "") + range.dropFirst() + "."
    }

    public static func recommended(_ value: String) -> String { "Recommended: \(value)." }

    // MARK: Results

    public static func recommendedSet(_ model: String) -> String {
      "Now using the recommended values for \(model)."
    }
    public static func noRecommendation(_ model: String) -> String {
      "No recommended values known for \(model)."
    }
    public static var nothingToUndo: String { Words.Status.nothingToUndo }
    public static var undone: String { "Undone." }
    public static var nothingSet: String { "Nothing is set." }
    public static func nothingSet(_ name: String) -> String { "\(name) is not set." }
    /// - Parameter key: the key that undoes the change.
    public static func unset(_ name: String, undo key: String) -> String {
      "\(name) unset. \(key) to undo."
    }
    public static func allUnset(_ count: Int, undo key: String) -> String {
      (count == 1 ? "1 parameter" : "\(count) parameters") + " unset. \(key) to undo."
    }
    /// - Parameter alternatives: the number of alternatives per token.
    public static func logprobsOn(_ alternatives: Int, off key: String) -> String {
      "logprobs on, with \(alternatives) alternatives per token. \(key) to turn off."
    }
    public static var logprobsOff: String { "logprobs off." }
    public static func logprobsRefused(set key: String) -> String {
      "Not turned on: this server rejects it. \(key) to set it anyway."
    }
    public static func thinkingAlwaysSent(toggle key: String) -> String {
      "enable_thinking is always sent. \(key) to toggle it."
    }

    /// Describes a field in plain mode.
    public static func line(
      _ name: String, _ value: String, source: String, range: String
    ) -> String {
      "\(name): \(value) (\(source)). \(range)"
    }

    // MARK: Editors

    /// Shown under an empty field.
    public static func emptyUnsets(_ key: String) -> String {
      "Leave empty and press \(key) to unset."
    }
    public static var stopFormat: String {
      "One stop sequence per line, or a JSON array of strings."
    }
    public static func discardArmed(_ key: String) -> String {
      "Press \(key) again to discard your changes."
    }

    // MARK: Preview

    public static var previewHeading: String { "Next request" }
    public static var previewNote: String { "JSON body, without the API key" }
    public static var previewWithoutDraft: String {
      "Your draft is empty, so the next question is missing."
    }

    // MARK: Hints

    public static var editHint: String { "Enter edit" }
    public static var chooseHint: String { "Space choose" }
    public static var adjustHint: String { "←→ adjust" }
    public static var unsetHint: String { "x unset" }
    public static var recommendHint: String { "R recommended" }
    public static var logprobsHint: String { "p logprobs" }
    public static var previewHint: String { "v JSON" }
    public static var saveHint: String { "s preset" }
    public static var systemPromptHint: String { "S system" }
    public static var undoHint: String { "u undo" }
    public static var keepHint: String { "Enter keep" }
    public static var newLineHint: String { "Ctrl-J new line" }

    // MARK: Help

    public static var moveHelp: String { "Next/previous field" }
    public static var groupHelp: String { "Next/previous group" }
    public static var editHelp: String { "Edit or choose" }
    public static var chooseHelp: String { "Next choice" }
    public static var adjustHelp: String { "Decrease/increase" }
    public static var unsetHelp: String { "Unset one/all" }
    public static var undoHelp: String { "Undo last change" }
    public static var recommendHelp: String { "Recommended values" }
    public static var saveHelp: String { "Save as a preset" }
    public static var logprobsHelp: String { "Token probabilities" }
    public static var previewHelp: String { "JSON of next request" }
  }
}

extension Words.ParameterForm {
  public static var enableThinking: String { "Whether the model thinks before it answers." }
  public static var thinkingBudget: String { "Maximum tokens for thinking." }

  /// - Parameter isBilled: whether another machine generates the answer.
  public static func logprobsCost(isBilled: Bool) -> String {
    isBilled
      ? "Adds no tokens to the bill, but makes the response several times larger."
      : "Makes the response several times larger."
  }

  public static func logprobsFact(_ fact: LogprobsFact) -> String {
    switch fact {
    case .withThinking: "Covers thinking, too."
    case .withoutThinking: "Covers the answer, not the thinking."
    case .refusedBySomeModels: "Some thinking models reject it."
    }
  }

  /// Explains in one line what a parameter does.
  public static func explanation(_ key: Parameters.CodingKeys) -> String {
    switch key {
    case .maxTokens: "Maximum tokens in the answer."
    case .maxCompletionTokens: "Maximum tokens for thinking and answer together."
    case .temperature: "Randomness: higher is more varied."
    case .topP: "Only the most likely tokens up to this total probability."
    case .topK: "Only the k most likely tokens."
    case .minP: "Minimum probability relative to the most likely token."
    case .stop: "Text that ends the answer."
    case .frequencyPenalty: "Higher: frequent tokens become less likely."
    case .presencePenalty: "Higher: tokens already used become less likely."
    case .repetitionPenalty: "Above 1: repetition becomes less likely."
    case .seed: "The same seed makes answers more reproducible."
    case .logprobs: "Return the probability of each token."
    case .topLogprobs: "Alternatives per token; needs logprobs."
    case .reasoningEffort: "How much the model thinks."
    case .responseFormat: "Text, JSON, or JSON that follows a schema."
    case .tools: "Functions that the model can call."
    case .toolChoice: "Whether to call a tool, and which one."
    case .parallelToolCalls: "Allow several tool calls at once."
    case .prediction: "Text that the answer will mostly repeat."
    case .stream: "Receive the answer as it is generated."
    case .streamOptions: "Whether a stream ends with token counts."
    case .extra: "More fields for the request; they override all others."
    }
  }
}
