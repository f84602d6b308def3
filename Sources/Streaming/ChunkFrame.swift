#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What stands around the text of a chunk.
///
/// Most chunks of a stream are those before them with another text. Where the bytes around it are the
/// same, the text is all there is to read: comparing takes a fifth of the time of reading
/// (docs/benchmarks.md).
struct ChunkFrame {
  private var before: [UInt8] = []
  private var after: [UInt8] = []
  private var isReasoning = false
  private var isUnfinished = false
  private var model: String?

  /// Remembers a chunk if it tells nothing but one text.
  mutating func remember(_ chunk: CompletionChunk, from json: UnsafeBufferPointer<UInt8>) {
    let choice = chunk.choice
    guard chunk.hasChoice, !chunk.isError, let place = choice.textPlace,
      choice.content.isEmpty != choice.reasoning.isEmpty, choice.refusal.isEmpty,
      choice.finishReason == nil, !choice.isWhole, !chunk.isContextFull, choice.toolCalls.isEmpty,
      choice.logprobs.isEmpty,
      chunk.usage == nil, chunk.serverTimings == nil
    else {
      // What is compared says nothing of its model: it must be that of the last chunk.
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

  /// What reading the chunk would find, which is one choice and nothing else, if it differs from the
  /// remembered one in nothing but its text; `nil` if it has to be read.
  /// - Complexity: O(length of the chunk)
  func choice(in json: UnsafeBufferPointer<UInt8>) -> CompletionChunk.Choice? {
    let end = json.count - after.count
    guard !before.isEmpty, end > before.count, let bytes = json.baseAddress,
      memcmp(bytes, before, before.count) == 0, memcmp(bytes + end, after, after.count) == 0
    else { return nil }
    var scanner = JSONScanner(json, from: before.count - 1)
    // A text that ends before that place has something else behind it.
    guard let text = try? scanner.string(), scanner.textPlace == before.count..<end else {
      return nil
    }
    var choice = CompletionChunk.Choice()
    (choice.textCount, choice.textPlace) = (1, before.count..<end)
    choice.isUnfinished = isUnfinished
    if isReasoning {
      (choice.reasoning, choice.reasoningHalves) = (text, scanner.halves)
    } else {
      (choice.content, choice.contentHalves) = (text, scanner.halves)
    }
    return choice
  }
}
