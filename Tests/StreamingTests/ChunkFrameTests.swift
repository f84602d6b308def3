import Chat
import Testing
import TestKit

@testable import Streaming

@Suite struct ChunkFrameTests {
  private func frame(_ json: String) throws -> ChunkFrame {
    let chunk = try #require(CompletionChunk(json: json))
    var frame = ChunkFrame()
    Array(json.utf8).withUnsafeBufferPointer { frame.remember(chunk, from: $0) }
    return frame
  }

  private func text(_ frame: ChunkFrame, _ json: [UInt8]) -> ChunkFrame.Text? {
    json.withUnsafeBufferPointer { frame.text(in: $0) }
  }

  /// Returns the result of parsing a chunk that has only this text.
  private func choice(_ text: ChunkFrame.Text, at place: Range<Int>?) -> CompletionChunk.Choice {
    var choice = CompletionChunk.Choice()
    (choice.textCount, choice.textPlace) = (1, place)
    choice.isUnfinished = text.isUnfinished
    if text.isReasoning {
      (choice.reasoning, choice.reasoningHalves) = (text.text, text.halves)
    } else {
      (choice.content, choice.contentHalves) = (text.text, text.halves)
    }
    return choice
  }

  private func read(_ json: [UInt8]) -> CompletionChunk? {
    var chunk = CompletionChunk()
    return json.withUnsafeBufferPointer({ chunk.read(json: $0) }) ? chunk : nil
  }

  private static func chunk(_ delta: String) -> String {
    #"{"id":"1","model":"m","choices":[{"index":0,"finish_reason":null,"delta":{\#(delta)}}]}"#
  }

  @Test(arguments: [
    (#""content":"a""#, #""content":"and more""#, "", "and more"),
    (#""content":"a""#, #""content":"量子""#, "", "量子"),
    (#""content":"a\n""#, #""content":"\"b\"\n""#, "", "\"b\"\n"),
    (
      #""reasoning_content":"a","content":null"#, #""reasoning_content":" ","content":null"#, " ",
      ""
    ),
    (#""content":"","reasoning":"a""#, #""content":"","reasoning":"b""#, "b", ""),
  ])
  func chunkThatDiffersOnlyInTextIsNotParsed(
    first: String, second: String, reasoning: String, content: String
  ) throws {
    let found = try #require(text(try frame(Self.chunk(first)), Array(Self.chunk(second).utf8)))
    #expect(found.text == reasoning + content && found.isReasoning == content.isEmpty)
  }

  @Test(arguments: [
    // The second chunk must be parsed, although the first provides a frame.
    (chunk(#""content":"a""#), chunk(#""content":"b","content":"c""#)),
    (chunk(#""content":"a""#), chunk(#""content":"""#)),
    (chunk(#""content":"a""#), chunk(#""reasoning":"a""#)),
    (chunk(#""content":"a""#), #"{"usage":{"prompt_tokens":1}}"#),
    // The first chunk carries more than a single piece of text, so it provides no frame.
    (chunk(#""content":"a","content":"b""#), chunk(#""content":"a","content":"c""#)),
    (chunk(#""content":"a","reasoning":"r""#), chunk(#""content":"b","reasoning":"r""#)),
    (chunk(#""reasoning":"a","reasoning":"""#), chunk(#""reasoning":"b","reasoning":"""#)),
    (chunk(#""content":"a","refusal":"r""#), chunk(#""content":"b","refusal":"r""#)),
    (chunk(#""content":[{"text":"a"}]"#), chunk(#""content":[{"text":"b"}]"#)),
    (
      #"{"choices":[{"index":1,"delta":{"content":"a"}}]}"#,
      #"{"choices":[{"index":1,"delta":{"content":"b"}}]}"#
    ),
    (
      #"{"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}}"#,
      #"{"choices":[{"delta":{"content":"b"}}],"usage":{"prompt_tokens":1}}"#
    ),
    (
      #"{"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}"#,
      #"{"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}]}"#
    ),
  ])
  func chunkWithMoreInformationIsParsed(first: String, second: String) throws {
    #expect(text(try frame(first), Array(second.utf8)) == nil)
  }

  @Test("Comparing finds what reading finds", arguments: 0..<20)
  func comparingGivesTheSameResultAsParsing(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    let deltas = [
      #""content":"abc""#, #""reasoning_content":"abc","content":null"#, #""reasoning":"é""#,
      #""content":"","reasoning":"abc","reasoning_content":"""#, #""role":"\\ud83d","content":"x""#,
    ]
    let pieces =
      [#"""#, #"\"#, "n", "{", "}", ",", ":", "é", #"","content":""#, "null", "\u{1}"]
      .map { Array($0.utf8) } + [[0xFF], [0xE9], []]
    var compared = 0
    for _ in 0..<500 {
      let json = Self.chunk(deltas.randomElement(using: &random) ?? "")
      let frame = try frame(json)
      var other = Array(json.utf8)
      for _ in 0...Int.random(in: 0..<2, using: &random) {
        // Change bytes near the end, where the text is.
        let end = Int.random(in: other.count - 50...other.count, using: &random)
        let start = end - Int.random(in: 0..<3, using: &random)
        other.replaceSubrange(start..<end, with: pieces.randomElement(using: &random) ?? [])
      }
      guard let found = text(frame, other) else { continue }
      compared += 1
      let chunk = try #require(read(other))
      #expect(chunk.hasChoice && chunk.choice == choice(found, at: chunk.choice.textPlace))
      #expect(chunk.choice.textPlace != nil)
      #expect(chunk.model == "m" && chunk.usage == nil && !chunk.isError)
    }
    #expect(compared > 5)
  }

  @Test func mostChunksOfRealServersAreOnlyCompared() throws {
    let capture = try Capture("stream-default.sse")
    var frame = ChunkFrame()
    var (compared, all) = (0, 0)
    for line in capture.body.split(separator: UInt8(ascii: "\n")) {
      let json = Array(line.dropFirst("data: ".utf8.count))
      guard let chunk = read(json) else { continue }
      all += 1
      if text(frame, json) != nil { compared += 1 }
      json.withUnsafeBufferPointer { frame.remember(chunk, from: $0) }
    }
    #expect(all > 20 && compared * 10 > all * 9)
  }
}
