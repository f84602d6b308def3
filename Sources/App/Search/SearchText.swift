public import Chat

/// The words that people read about a search.
public enum SearchText {
  public static func sentence(_ problem: SearchQuery.Problem) -> String {
    switch problem {
    case .date(let filter, let value):
      "\(filter): takes a day such as 2025-03-14, 2025-03, 2025, yesterday or 7d, not “\(value)”."
    case .role(let value): "role: is user, assistant, system or tool, not “\(value)”."
    case .place(let value): "in: is title, question, answer or thinking, not “\(value)”."
    case .unwantedPlace(let place):
      "in: cannot leave out; name the places that are meant, as \(others(than: place))."
    case .tooLong: "The query is too long; only its beginning counts."
    }
  }

  private static func others(than place: SearchQuery.Place) -> String {
    SearchQuery.Place.allCases.filter { $0 != place }.map { "in:\($0.rawValue)" }
      .joined(separator: " ")
  }

  /// What was found: `title`, `question`, `answer`, `thinking`, `system` or `tool`.
  public static func place(_ hit: SearchHit) -> String {
    if hit.isInReasoning { return "thinking" }
    return switch hit.role {
    case nil: "title"
    case .user: "question"
    case .assistant: "answer"
    case .system: "system"
    case .tool: "tool"
    }
  }
}
