extension Words {
  /// The kind of value that a setting must have.
  public enum Expected: Sendable {
    case string, integer, boolean, table, path, seconds, days
    case nonEmpty
    case integerFromZero
    case integerFromOne
    /// One of these strings, written with quotes.
    case oneOf([String])
    case oneOfNumbers([Int])
    /// A list that contains only these words.
    case listOf([String])
    case url, webURL, proxyURL
    case dollars
    case color
    case key
  }

  // MARK: Files

  public static func noConfigurationFile(_ path: String) -> String {
    "No such configuration file: \(path)"
  }

  public static func cannotRead(_ path: String) -> String { "Cannot read \(path)." }

  /// Names a line of a file. The problem found there follows.
  public static func line(_ number: Int, of path: String) -> String { "\(path), line \(number)" }

  public static var invalidUTF8: String { "invalid UTF-8." }

  public static var unclosedQuote: String { "the string has no closing quotation mark." }

  // MARK: Settings

  /// - Parameters:
  ///   - name: the setting's name, including the tables that contain it.
  ///   - place: the file and the line.
  ///   - nearest: a known setting of the same table that may be meant.
  public static func unknownSetting(
    _ name: String, at place: String, nearest: String? = nil
  ) -> String {
    sentences(
      "\(place): unknown setting “\(name)”.", nearest.map { "Did you mean “\($0)”?" } ?? "")
  }

  public static func setting(_ name: String, mustBe expected: Expected, at place: String) -> String
  {
    "\(place): \(name) must be \(text(expected))."
  }

  public static func setting(_ name: String, cannotRead path: String, at place: String) -> String {
    "\(place): \(name): cannot read \(path)."
  }

  public static func missingRoles(_ path: String) -> String { "\(path): missing [roles] table." }

  public static func invalidProviderName(_ name: String, in path: String) -> String {
    "\(path): invalid provider name “\(name)”. Use letters, digits, “.”, “-” and “_”."
  }

  private static func text(_ expected: Expected) -> String {
    switch expected {
    case .string: "a quoted string"
    case .nonEmpty: "a non-empty string"
    case .integer: "an integer"
    case .boolean: "true or false"
    case .table: "a table"
    case .path: "a path"
    case .seconds: "a number of seconds, more than 0 and at most 86400"
    case .days: "a number of days, at least 1, or a string such as \"90d\""
    case .integerFromZero: "an integer, at least 0"
    case .integerFromOne: "an integer, at least 1"
    case .oneOf(let words): alternatives(words.map { "\"\($0)\"" })
    case .oneOfNumbers(let numbers): alternatives(numbers.map { "\($0)" })
    case .listOf(let words): "a list containing only \(alternatives(words))"
    case .url: "a URL"
    case .dollars: "an amount in US dollars, such as 1.50"
    case .webURL: "an http:// or https:// URL"
    case .proxyURL: "an http, https or socks5 URL (any password percent-encoded)"
    case .color: "\"#rrggbb\" or a name such as \"bright-blue\""
    case .key: "an API key, or a table with an API key and its address"
    }
  }

  // MARK: Options that override the configuration

  public static func thinkingBudgetRange(_ number: Int) -> String {
    "--thinking-budget must be at least 1, not \(number)."
  }

  public static var thinkingBudgetWithoutThinking: String {
    "thinking_budget cannot be combined with enable_thinking = false. Remove --thinking-budget or "
      + "--no-think."
  }

  public static func effortWithThinkingBudget(_ effort: String) -> String {
    "reasoning_effort = \(effort) cannot be combined with thinking_budget. "
      + "Remove --reasoning-effort or --thinking-budget."
  }

  public static func effort(_ effort: String, withThinking isOn: Bool) -> String {
    "reasoning_effort = \(effort) cannot be combined with enable_thinking = \(isOn). "
      + "Remove --reasoning-effort or \(isOn ? "--think" : "--no-think")."
  }

  public static func removeOption(_ option: String) -> String { "Remove \(option)." }

  public static func unknownProvider(_ name: String, available names: [String]) -> String {
    "Unknown provider “\(name)”. Available: \(names.joined(separator: ", "))."
  }

  public static func noDefaultModel(_ provider: String, modelsCommand: String) -> String {
    "\(provider) has no default model. Use --model; see \(modelsCommand)."
  }
}
