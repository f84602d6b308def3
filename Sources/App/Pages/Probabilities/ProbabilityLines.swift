internal import Chat
internal import Words

/// The probabilities of an answer as lines of text.
enum ProbabilityLines {
  /// Returns a summary and one line for each token, with the alternatives that were considered.
  static func lines(of message: Message) -> [String] {
    let tokens = message.logprobs
    let perplexity = Perplexity(tokens)
    let parts = TokenParts(MessageTokens(message), count: tokens.count)
    let summary = Words.Probabilities.summary(
      message.origin.map { Session.short($0.model) } ?? "", tokens: tokens.count,
      perplexity: perplexity.of(parts.answer).map(ProbabilityText.perplexity),
      thinking: perplexity.of(parts.thought).map(ProbabilityText.perplexity))
    return [summary]
      + tokens.enumerated().map { index, token in
        var others = token.top
        if let place = token.chosenPlace { others.remove(at: place) }
        return Words.Probabilities.line(
          index + 1, token.label,
          token.isGiven
            ? ProbabilityText.percent(token.probability) : Words.Probabilities.notGiven,
          others.map {
            ($0.label, ProbabilityText.percent($0.probability))
          })
      }
  }
}
