/// The usage reported for an answer: one token for each piece that was sent.
struct CompletionUsage {
  let promptTokens: Int
  let reasoningTokens: Int
  let contentTokens: Int
  let thinks: Bool

  init(_ order: CompletionOrder, _ generation: Generation) {
    promptTokens = order.promptTokens
    reasoningTokens = generation.reasoningCount
    contentTokens = generation.contentCount
    thinks = order.thinks
  }

  private var completionTokens: Int { reasoningTokens + contentTokens }

  /// The cost in billionths of a dollar, at the model server's list price: $0.70 per million
  /// input tokens and $2.80 per million output tokens (wire.md 1.6).
  private var billionthsOfDollar: Int { 700 * promptTokens + 2800 * completionTokens }

  /// The cost in credits, rounded up. One dollar is 2,000,000 credits (wire.md 1.1).
  var credits: Int { (billionthsOfDollar + 499) / 500 }

  /// The cost in dollars with nine decimals, like the API's.
  var dollars: String {
    let fraction = String(billionthsOfDollar % 1_000_000_000)
    return "\(billionthsOfDollar / 1_000_000_000)."
      + String(repeating: "0", count: 9 - fraction.count) + fraction
  }

  var json: String {
    let details =
      thinks ? #","completion_tokens_details":{"reasoning_tokens":\#(reasoningTokens)}"# : ""
    return #"{"prompt_tokens":\#(promptTokens),"completion_tokens":\#(completionTokens),"#
      + #""total_tokens":\#(promptTokens + completionTokens)\#(details)}"#
  }
}
