import Chat

extension Message {
  /// Moves thinking in `<think>` at the start of an answer out of its content, using the same rule
  /// as when streaming. Does nothing if the thinking is already separate.
  mutating func splitThinking() {
    guard role == .assistant, reasoning.isEmpty,
      content.contains("</think>") || content.contains("<think>")
    else { return }
    var delta = AnswerDelta()
    var splitter = ReasoningSplitter()
    splitter.push(content, into: &delta)
    splitter.finish(into: &delta)
    content = ""
    add(delta)
  }
}
