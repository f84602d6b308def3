import Chat
import Foundation
import Loopback
import Testing

/// What ends an answer early, and how that is reported.
struct AnswerLimitTests {
  /// The parts of a streamed answer.
  private struct Answer {
    var reasoning: [String] = []
    var content: [String] = []
    var finishReason = ""
    var usage: JSONValue?

    init(_ response: Response) throws {
      for chunk in try response.events.map(decoded) {
        if let choice = first(chunk["choices"]) {
          reasoning.append(text(choice["delta"]?["reasoning_content"]))
          content.append(text(choice["delta"]?["content"]))
          finishReason += text(choice["finish_reason"])
        } else {
          usage = chunk["usage"]
        }
      }
      reasoning.removeAll(where: \.isEmpty)
      content.removeAll(where: \.isEmpty)
    }
  }

  private func answer(to prompt: String = "Hello", _ fields: String) async throws -> Answer {
    try await withServer { server in
      let response = try RawClient(server).complete(question(prompt, #""stream":true,"# + fields))
      try #require(response.status == 200)
      return try Answer(response)
    }
  }

  @Test(arguments: [1, 2, 7])
  func maxTokensLimitsOnlyTheAnswer(_ most: Int) async throws {
    let answer = try await answer(#""enable_thinking":true,"max_tokens":\#(most)"#)
    #expect(answer.content.count == most)
    #expect(answer.reasoning.count > 50)
    #expect(answer.finishReason == "length")
  }

  @Test(arguments: [1, 30, 100_000])
  func thinkingBudgetCutsTheReasoning(_ budget: Int) async throws {
    let limited = try await answer(
      #""enable_thinking":true,"thinking_budget":\#(min(budget, 38_912))"#)
    let whole = try await answer(#""enable_thinking":true"#)
    #expect(limited.reasoning == Array(whole.reasoning.prefix(budget)))
    #expect(limited.content == whole.content)
    #expect(limited.finishReason == "stop")
  }

  @Test func maxCompletionTokensLimitsBothTogether() async throws {
    let fields = #""enable_thinking":true,"thinking_budget":10,"max_completion_tokens""#
    let inReasoning = try await answer(fields + ":4")
    #expect((inReasoning.reasoning.count, inReasoning.content.count) == (4, 0))
    #expect(inReasoning.finishReason == "length")
    let inContent = try await answer(fields + ":14")
    #expect((inContent.reasoning.count, inContent.content.count) == (10, 4))
    #expect(inContent.finishReason == "length")
  }

  @Test func answerThatJustFitsIsNotCut() async throws {
    let answer = try await answer(to: "/chunks 5", #""max_tokens":5"#)
    #expect(answer.content.count == 5)
    #expect(answer.finishReason == "stop")
  }

  @Test(arguments: ["is scripted", "s", "**This", " there is no", "```swift", "思考"])
  func stopStringsAreCutOff(_ stop: String) async throws {
    let whole = try await answer(#""logprobs":null"#).content.joined()
    let cut = try await answer(#""stop":["never said","\#(stop)"]"#)
    let index = try #require(whole.ranges(of: stop).first?.lowerBound)
    #expect(cut.content.joined() == whole[..<index])
    #expect(cut.finishReason == "stop")
  }

  @Test func absentStopStringChangesNothing() async throws {
    let whole = try await answer(#""logprobs":null"#)
    let filtered = try await answer(#""stop":"each looks different. Really""#)
    #expect(filtered.content == whole.content)
  }

  @Test func usageCountsThePiecesSent() async throws {
    let answer = try await answer(
      to: "one two three", #""enable_thinking":true,"thinking_budget":6,"max_tokens":9"#)
    #expect(answer.usage?["prompt_tokens"] == .integer(3))
    #expect(answer.usage?["completion_tokens"] == .integer(15))
    #expect(answer.usage?["total_tokens"] == .integer(18))
    #expect(answer.usage?["completion_tokens_details"]?["reasoning_tokens"] == .integer(6))
  }

  @Test(arguments: [0, 1, 5])
  func eachPieceOfContentHasProbabilities(_ top: Int) async throws {
    let response = try await withServer { server in
      try RawClient(server).complete(
        question("Hello", #""stream":true,"logprobs":true,"top_logprobs":\#(top)"#))
    }
    for chunk in try response.events.map(decoded) {
      let choice = first(chunk["choices"])
      guard let entry = first(choice?["logprobs"]?["content"]) else { continue }
      let token = text(entry["token"])
      #expect(token == text(choice?["delta"]?["content"]))
      #expect(entry["bytes"] == .array(token.utf8.map { .integer(Int($0)) }))
      guard case .array(let list)? = entry["top_logprobs"] else {
        throw RawClient.Failure.malformed
      }
      #expect(list.count == top)
      #expect(top == 0 || list.first?["token"] == .string(token))
      let sum = list.reduce(0.0) { sum, other in
        if case .number(let logprob)? = other["logprob"] { sum + exp(logprob) } else { sum }
      }
      #expect(sum < 1.001, "\(list)")
    }
    #expect(response.events.count { $0.contains(#""logprobs":{"#) } > 50)
  }
}
