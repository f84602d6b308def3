/// A scripted answer, sent in place of a model's.
struct ScriptedAnswer: Sendable {
  let reasoning: ScriptText
  let content: ScriptText

  init(reasoning: String, content: ScriptText) {
    self.reasoning = .fixed(reasoning)
    self.content = content
  }
}

/// The choice of a scripted answer, based on the last question and the number of earlier
/// answers. The same conversation always gets the same answer.
///
/// One word has a special meaning: `/chunks N` in the question requests an answer of N small
/// pieces, for benchmarks.
enum Script {
  static let mostChunks = 1_000_000

  static func answer(to order: CompletionOrder) -> ScriptedAnswer {
    let question = quoted(order.question)
    if let count = chunkCount(in: order.question) {
      return ScriptedAnswer(reasoning: chunksReasoning(count), content: .chunks(count))
    }
    if order.wantsJSON { return json(question) }
    if order.turn == 0 { return first(question) }
    if order.question.contains(where: \.isIdeograph) { return chinese(question) }
    return later[(order.turn - 1) % later.count](question)
  }

  private static let later: [@Sendable (String) -> ScriptedAnswer] = [
    tour, short, code, comparison, haiku,
  ]

  /// Returns the number after the first `/chunks`, at most ``mostChunks``; `nil` if no positive
  /// number follows.
  private static func chunkCount(in question: String) -> Int? {
    let words = question.split(whereSeparator: \.isWhitespace)
    guard let index = words.firstIndex(of: "/chunks"), index + 1 < words.count,
      let count = Int(words[index + 1]), count >= 1
    else { return nil }
    return min(count, mostChunks)
  }

  private static func chunksReasoning(_ count: Int) -> String {
    "The question asks for \(count) chunks. No thought is needed for that, only patience."
  }

  /// Returns the question as one short line.
  private static func quoted(_ question: String) -> String {
    let line = question.split(whereSeparator: \.isWhitespace).prefix(40).joined(separator: " ")
    let most = 120
    return line.count > most ? line.prefix(most) + "…" : line
  }
}
