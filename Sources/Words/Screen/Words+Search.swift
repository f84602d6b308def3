public import Chat

extension Words {
  /// The search of all conversations.
  public enum Search {
    // MARK: Problems in a query

    public static func problem(_ problem: SearchQuery.Problem) -> String {
      switch problem {
      case .date(let filter, let value):
        "\(filter): needs a date such as 2025-03-14, 2025-03, 2025, yesterday or 7d, not “\(value)”."
      case .role(let value): "role: must be user, assistant, system or tool, not “\(value)”."
      case .place(let value): "in: must be title, question, answer or thinking, not “\(value)”."
      case .unwantedPlace(let place): "in: cannot be negated. Use \(others(than: place)) instead."
      case .tooLong: "Query too long; the end is ignored."
      }
    }

    private static func others(than place: SearchQuery.Place) -> String {
      SearchQuery.Place.allCases.filter { $0 != place }.map { "in:\($0.rawValue)" }
        .joined(separator: " ")
    }

    // MARK: The first row

    /// - Parameter hasMore: whether the database has results that were not loaded.
    public static func results(_ count: Int, hasMore: Bool) -> String {
      if hasMore { return "\(count)+ results" }
      return count == 1 ? "1 result" : "\(count) results"
    }

    public static var newestFirst: String { "newest first" }
    public static var bestFirst: String { "best match first" }

    /// Shown when only the newest results are ranked.
    /// - Parameter ranked: the number of ranked results, formatted.
    public static func bestOfNewest(_ ranked: String) -> String { "best first (latest \(ranked))" }

    public static var thinkingExcluded: String { "thinking excluded" }
    public static func sortHint(_ key: String) -> String { "\(key) sort" }

    // MARK: In place of results

    /// Shown while a search takes long.
    public static var searching: String { "searching…" }

    /// Shown if nothing was found while the index is incomplete.
    public static var noMatchesYet: String { "No matches yet." }

    /// The heading above the examples of what can be typed.
    public static var filter: String { "Search all conversations" }

    /// Examples of what can be typed, and what each one finds.
    public static var examples: [(typed: String, found: String)] {
      [
        ("actor deadl", "all words; the last is a prefix"),
        ("act* lock", "a word that begins with act"),
        ("\"does not\"", "an exact phrase"),
        ("-swift", "exclude a word"),
        ("in:title", "or in:question, in:answer, in:thinking"),
        ("role:user", "only your questions"),
        ("model:qwen3", "answers from a model"),
        ("tag:work", "conversations with a tag"),
        ("after:2025-03", "or before:DATE; also yesterday, 7d, 2w, 3m or 1y"),
      ]
    }

    public static var untitled: String { "untitled" }

    // MARK: Hints and help

    /// - Parameter share: the percentage of the database that the index covers.
    public static func indexing(_ share: String) -> String { "indexing… \(share)" }

    public static var syntaxHint: String {
      "model: role: tag: in: before: after: \"phrase\" -exclude"
    }

    public static var openHint: String { "Enter open" }

    public static func thinkingHint(includesThinking: Bool) -> String {
      includesThinking ? "Ctrl-T exclude thinking" : "Ctrl-T include thinking"
    }

    public static var thinkingHelp: String { "With/without thinking" }
    public static var sortHelp: String { "Newest or best first" }
  }
}
