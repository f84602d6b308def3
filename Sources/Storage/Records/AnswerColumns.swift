import Chat
import Foundation
import GRDB

// Parts of a message that only answers have, each stored in several columns.

extension AnswerOrigin {
  /// Returns `nil` for messages that no model wrote. Ignores parameters that cannot be read.
  init?(_ row: Row) {
    guard let provider = row.text("provider"), let model = row.text("model") else { return nil }
    self.init(
      provider: provider, model: model, parameters: row.json("parameters") ?? Parameters(),
      thinking: row.thinking ?? ThinkingMode(isOn: false))
    omittedMessages = max(0, row.integer("omitted_messages") ?? 0)
  }

  static func arguments(_ origin: AnswerOrigin?) -> StatementArguments {
    [
      "provider": origin?.provider.bytes,
      "model": origin?.model.bytes,
      "parameters": origin.flatMap { Columns.json($0.parameters) },
      "thinking_on": origin?.thinking.isOn,
      "thinking_budget": origin?.thinking.budget,
      "omitted_messages": origin.flatMap { $0.omittedMessages > 0 ? $0.omittedMessages : nil },
    ]
  }
}

extension Usage {
  /// Returns `nil` if the row has none of the figures.
  init?(_ row: Row) {
    self.init(
      promptTokens: row.integer("prompt_tokens"),
      completionTokens: row.integer("completion_tokens"),
      reasoningTokens: row.integer("reasoning_tokens"),
      cachedTokens: row.integer("cached_tokens"),
      cost: Money.clamped(row.number("cost")))
    if self == Usage() { return nil }
  }

  static func arguments(_ usage: Usage?) -> StatementArguments {
    [
      "prompt_tokens": usage?.promptTokens,
      "completion_tokens": usage?.completionTokens,
      "reasoning_tokens": usage?.reasoningTokens,
      "cached_tokens": usage?.cachedTokens,
      "cost": Money.clamped(usage?.cost),
    ]
  }
}

extension AnswerEstimate {
  /// Returns `nil` if the row has none of the figures.
  init?(_ row: Row) {
    self.init(
      promptCount: row.integer("estimated_prompt"),
      completionTokens: row.integer("estimated_completion"),
      reasoningTokens: row.integer("estimated_reasoning"),
      cost: Money.clamped(row.number("estimated_cost")))
    if self == AnswerEstimate() { return nil }
  }

  static func arguments(_ estimate: AnswerEstimate?) -> StatementArguments {
    [
      "estimated_prompt": estimate?.promptCount,
      "estimated_completion": estimate?.completionTokens,
      "estimated_reasoning": estimate?.reasoningTokens,
      "estimated_cost": Money.clamped(estimate?.cost),
    ]
  }
}

extension Timings {
  /// Returns `nil` if the row has none of the times.
  init?(_ row: Row) {
    self.init(
      firstToken: row.integer("first_token_us").map { .microseconds($0) },
      firstContent: row.integer("first_content_us").map { .microseconds($0) },
      end: row.integer("end_us").map { .microseconds($0) })
    if self == Timings() { return nil }
  }

  static func arguments(_ timings: Timings?) -> StatementArguments {
    [
      "first_token_us": timings?.firstToken?.inMicroseconds,
      "first_content_us": timings?.firstContent?.inMicroseconds,
      "end_us": timings?.end?.inMicroseconds,
    ]
  }
}
