internal import Chat
internal import Markdown

/// An answer's tokens in a collapsed section. The less likely a token is, the more it is
/// shaded. Pointing at a token shows its probability and the alternatives.
enum HTMLProbabilities {
  /// Returns the section; empty if the message has no probabilities.
  static func section(_ message: Message) -> String {
    guard !message.logprobs.isEmpty else { return "" }
    let spans = groups(message.logprobs).map(span).joined()
    return "<details>\n<summary>Token probabilities</summary>\n<p class=\"tokens\">\(spans)</p>\n"
      + "</details>\n"
  }

  /// Returns the tokens in groups. Tokens that together form one character share a group; every
  /// other token has its own.
  private static func groups(_ tokens: [TokenLogprob]) -> [ArraySlice<TokenLogprob>] {
    var groups: [ArraySlice<TokenLogprob>] = []
    var start = 0
    var bytes: [UInt8] = []
    for index in tokens.indices {
      bytes += tokens[index].textBytes
      let isWhole = String(decoding: bytes, as: UTF8.self).utf8.elementsEqual(bytes)
      guard isWhole || index - start + 1 == mostPerCharacter || index == tokens.count - 1 else {
        continue
      }
      groups.append(tokens[start...index])
      (start, bytes) = (index + 1, [])
    }
    return groups
  }

  /// A character has at most this many bytes, so no more tokens than this can form one.
  private static let mostPerCharacter = 4

  private static func span(_ tokens: ArraySlice<TokenLogprob>) -> String {
    let text = MarkdownHTML.escape(TokenLogprob.text(of: tokens))
    // Special tokens have no text.
    guard !text.isEmpty else { return "" }
    let probability = tokens.map(\.probability).min() ?? 0
    let title = tokens.map(title).joined(separator: "; ")
    let shade = shade(probability).map { " class=\"\($0)\"" } ?? ""
    return "<span\(shade) title=\"\(MarkdownHTML.escape(title))\">\(text)</span>"
  }

  private static func title(_ token: TokenLogprob) -> String {
    let chosen = token.chosenPlace
    let others = token.top.indices.filter { $0 != chosen }.map { index in
      "\(label(token.top[index])) \(percent(token.top[index].probability))"
    }
    return ([percent(token.probability)] + others).joined(separator: " · ")
  }

  /// Returns the alternative in quotation marks, so that spaces can be seen.
  private static func label(_ alternative: TokenLogprob.Alternative) -> String {
    let text = String(decoding: alternative.textBytes, as: UTF8.self)
    return "“\((text.isEmpty ? alternative.token : text).replacing("\n", with: "⏎"))”"
  }

  private static func percent(_ probability: Double) -> String {
    let percent = probability * 100
    return percent > 0 && percent < 1 ? "<1%" : "\(Int(percent.rounded()))%"
  }

  /// Returns the CSS class for a probability; `nil` for a likely token. The thresholds are the
  /// same as on the screen.
  private static func shade(_ probability: Double) -> String? {
    switch probability {
    case 0.9...: nil
    case 0.5...: "p1"
    case 0.2...: "p2"
    case 0.05...: "p3"
    default: "p4"
    }
  }
}
