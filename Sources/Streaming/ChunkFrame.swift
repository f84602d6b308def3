#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bytes around the text of a chunk.
///
/// Most chunks of a stream differ from the previous one only in their text. If the surrounding
/// bytes are the same, only the text has to be read. Comparing the bytes takes a fifth of the
/// time that parsing them would take (docs/benchmarks.md).
struct ChunkFrame {
  private var before: [UInt8] = []
  private var after: [UInt8] = []
  private var isReasoning = false
  private var isUnfinished = false
  private var model: String?

  /// Remembers a chunk if a single piece of text is all it carries.
  mutating func remember(_ chunk: CompletionChunk, from json: UnsafeBufferPointer<UInt8>) {
    let choice = chunk.choice
    guard chunk.hasChoice, !chunk.isError, let place = choice.textPlace,
      choice.content.isEmpty != choice.reasoning.isEmpty, choice.refusal.isEmpty,
      choice.finishReason == nil, !choice.isWhole, !chunk.isContextFull, choice.toolCalls.isEmpty,
      choice.logprobs.isEmpty,
      chunk.usage == nil, chunk.serverTimings == nil
    else {
      // Chunks that match the frame do not report their model, so forget the frame if it changes.
      if chunk.model != model { before.removeAll() }
      return
    }
    before.removeAll(keepingCapacity: true)
    after.removeAll(keepingCapacity: true)
    model = chunk.model
    isReasoning = choice.content.isEmpty
    isUnfinished = choice.isUnfinished
    before.append(contentsOf: json[..<place.lowerBound])
    after.append(contentsOf: json[place.upperBound...])
  }

  /// The text of a chunk that contains nothing else; never empty.
  struct Text {
    var text: String
    var halves: SurrogateHalves
    var isReasoning: Bool
    /// ``CompletionChunk/Choice/isUnfinished`` of the chunk.
    var isUnfinished: Bool
  }

  /// Returns the chunk's text if the chunk differs from the remembered one only in its text.
  /// Otherwise, returns `nil`, and the chunk has to be parsed.
  /// - Complexity: O(length of the chunk)
  func text(in json: UnsafeBufferPointer<UInt8>) -> Text? {
    let end = json.count - after.count
    guard !before.isEmpty, end > before.count, let bytes = json.baseAddress,
      memcmp(bytes, before, before.count) == 0, memcmp(bytes + end, after, after.count) == 0
    else { return nil }
    var scanner = JSONScanner(json, from: before.count - 1)
    // If the text ends earlier, something else follows it.
    guard let text = try? scanner.string(), scanner.textPlace == before.count..<end else {
      return nil
    }
    return Text(
      text: text, halves: scanner.halves, isReasoning: isReasoning, isUnfinished: isUnfinished)
  }
}
