import Chat
import Foundation
import Testing

@testable import Streaming

@Suite struct CompletionChunkTests {
  private func decode(_ json: String) throws -> CompletionChunk {
    try JSONDecoder().decode(CompletionChunk.self, from: Data(json.utf8))
  }

  private func choice(_ members: String) throws -> CompletionChunk.Choice? {
    try decode(#"{"choices":[{\#(members)}]}"#).choice
  }

  @Test(
    "Text, wherever and however it comes",
    arguments: [
      (#""delta":{"content":"a"}"#, "", "a"),
      (#""delta":{"content":null,"reasoning_content":"r","refusal":null}"#, "r", ""),
      (#""delta":{"content":"","reasoning":"r"}"#, "r", ""),
      (#""delta":{"reasoning_content":"r","reasoning":"r"}"#, "r", ""),
      (#""delta":{"reasoning_content":"","reasoning":"r"}"#, "r", ""),
      (#""delta":{"reasoning_content":null,"reasoning":"r"}"#, "r", ""),
      (#""delta":{"reasoning":{"text":"object"},"content":7}"#, "", ""),
      (#""delta":{"refusal":"I will not"}"#, "", "I will not"),
      (#""message":{"role":"assistant","content":"a","reasoning_content":"r"}"#, "r", "a"),
      (#""delta":null,"message":{"content":"a"}"#, "", "a"),
      (#""index":0,"logprobs":null,"delta":{"content":"a","tool_calls":[{}]}"#, "", "a"),
    ])
  func text(members: String, reasoning: String, content: String) throws {
    let text = try #require(try choice(members)?.text)
    #expect(text.reasoning == reasoning)
    #expect(text.content == content)
  }

  @Test(arguments: [
    #"{}"#, #"{"choices":null}"#, #"{"choices":[]}"#, #"{"choices":"x"}"#,
    #"{"choices":[{"index":1,"delta":{"content":"other"}}]}"#,
    #"{"usage":null,"meta":null,"x_groq":null,"error":null,"model":null}"#,
    #"{"usage":{},"meta":{"usage":{}},"x_groq":{"id":"x"},"error":""}"#,
    #"{"usage":[],"meta":1,"x_groq":"","error":false,"model":1}"#,
  ])
  func emptyChunks(json: String) throws {
    let chunk = try decode(json)
    #expect(chunk.choice == nil && chunk.usage == nil && chunk.model == nil && !chunk.isError)
  }

  @Test func missingDelta() throws {
    let choice = try #require(try choice(#""index":0,"finish_reason":"stop""#))
    #expect(choice.text == nil)
    #expect(choice.finishReason == "stop")
  }

  @Test func onlyTheFirstChoiceCounts() throws {
    let chunk = try decode(
      #"{"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}"#)
    #expect(chunk.choice?.text?.content == "a")
  }

  @Test(
    "Usage, wherever it is",
    arguments: [
      (
        #"{"usage":{"prompt_tokens":13,"completion_tokens":20,"total_tokens":33,"#
          + #""completion_tokens_details":{"reasoning_tokens":8},"#
          + #""prompt_tokens_details":{"cached_tokens":5}}}"#,
        Usage(promptTokens: 13, completionTokens: 20, reasoningTokens: 8, cachedTokens: 5)
      ),
      (#"{"usage":{"reasoning_tokens":4}}"#, Usage(reasoningTokens: 4)),
      (#"{"x_groq":{"usage":{"prompt_tokens":1}}}"#, Usage(promptTokens: 1)),
      (
        #"{"x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":3}},"#
          + #""usage":{"prompt_tokens":2}}"#,
        Usage(promptTokens: 2, completionTokens: 3)
      ),
      (#"{"usage":{"prompt_tokens":2,"cost":0.5}}"#, Usage(promptTokens: 2, cost: 0.5)),
      (
        #"{"meta":{"usage":{"credits_used":2480,"usd_spent":0.00124}}}"#, Usage(cost: 0.00124)
      ),
      (#"{"usage":{"prompt_tokens":"many","completion_tokens":2}}"#, Usage(completionTokens: 2)),
    ])
  func usage(json: String, expected: Usage) throws {
    #expect(try decode(json).usage == expected)
  }

  @Test(arguments: [
    #"{"error":{"message":"x"}}"#, #"{"error":"x"}"#, #"{"error":{}}"#,
    #"{"choices":[{"delta":{"content":""},"finish_reason":"error"}],"error":{"code":429}}"#,
  ])
  func errors(json: String) throws {
    #expect(try decode(json).isError)
  }

  @Test(arguments: ["", "null", "[]", "1", "\"text\"", "{", #"{"choices":[}"#])
  func whatIsNoObjectIsRefused(json: String) {
    #expect(throws: DecodingError.self) { try decode(json) }
  }
}
