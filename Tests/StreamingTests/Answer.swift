import Chat
import Testing

/// The sum of the events of one transfer; checks their order.
struct Answer: Equatable {
  var reasoning = ""
  var content = ""
  var chunks = 0
  var isOpened = false
  var end: StreamEnd?
  var deltaCount = 0

  init(_ events: [StreamEvent]) {
    for event in events {
      #expect(end == nil, "nothing comes after the end")
      switch event {
      case .opened:
        #expect(!isOpened && deltaCount == 0, "a transfer opens once, before all text")
        isOpened = true
      case .received(let delta):
        #expect(isOpened)
        reasoning += delta.reasoning
        content += delta.content
        chunks += delta.chunks
        deltaCount += 1
      case .ended(let end): self.end = end
      }
    }
  }
}
