import Loopback

extension Scenario {
  /// Scenarios with streams that are unusual but valid, or unexpectedly large.
  static let oddStreams = [
    NamedScenario(
      "finish-repeated", "the finish chunk once more, without a delta",
      .events(
        writer.texts + [
          writer.finish(), writer.chunk(choices: [["index": 0, "finish_reason": "stop"]]),
          ChunkWriter.done,
        ])),
    NamedScenario(
      "finish-unknown", "a finish reason that nobody knows",
      .events(writer.texts + [writer.finish("eos"), ChunkWriter.done])),
    NamedScenario(
      "done-missing", "a finish reason, and no [DONE]", .events(writer.texts + [writer.finish()])),
    NamedScenario(
      "done-unfinished", "[DONE] without a finish reason, as where another request interrupts",
      .events(writer.texts + [ChunkWriter.done])),
    NamedScenario(
      "reasoning-details", "reasoning in reasoning_details alone, as from MiniMax",
      .events(
        ChunkWriter.reasoning.map {
          writer.chunk(["reasoning_details": [["type": "reasoning.text", "text": .string($0)]]])
        } + ChunkWriter.content.map(writer.content) + [writer.finish(), ChunkWriter.done])),
    NamedScenario(
      "content-parts", "content as a list of parts, thinking among them, as from Mistral",
      .events(
        ChunkWriter.reasoning.map {
          writer.chunk([
            "content": [["type": "thinking", "thinking": [["type": "text", "text": .string($0)]]]]
          ])
        }
          + ChunkWriter.content.map {
            writer.chunk(["content": [["type": "text", "text": .string($0)]]])
          } + [writer.finish(), ChunkWriter.done])),
    NamedScenario(
      "choices-empty", "chunks without choices between the others",
      .events(
        (writer.texts + [writer.finish()]).flatMap { [writer.chunk(choices: []), $0] }
          + [ChunkWriter.done])),
    NamedScenario(
      "delta-missing", "choices without a delta, or with null in its place",
      .events(
        (writer.texts + [writer.finish()]).flatMap { [noDelta, nullDelta, $0] }
          + [ChunkWriter.done])),
    NamedScenario(
      "choices-two", "a second choice, which nobody asked for",
      .events(
        writer.texts.flatMap { [$0, second] } + [writer.finish(), ChunkWriter.done])),
    NamedScenario(
      "after-done", "more text after [DONE]",
      .events(writer.texts + [writer.finish(), ChunkWriter.done, writer.content(" More.")])),
    NamedScenario("large-event", "one event of 4 MiB", largeEvent),
    NamedScenario("huge-event", "one event that has 9 MiB and no end yet", hugeEvent),
    NamedScenario("chunks-20000", "an answer of 20,000 chunks", manyChunks),
  ]

  private static let writer = ChunkWriter()
  private static let noDelta = writer.chunk(choices: [["index": 0, "finish_reason": nil]])
  private static let nullDelta = writer.chunk(nil)
  private static let second = writer.chunk(
    ["content": "Not me."], inChoice: ["index": 1])

  /// Returns a large amount of text. It is generated for each request, because the catalogue would
  /// otherwise keep it in memory.
  private static func words(megabytes: Int) -> String {
    repeatElement(String(repeating: "large ", count: 174_763), count: megabytes).joined()
  }

  private static let largeEvent = reply { _ in
    let events =
      writer.opened + [
        writer.content(words(megabytes: 4)), writer.finish(), ChunkWriter.done,
      ]
    return .stream(events.map(ScriptedReply.Part.text))
  }

  /// A stream with one huge event. It is held open, because a client that reads a lot at once may
  /// see the end before it counts the bytes.
  private static let hugeEvent = reply { _ in
    let event = writer.content(words(megabytes: 9))
    return .stream([.text(writer.content("Small.")), .text(String(event.dropLast(2))), .hold])
  }

  /// A stream of numbered words, so that a missing word is detected.
  private static let manyChunks = reply { _ in
    let chunks = (0..<20_000).map { writer.content("\($0) ") }
    let events = writer.opened + chunks + [writer.finish(), ChunkWriter.done]
    return .stream([.text(events.joined())])
  }
}
