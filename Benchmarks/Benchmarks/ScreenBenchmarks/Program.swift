internal import App
internal import Benchmark
internal import Chat
internal import Screen

/// An `Application` whose services only record requests.
final class Program {
  private let application: Application
  private let orders: Orders

  private final class Orders {
    var load: RequestID?
    var stream: RequestID?
  }

  init() {
    let orders = Orders()
    let provider = Provider.aimlapi
    application = Application(
      session: Session(
        provider: provider, model: provider.defaultModel, thinking: ThinkingMode(isOn: true)),
      services: Services(
        now: { Timestamp(milliseconds: 1_764_000_000_000) },
        perform: { effect in
          switch effect {
          case .store(.loadNewest(let request)): orders.load = request
          case .store(.saveQuestion(let request, _, _)): orders.stream = request
          default: break
          }
        }),
      seed: 1)
    self.orders = orders
  }

  func press(_ key: Key, times: Int = 1) {
    for _ in 0..<times { application.handle(.keyPressed(key)) }
  }

  func draw(_ size: Size) { blackHole(application.draw(size)) }

  func open(_ conversation: Conversation) {
    application.open(nil)
    guard let load = orders.load else { return }
    application.handle(.conversationLoaded(load, .success(conversation)))
  }

  func ask(_ question: String) {
    for character in question { press(.character(character)) }
    press(.enter)
    if let request = orders.stream { application.handle(.questionSaved(request, nil)) }
  }

  func receive(_ text: String, isReasoning: Bool) {
    guard let request = orders.stream else { return }
    let delta = AnswerDelta(
      reasoning: isReasoning ? text : "", content: isReasoning ? "" : text, chunks: 1)
    application.handle(.streamed(request, .received(delta)))
  }

  /// Returns a conversation of alternating questions and answers, or of a single answer.
  static func conversation(_ count: Int, _ text: (Int) -> String) -> Conversation {
    let time = Timestamp(milliseconds: 1_764_000_000_000)
    var random = SystemRandomNumberGenerator()
    func uuid() -> UUIDv7 { UUIDv7(time: time, random: &random) }
    var conversation = Conversation(id: ConversationID(uuid()), createdAt: time)
    for index in 0..<count {
      conversation.append(
        Message(
          id: MessageID(uuid()), parent: conversation.path.last,
          role: count > 1 && index.isMultiple(of: 2) ? .user : .assistant, createdAt: time,
          content: text(index), finishReason: .stop))
    }
    return conversation
  }

  static let manyMessages = conversation(100_000) { index in
    "Message \(index): " + String(repeating: "some words of *one* kind. ", count: 7)
  }
}
