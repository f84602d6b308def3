extension Words {
  /// The page with the probability of each token of an answer.
  public enum Probabilities {
    public static var title: String { "Token probabilities" }

    // MARK: Opening

    public static var noAnswer: String { "No answer yet, so no token probabilities." }
    public static var none: String { "No token probabilities." }
    public static func askForThem(_ key: String) -> String { "\(key) to request them." }
    public static var askForThemInPlainMode: String { "/set logprobs true to request them." }
    /// Shown if the probabilities were requested but did not arrive.
    public static var noneSent: String { "The server sent no token probabilities." }
    public static var requestedNext: String { "Already requested for the next answer." }
    public static var notYet: String { "No token probabilities yet." }

    // MARK: Heading

    public static func perplexity(_ whole: String) -> String { "perplexity \(whole)" }
    public static func soFar(_ running: String) -> String { "\(running) so far" }
    public static func token(_ number: Int, of count: Int) -> String {
      "token \(number) of \(count)"
    }
    public static func shortToken(_ number: Int, of count: Int) -> String { "\(number)/\(count)" }
    public static var thinking: String { "thinking" }
    public static var answer: String { "answer" }
    /// Counts the tokens for which the server sent no probability.
    public static func unmeasured(_ count: Int) -> String { "\(count) unmeasured" }

    // MARK: Probabilities

    /// - Parameter number: the percentage as text, such as `91.3`.
    public static func percent(_ number: String) -> String { "\(number) %" }
    public static var tiny: String { "< 0.01 %" }
    public static var tinyInColumn: String { "< 0.1 %" }
    /// The natural logarithm of a probability, which has the unit nat.
    public static func nats(_ number: String) -> String { "\(number) nat" }
    /// Shown for a token that the server sent without its probability.
    public static var notGiven: String { "not given" }
    /// Shown for a token that has no text and no name.
    public static var emptyToken: String { "‹empty›" }
    /// Names a token without text, such as the one that ends an answer.
    public static func specialToken(_ name: String) -> String { "‹\(name)›" }

    // MARK: Below the text

    /// Probability classes, most likely first.
    public static var classes: [String] { ["≥ 90 %", "50–90 %", "20–50 %", "5–20 %", "< 5 %"] }
    public static var withoutToken: String { "no token" }
    public static var noAlternatives: String { "no alternatives sent" }
    /// - Parameters:
    ///   - bytes: the token's bytes, such as `\xE9\x87`.
    ///   - character: the character that several tokens share.
    public static func share(_ bytes: String, of character: String) -> String {
      "\(bytes) of \(character)"
    }

    // MARK: Hints

    public static var tokenHint: String { "←→ token" }
    public static var rowHint: String { "↑↓ row" }
    public static var uncertainHint: String { "w b below 50 %" }
    public static var thinkingHint: String { "Tab thinking" }
    public static var answerHint: String { "Tab answer" }

    // MARK: Help

    public static var tokenHelp: String { "Previous/next token" }
    public static var rowHelp: String { "Up/down a row" }
    public static var uncertainHelp: String { "Next/previous < 50 %" }
    public static var endHelp: String { "First/last token" }
    public static var partHelp: String { "Thinking/answer" }
    public static var leaveHelp: String { "Close" }

    // MARK: Plain mode

    /// - Parameters:
    ///   - perplexity: the perplexity of the answer, as text; `nil` if it is not known.
    ///   - thinking: the perplexity of the thinking, as text; `nil` if it is not known.
    public static func summary(
      _ model: String, tokens: Int, perplexity: String?, thinking: String?
    ) -> String {
      let count = tokens == 1 ? "1 token" : "\(tokens) tokens"
      let end =
        (perplexity.map { ", perplexity \($0)" } ?? "")
        + (thinking.map { ", thinking perplexity \($0)" } ?? "")
      return model.isEmpty ? "\(count)\(end)" : "\(model): \(count)\(end)"
    }

    /// Describes one token and the others that were considered.
    public static func line(
      _ number: Int, _ token: String, _ percent: String, _ alternatives: [(String, String)]
    ) -> String {
      let others = alternatives.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
      return "\(number). \(token) \(percent)" + (others.isEmpty ? "" : " (\(others))")
    }
  }
}
