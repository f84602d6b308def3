import Chat
import Foundation
import Screen
import Testing

@testable import App

/// Helpers for tests of answers with token probabilities.
extension Script {
  /// Returns a script with a finished answer that consists of these tokens.
  static func answered(
    _ tokens: [TokenLogprob], content: String? = nil, reasoning: String = "",
    surface: Surface = .screen
  ) throws -> Script {
    var script = Script(surface: surface)
    let request = try script.ask("Which primes below 50 are Fibonacci numbers?")
    script.play(
      .streamed(request, .opened),
      .streamed(
        request,
        .received(
          AnswerDelta(
            reasoning: reasoning, content: content ?? TokenLogprob.text(of: tokens),
            logprobs: tokens, chunks: tokens.count))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    _ = script.takeEffects()
    return script
  }

  var probabilities: ProbabilitiesPage? { state.pages.last as? ProbabilitiesPage }

  mutating func openProbabilities() { press(.control("x"), .character("%")) }
}

extension TokenLogprob {
  /// - Parameter percent: from 0 to 100.
  static func of(
    _ token: String, _ percent: Double, _ others: (String, Double)...
  ) -> TokenLogprob {
    let top = ([(token, percent)] + others).sorted { $0.1 > $1.1 }.map {
      Alternative(token: $0.0, logprob: log($0.1 / 100), bytes: Array($0.0.utf8))
    }
    return TokenLogprob(
      token: token, logprob: log(percent / 100), bytes: Array(token.utf8), top: top)
  }

  static func bytes(_ bytes: [UInt8], _ percent: Double = 95) -> TokenLogprob {
    TokenLogprob(
      token: String(decoding: bytes, as: UTF8.self), logprob: log(percent / 100), bytes: bytes)
  }
}

/// A recorded reply with probabilities, read without the program's own parser.
struct RecordedTokens {
  private(set) var content = ""
  private(set) var reasoning = ""
  private(set) var tokens: [TokenLogprob] = []

  private struct Reply: Decodable {
    struct Choice: Decodable {
      let delta: Text?
      let message: Text?
      let logprobs: List?
    }
    struct Text: Decodable {
      let content: String?
      let reasoning_content: String?
    }
    struct List: Decodable { let content: [Token]? }
    struct Token: Decodable {
      let token: String
      let logprob: Double
      let bytes: [UInt8]?
      let top_logprobs: [Token]?
    }
    let choices: [Choice]?
  }

  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../StreamingTests/Captures").standardizedFileURL
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let replies =
      name.hasSuffix(".json")
      ? [text]
      : text.split(separator: "\n").filter { $0.hasPrefix("data: {") }.map {
        String($0.dropFirst(6))
      }
    for reply in replies {
      let reply = try JSONDecoder().decode(Reply.self, from: Data(reply.utf8))
      for choice in reply.choices ?? [] {
        content += choice.delta?.content ?? choice.message?.content ?? ""
        reasoning += choice.delta?.reasoning_content ?? choice.message?.reasoning_content ?? ""
        tokens += (choice.logprobs?.content ?? []).map(Self.token)
      }
    }
  }

  private static func token(_ token: Reply.Token) -> TokenLogprob {
    TokenLogprob(
      token: token.token, logprob: token.logprob, bytes: token.bytes,
      top: (token.top_logprobs ?? []).map {
        .init(token: $0.token, logprob: $0.logprob, bytes: $0.bytes)
      })
  }

  func script() throws -> Script {
    try Script.answered(tokens, content: content, reasoning: reasoning)
  }
}
