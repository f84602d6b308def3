import Chat

extension Message {
  /// Takes thinking in `<think>` at the start of an answer out of its content, by the rule by which a
  /// stream is read; nothing where the thinking has come by itself.
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
