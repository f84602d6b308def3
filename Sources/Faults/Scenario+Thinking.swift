import Loopback

extension Scenario {
  /// Scenarios in which the server leaves reasoning inside the content, in tags (wire.md 3,
  /// "Normaliser rules").
  static let inlineThinking = [
    NamedScenario(
      "think-inline", "<think> and </think> in the content, in pieces of their own",
      .events(inline(writer) + end)),
    NamedScenario(
      "think-bytes", "the same, one byte of the content in each event",
      .events(writer.opened + bytes.map(writer.content) + end)),
    NamedScenario(
      "think-unopened", "</think> without <think>: the template has opened it",
      .events(
        writer.opened
          + (ChunkWriter.reasoning + ["\n</think>\n\n"] + ChunkWriter.content).map(writer.content)
          + end)),
    NamedScenario(
      "think-empty", "an empty block of reasoning, as after /no_think",
      .events(
        writer.opened
          + (["<think>", "\n\n", "</think>", "\n\n"] + ChunkWriter.content).map(writer.content)
          + end)),
    NamedScenario(
      "think-unclosed", "<think> that is never closed: all is reasoning",
      .events(
        writer.opened + (["<think>\n"] + ChunkWriter.reasoning).map(writer.content) + end)),
    NamedScenario(
      "think-only", "reasoning and no content",
      .events(writer.opened + ChunkWriter.reasoning.map(writer.reasoning) + end)),
  ]

  private static let writer = ChunkWriter()
  private static let end = [writer.finish(), ChunkWriter.done]

  /// The content, split into bytes. It is all ASCII, so that each byte is valid text.
  private static let bytes: [String] = {
    let text =
      "<think>\n" + ChunkWriter.reasoning.joined() + "\n</think>\n\n"
      + ChunkWriter.content.joined()
    return text.map(String.init)
  }()
}
