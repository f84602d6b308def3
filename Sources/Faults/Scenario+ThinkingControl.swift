internal import Chat
public import Loopback
internal import Synchronization

extension Scenario {
  /// A llama.cpp server whose thinking continues until the control route ends it, which works only
  /// for requests with `reasoning_control` (wire.md 3). Not in the catalogue, because the thinking
  /// never ends on its own.
  public static var thinkingUntilTold: Scenario { Scenario(ThinkingUntilTold()) }
}

private final class ThinkingUntilTold: Responder {
  /// The state of a running answer: whether it can be controlled, and whether the client has asked
  /// it to end its thinking.
  private struct Answer {
    let isControlled: Bool
    var isTold = false
  }

  private struct Answers {
    var count = 0
    var running: [String: Answer] = [:]
  }

  private let answers = Mutex(Answers())

  func answer(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState {
    guard request.method == "POST" else {
      try connection.send(lookUp(request).bytes)
      return .open
    }
    let body = JSONValue(text: String(decoding: request.body, as: UTF8.self))
    if request.path.hasSuffix("/chat/completions/control") {
      try connection.send(Reply(status: 200, json: control(body)).bytes)
      return .open
    }
    let id = begin(isControlled: body?["reasoning_control"] == .bool(true))
    defer { answers.withLock { $0.running[id] = nil } }
    // If the request turned thinking off, the answer begins at once.
    let thinks = body?["chat_template_kwargs"]?["enable_thinking"] != .bool(false)
    try stream(id, thinks: thinks, on: connection)
    return .open
  }

  func lookUp(_ request: RecordedRequest) -> Reply {
    ModelCatalog.llamaCpp.reply(to: request) ?? Reply(status: 404, json: "{}")
  }

  private func begin(isControlled: Bool) -> String {
    answers.withLock { answers in
      answers.count += 1
      let id = "chatcmpl-thought\(answers.count)"
      answers.running[id] = Answer(isControlled: isControlled)
      return id
    }
  }

  /// Returns the reply to a control request, in llama.cpp's own words.
  private func control(_ body: JSONValue?) -> String {
    guard case .string(let id)? = body?["id"], body?["action"] == .string("reasoning_end") else {
      return #"{"success":false,"message":"unknown control action"}"#
    }
    return answers.withLock { answers in
      switch answers.running[id]?.isControlled {
      case nil: return #"{"success":false,"message":"no active completion for this id"}"#
      case false?:
        return
          #"{"success":false,"message":"reasoning control not enabled for this completion"}"#
      case true?:
        answers.running[id]?.isTold = true
        return #"{"success":true}"#
      }
    }
  }

  private func stream(
    _ id: String, thinks: Bool, on connection: Connection
  ) throws(Disconnected) {
    let writer = ChunkWriter(
      id: id, model: "Qwen3-32B-Q4_K_M.gguf", opening: ["role": "assistant", "content": nil])
    var body = try ChunkedBody(on: connection, headers: [("Content-Type", "text/event-stream")])
    for text in writer.opened + (thinks ? ChunkWriter.reasoning.map(writer.reasoning) : []) {
      try body.write(text)
      try body.flush()
    }
    while thinks, answers.withLock({ $0.running[id]?.isTold }) == false {
      try connection.wait(until: .now + .milliseconds(1))
    }
    for text in ChunkWriter.content.map(writer.content) { try body.write(text) }
    try body.write(writer.finish())
    try body.write(ChunkWriter.done)
    try body.finish()
  }
}
