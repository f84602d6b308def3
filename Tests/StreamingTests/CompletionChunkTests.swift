import Chat
import Testing

@testable import Streaming

@Suite struct CompletionChunkTests {
  private func decode(_ json: String) throws -> CompletionChunk {
    try #require(read(json))
  }

  private func read(_ json: String) -> CompletionChunk? {
    CompletionChunk(json: json)
  }

  private func choice(_ members: String) throws -> CompletionChunk.Choice? {
    try decode(#"{"choices":[{\#(members)}]}"#).foundChoice
  }

  @Test(
    "Text, in any place and form",
    arguments: [
      (#""delta":{"content":"a"}"#, "", "a"),
      (#""delta":{"content":null,"reasoning_content":"r","refusal":null}"#, "r", ""),
      (#""delta":{"content":"","reasoning":"r"}"#, "r", ""),
      (#""delta":{"reasoning_content":"r","reasoning":"r"}"#, "r", ""),
      (#""delta":{"reasoning_content":"","reasoning":"r"}"#, "r", ""),
      (#""delta":{"reasoning_content":null,"reasoning":"r"}"#, "r", ""),
      (#""delta":{"reasoning":{"text":"object"},"content":7}"#, "object", ""),
      (#""delta":{"content":[{"type":"text","text":"a"},{"text":"b"},7]}"#, "", "ab"),
      (#""delta":{"content":{"type":"text","text":"a"}}"#, "", "a"),
      (#""delta":{"content":["a",{"type":"output_text","text":{"value":"b"}}]}"#, "", "ab"),
      (#""delta":{"content":[{"type":"thinking","thinking":"r"},{"text":"a"}]}"#, "r", "a"),
      (#""delta":{"content":[{"thinking":[{"text":"r"},"s"],"type":"thinking"}]}"#, "rs", ""),
      (#""delta":{"content":[{"type":"reasoning","text":"r"}]}"#, "r", ""),
      (#""delta":{"content":[{"type":"reasoning","summary":[{"text":"r"}]}]}"#, "r", ""),
      (#""delta":{"content":[{"type":"reference","reference_ids":[3]}]}"#, "", ""),
      (#""delta":{"content":[{"type":"redacted_thinking","data":"x"}]}"#, "", ""),
      (#""delta":{"reasoning":[{"text":"r"},{"text":"s"}]}"#, "rs", ""),
      (#""delta":{"reasoning_details":[{"type":"reasoning.text","text":"r"}]}"#, "r", ""),
      (#""delta":{"reasoning_details":[{"type":"reasoning.summary","summary":"r"}]}"#, "r", ""),
      (
        #""delta":{"reasoning_details":[{"text":"x","type":"reasoning.encrypted","data":"y"}]}"#,
        "",
        ""
      ),
      (#""delta":{"reasoning":"r","reasoning_details":[{"text":"r"}]}"#, "r", ""),
      (#""delta":{"reasoning_details":[{"text":"r"}],"reasoning":"r","content":"a"}"#, "r", "a"),
      (#""delta":{"reasoning":"","reasoning_details":{"text":"r"}}"#, "r", ""),
      (#""delta":{"thinking":"r"}"#, "r", ""), (#""delta":{"thinking":{"content":"r"}}"#, "r", ""),
      (
        #""delta":{"thinking_blocks":[{"type":"thinking","thinking":"r","signature":"s"}]}"#, "r",
        ""
      ),
      (#""message":{"content":[{"type":"thinking","thinking":"r"},{"text":"a"}]}"#, "r", "a"),
      (#""message":{"reasoning_details":[{"text":"r"}],"content":"a"}"#, "r", "a"),
      (#""delta":{"content":"a"},"message":{"content":"a"}"#, "", "a"),
      (#""message":{"role":"assistant","content":"a","reasoning_content":"r"}"#, "r", "a"),
      (#""delta":null,"message":{"content":"a"}"#, "", "a"),
      (#""index":0,"logprobs":null,"delta":{"content":"a","tool_calls":[{}]}"#, "", "a"),
    ])
  func text(members: String, reasoning: String, content: String) throws {
    let choice = try #require(try choice(members))
    #expect(choice.reasoning == reasoning)
    #expect(choice.content == content)
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
    #expect(chunk.foundChoice == nil && chunk.usage == nil && chunk.model == nil && !chunk.isError)
  }

  @Test func missingDelta() throws {
    let choice = try #require(try choice(#""index":0,"finish_reason":"stop""#))
    #expect(choice.content == "" && choice.reasoning == "")
    #expect(choice.finishReason == "stop")
  }

  @Test func onlyTheFirstChoiceCounts() throws {
    let chunk = try decode(
      #"{"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}"#)
    #expect(chunk.foundChoice?.content == "a")
  }

  @Test(
    "Usage, in any place",
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
      (
        #"{"usage":{"prompt_tokens":9,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":5}}"#,
        Usage(promptTokens: 9, cachedTokens: 4)
      ),
      (
        #"{"timings":{"cache_n":4,"prompt_n":5,"prompt_ms":12.5,"predicted_n":7}}"#,
        Usage(promptTokens: 9, completionTokens: 7, cachedTokens: 4)
      ),
      (
        #"{"timings":{"prompt_n":5,"predicted_n":7},"usage":{"prompt_tokens":6}}"#,
        Usage(promptTokens: 6, completionTokens: 7)
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

  @Test(
    "Times, in any place",
    arguments: [
      (
        #"{"timings":{"prompt_ms":12.5,"predicted_ms":1500}}"#,
        ServerTimings(prompt: .microseconds(12_500), generation: .milliseconds(1500))
      ),
      (
        #"{"x_groq":{"usage":{"queue_time":0.25,"prompt_time":0.5,"completion_time":1}}}"#,
        ServerTimings(
          queue: .milliseconds(250), prompt: .milliseconds(500), generation: .seconds(1))
      ),
      (#"{"timings":{"prompt_ms":-1,"predicted_ms":1e300}}"#, nil),
    ] as [(String, ServerTimings?)])
  func times(json: String, expected: ServerTimings?) throws {
    #expect(try decode(json).serverTimings == expected)
  }

  @Test func refusalsAreSeparateFromContent() throws {
    let choice = try #require(try choice(#""delta":{"content":null,"refusal":"I will not"}"#))
    #expect(choice.refusal == "I will not" && choice.content == "")
  }

  @Test func logprobsOfContentAndRefusal() throws {
    let choice = try #require(
      try choice(
        #""delta":{},"logprobs":{"content":[{"token":"\u00e9","logprob":-0.5,"bytes":[195],"#
          + #""top_logprobs":[{"token":"x","logprob":-9999.0,"bytes":null},7]},{"token":"y"}],"#
          + #""refusal":null}"#))
    #expect(
      choice.logprobs == [
        TokenLogprob(
          token: "é", logprob: -0.5, bytes: [195], top: [.init(token: "x", logprob: -9999)]),
        TokenLogprob(token: "y", logprob: -9999),
      ])
  }

  /// A character may be split between two tokens (wire.md 6).
  @Test func tokenTextComesFromBytes() {
    let tokens = [
      TokenLogprob(token: "\u{FFFD}", logprob: 0, bytes: [0xE9, 0x87]),
      TokenLogprob(token: "\u{FFFD}", logprob: 0, bytes: [0x8F]),
      TokenLogprob(token: "!", logprob: 0),
    ]
    #expect(TokenLogprob.text(of: tokens) == "量!")
  }

  @Test(arguments: [
    "", "null", "[]", "1", "\"text\"", "{", #"{"choices":[}"#, "{}{}", #"{"a":1,}"#, #"{"a" 1}"#,
    #"{"a":01}"#, #"{"a":1.}"#, #"{"a":"\x"}"#, #"{"a":"\u12"}"#, #"{"a":tru}"#, #"{a:1}"#, "{,}",
  ])
  func anythingButAnObjectIsRejected(json: String) {
    #expect(read(json) == nil)
  }
}

extension CompletionChunk {
  init?(json: String) {
    self.init()
    guard Array(json.utf8).withUnsafeBufferPointer({ read(json: $0) }) else { return nil }
  }

  var foundChoice: Choice? { hasChoice ? choice : nil }
}
