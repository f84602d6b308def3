public import Chat
internal import Words

/// The wording of messages about searches, shared by the command line and the screen.
public enum SearchText {
  public static func sentence(_ problem: SearchQuery.Problem) -> String {
    Words.Search.problem(problem)
  }

  /// Returns the place of the match: `title`, `question`, `answer`, `thinking`, `system` or `tool`.
  /// The query language and JSON output use the same names.
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
