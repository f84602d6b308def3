internal import Chat
internal import Words

/// The probabilities of an answer as lines of text.
enum ProbabilityLines {
  /// Returns a summary and one line for each token, with the others that were considered.
  static func lines(of message: Message) -> [String] {
    let tokens = message.logprobs
    let summary = Words.Probabilities.summary(
      message.origin.map { Session.short($0.model) } ?? "", tokens: tokens.count,
      perplexity: Perplexity(tokens).total.map(ProbabilityText.perplexity))
    return [summary]
      + tokens.enumerated().map { index, token in
        var others = token.top
        if let place = token.chosenPlace { others.remove(at: place) }
        return Words.Probabilities.line(
          index + 1, token.label,
          ProbabilityText.percent(token.probability),
          others.map {
            ($0.label, ProbabilityText.percent($0.probability))
          })
      }
  }
}
