public import Chat
import GRDB

/// The use of one model in one month.
public struct MonthlyUse: Equatable, Sendable {
  /// The month in UTC, for example `2026-11`.
  public var month: String
  /// Empty for answers whose model is unknown.
  public var model: String
  /// The number of answers.
  public var messages: Int
  /// The tokens that the servers reported, or else our own estimates.
  public var promptTokens: Int
  public var completionTokens: Int
  public var reasoningTokens: Int
  /// Whether some of these tokens are estimates.
  public var isPromptEstimated = false
  public var isCompletionEstimated = false
  /// The cost in US dollars; `nil` if no cost is known.
  public var cost: Double?
  /// Whether some of the cost is an estimate from listed prices.
  public var isCostEstimated = false
}

extension ConversationStore {
  /// Returns usage by month and model, newest month first. Columns after the text are slow to read,
  /// so cost estimates come from the expense table, and token estimates are read only if needed.
  /// - Complexity: O(number of messages)
  public func monthlyUse() throws(StoreError) -> [MonthlyUse] {
    try database.read { connection in
      let rows = try Row.fetchCursor(
        connection,
        sql: """
          SELECT strftime('%Y-%m', created_at / 1000.0, 'unixepoch') AS month,
            coalesce(model, '') AS model, count(*) AS messages,
            total(coalesce(prompt_tokens, estimated_prompt)) AS prompt,
            total(coalesce(completion_tokens, estimated_completion)) AS completion,
            total(CASE WHEN completion_tokens IS NULL
              THEN coalesce(reasoning_tokens, estimated_reasoning)
              ELSE reasoning_tokens END) AS reasoning,
            max(CASE WHEN prompt_tokens IS NULL THEN estimated_prompt > 0 ELSE 0 END)
              AS is_prompt_estimated,
            max(CASE WHEN completion_tokens IS NULL THEN estimated_completion > 0 ELSE 0 END)
              AS is_completion_estimated,
            sum(min(max(coalesce(message.cost, expense.cost), -\(Money.most)), \(Money.most))) AS cost,
            max(message.cost IS NULL AND expense.estimated) AS is_estimated
          FROM message LEFT JOIN expense ON expense.id = message.id WHERE role = 'assistant'
          GROUP BY 1, 2 ORDER BY month DESC, messages DESC, model
          """)
      var use: [MonthlyUse] = []
      while let row = try rows.next() {
        use.append(
          MonthlyUse(
            month: row.text("month") ?? "?", model: row.text("model") ?? "",
            messages: row.integer("messages") ?? 0, promptTokens: row.tokens("prompt"),
            completionTokens: row.tokens("completion"), reasoningTokens: row.tokens("reasoning"),
            isPromptEstimated: row.integer("is_prompt_estimated") ?? 0 != 0,
            isCompletionEstimated: row.integer("is_completion_estimated") ?? 0 != 0,
            cost: row.number("cost"), isCostEstimated: row.integer("is_estimated") ?? 0 != 0))
      }
      return use
    }
  }
}

extension Row {
  /// Returns a total, which SQLite computes as a floating-point number so that it cannot
  /// overflow.
  fileprivate func tokens(_ column: String) -> Int {
    number(column).map { Int(clamping: $0.rounded()) } ?? 0
  }
}
