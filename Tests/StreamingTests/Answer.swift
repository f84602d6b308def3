import Chat
import Testing

@testable import Streaming

/// The combined events of one transfer. The initialiser also checks their order.
struct Answer: Equatable {
  var reasoning = ""
  var content = ""
  var refusal = ""
  var toolCalls: [ToolCall] = []
  var logprobs: [TokenLogprob] = []
  var retries: [Retry] = []
  var chunks = 0
  var isOpened = false
  var end: StreamEnd?
  var deltaCount = 0

  init(_ events: [StreamEvent]) {
    for event in events {
      #expect(end == nil, "nothing comes after the end")
      switch event {
      case .retrying(let retry):
        #expect(!isOpened, "nothing is asked again once the server has taken it")
        retries.append(retry)
      case .opened:
        #expect(!isOpened && deltaCount == 0, "a transfer opens once, before all text")
        isOpened = true
      case .received(let delta):
        #expect(isOpened)
        add(delta)
        chunks += delta.chunks
        deltaCount += 1
      case .thinkingNotEnded: break
      case .ended(let end): self.end = end
      }
    }
  }
}

extension Answer {
  /// Adds a delta the way a message does.
  mutating func add(_ delta: AnswerDelta) {
    var random = SystemRandomNumberGenerator()
    let time = Timestamp(milliseconds: 0)
    var message = Message(
      id: MessageID(UUIDv7(time: time, random: &random)), parent: nil, role: .assistant,
      createdAt: time, content: content, reasoning: reasoning, refusal: refusal,
      toolCalls: toolCalls, logprobs: logprobs)
    message.add(delta)
    (content, reasoning, refusal) = (message.content, message.reasoning, message.refusal)
    (toolCalls, logprobs) = (message.toolCalls, message.logprobs)
  }
}

extension ResponseHead {
  static func of(_ status: Int, _ contentType: String?) -> ResponseHead {
    ResponseHead(status: status, fields: contentType.map { ["Content-Type": $0] } ?? [:])
  }
}
