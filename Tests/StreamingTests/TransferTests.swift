import Chat
import Testing

@testable import Streaming

@Suite struct TransferTests {
  /// Runs a reply through a transfer, one read per second.
  private func run(
    _ reads: [String], status: Int = 200, type: String? = "text/event-stream",
    failure: StreamError? = nil, key: String? = nil
  ) -> [StreamEvent] {
    var transfer = Transfer(hiding: Secrets([key].compactMap(\.self)))
    var events = transfer.open(.of(status, type))
    for (index, read) in reads.enumerated() {
      events += transfer.receive(Array(read.utf8), at: .seconds(index + 1))
    }
    events += transfer.close(failure, at: .seconds(reads.count + 1))
    #expect(transfer.isEnded)
    #expect(transfer.cancel(at: .seconds(99)).isEmpty && transfer.close(nil, at: .zero).isEmpty)
    return events
  }

  private func chunk(_ delta: String, _ more: String = "") -> String {
    "data: {\"model\":\"served\",\"choices\":[{\"delta\":{\(delta)}\(more)}]}\n\n"
  }

  private let stop = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"

  /// Some servers split text between the halves of a surrogate pair.
  @Test(arguments: [
    ([#"\ud83d"#, #"\ude00"#], "😀"), ([#"a\ud83d"#, "", #"\ude00b\ud83d"#, #"\ude01"#], "a😀b😁"),
    ([#"a\ud83d"#, "b"], "a\u{FFFD}b"), ([#"\ud83d"#, #"\ud83d"#, #"\ude00"#], "\u{FFFD}😀"),
    ([#"\ud83d"#], "\u{FFFD}"), ([#"\ude00"#], "\u{FFFD}"),
    ([#"\\ud83d"#, #"\ude00"#], #"\ud83d"# + "\u{FFFD}"),
    ([#"<think>\ud83d"#, #"\ude00"#], "😀"),
  ])
  func halvesOfACharacterAreJoined(_ pieces: [String], _ text: String) {
    for name in ["content", "reasoning_content"] {
      let events = run(pieces.map { chunk("\"\(name)\":\"\($0)\"") } + [stop])
      let deltas = events.compactMap { event -> AnswerDelta? in
        if case .received(let delta) = event { delta } else { nil }
      }
      let whole = deltas.reduce("") { $0 + $1.reasoning + $1.content }
      #expect(whole == text || whole == "<think>" + text)
    }
  }

  @Test(arguments: [
    #""content":"Hi""#, #""refusal":"No""#,
    #""tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":""}}]"#,
  ])
  func whateverFollowsTheThinkingEndsIt(_ delta: String) {
    let events = run([chunk(#""reasoning_content":"Hm""#), chunk(delta), stop])
    guard case .ended(let end)? = events.last else { return #expect(Bool(false)) }
    #expect(
      end.timings
        == Timings(firstToken: .seconds(1), firstContent: .seconds(2), end: .seconds(4)))
  }

  @Test func documentedStream() {
    let usage = Usage(promptTokens: 13, completionTokens: 20, reasoningTokens: 8)
    let priced = Usage(promptTokens: 13, completionTokens: 20, reasoningTokens: 8, cost: 0.5)
    let events = run([
      chunk(#""content":null,"role":"assistant","reasoning_content":"""#),
      chunk(#""content":null,"reasoning_content":"Okay""#)
        + chunk(#""content":null,"reasoning_content":", so""#),
      ": keep-alive\n\n",
      chunk(#""content":"Hello!","reasoning_content":null"#),
      chunk(#""content":"","reasoning_content":null"#, #","finish_reason":"stop""#)
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":13,\"completion_tokens\":20,"
        + "\"completion_tokens_details\":{\"reasoning_tokens\":8}}}\n\n",
      "data: {\"choices\":[],\"meta\":{\"usage\":{\"usd_spent\":0.5}}}\n\n",
      "data: [DONE]\n\n",
    ])
    let thinking = Timings(firstToken: .seconds(2))
    let answering = Timings(firstToken: .seconds(2), firstContent: .seconds(4))
    #expect(
      events == [
        .opened,
        .received(.thought("Okay, so", chunks: 2, timings: thinking)),
        .received(AnswerDelta(content: "Hello!", chunks: 1, timings: answering)),
        .received(AnswerDelta(usage: usage, timings: answering)),
        .received(AnswerDelta(usage: priced, timings: answering)),
        .ended(
          StreamEnd(
            outcome: .complete, finishReason: .stop, usage: priced,
            timings: Timings(
              firstToken: .seconds(2), firstContent: .seconds(4), end: .seconds(8)),
            servedModel: "served")),
      ])
  }

  @Test func refusalsAndRepeatedEndsAreReadAsText() {
    let answer = Answer(
      run([
        chunk(#""refusal":"I can","content":null"#), chunk(#""refusal":"not.""#), stop,
        "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}\n\n",
      ]))
    #expect(answer.refusal == "I cannot.")
    #expect(answer.end?.outcome == .complete)
    #expect(answer.end?.finishReason == .stop)
  }

  @Test(
    "How a stream ends",
    arguments: [
      ("data: [DONE]\n\n", nil, StreamOutcome.complete),
      ("data: [DONE]", nil, .complete),
      (#"data: {"choices":[{"delta":{},"finish_reason":"abort"}]}"#, nil, .complete),
      ("", nil, .truncated),
      (": ping\n\n", nil, .truncated),
      ("data: \n\n", nil, .truncated),
      ("event: ping\ndata: now\n\n", nil, .truncated),
      ("event: ping\ndata: {}\n\n", nil, .truncated),
      (#"data: {"choices":[{"delta":{"content":"tor"#, nil, .truncated),
      (#"data: {"choices":[{"delta":{"content":"tor"#, broken, .failed(broken)),
      ("", broken, .failed(broken)),
      ("data: [DONE]\n\n", broken, .complete),
      (#"data: {"choices":[{"finish_reason":"length"}]}"# + "\n\n", broken, .complete),
      (
        "data: {nonsense\n\n", nil,
        .failed(.malformed(.eventNotJSON))
      ),
      (
        "data: nonsense\n\n", nil,
        .failed(.refused(ServerRefusal(status: 200, message: "nonsense")))
      ),
      ("data: [DONE]\n\ndata: nonsense\n\n", nil, .complete),
    ])
  func ends(last: String, failure: StreamError?, outcome: StreamOutcome) {
    let answer = Answer(run([chunk(#""content":"kept""#), last], failure: failure))
    #expect(answer.content == "kept")
    #expect(answer.end?.outcome == outcome)
  }

  static let broken = StreamError.disconnected(.other("reset"))

  @Test(
    "Errors inside a stream, whoever sends them",
    arguments: [
      // Errors from llama.cpp, vLLM, OpenRouter and older llama.cpp, then one identified by its
      // event type.
      "data: {\"error\":{\"message\":\"no\",\"code\":\"c\"}}\n\n",
      "data: {\"error\":{\"message\":\"no\",\"code\":\"c\"}}\n\ndata: [DONE]\n\n",
      "data: {\"error\":{\"message\":\"no\",\"code\":\"c\"},\"choices\":[{\"delta\":{\"content\":\"\"},"
        + "\"finish_reason\":\"error\"}]}\n\n",
      "error: {\"message\":\"no\",\"code\":\"c\"}\n\n",
      "event: error\ndata: {\"message\":\"no\",\"code\":\"c\"}\n\n",
      "data: {\"error\":{\"message\":\"no\",\"code\":\"c\"}}",
    ])
  func errorInStream(text: String) {
    let answer = Answer(run([chunk(#""content":"kept""#) + text]))
    #expect(answer.content == "kept")
    #expect(
      answer.end?.outcome
        == .failed(.refused(ServerRefusal(status: 200, message: "no", code: "c"))))
  }

  @Test func keyIsNotQuoted() {
    let text = "{\"error\":{\"message\":\"bad key sk-secret\"}}"
    for events in [
      run(["data: \(text)\n\n"], key: "sk-secret"),
      run([text], status: 401, type: "application/json", key: "sk-secret"),
      run([text], type: "application/json", key: "sk-secret"),
      run(["bad key sk-secret"], status: 500, type: "text/plain", key: "sk-secret"),
    ] {
      #expect(!String(describing: events).contains("sk-secret"))
      #expect(String(describing: events).contains("bad key [key]"))
    }
  }

  @Test(arguments: [
    "text/event-stream;", "text/event-stream; charset=utf-8", "Text/Event-Stream",
    "text/event-stream ;charset=windows-1252",
  ])
  func streamTypes(type: String) {
    #expect(Answer(run([chunk(#""content":"a""#), stop], type: type)).content == "a")
  }

  /// Text before the closing tag counts as reasoning, not as content, both in the number of
  /// chunks and in the timings.
  @Test(arguments: [false, true])
  func blockOpenedByTheTemplateCountsAsThinking(inOnePiece isOne: Bool) throws {
    let chunks = [
      chunk(#""content":"Okay""#), chunk(#""content":", so""#), chunk(#""content":".</think>""#),
      chunk(#""content":"\n\nYes""#), chunk(#""content":"!""#),
    ]
    let events = run((isOne ? [chunks.joined()] : chunks) + ["data: [DONE]\n\n"])
    var all = 0
    var reasoning = 0
    for case .received(let delta) in events {
      if delta.contentWasReasoning { reasoning = all }
      all += delta.chunks
      reasoning += delta.reasoningChunks
    }
    #expect(all == 5)
    #expect(reasoning == 3)
    let timings = try #require(Answer(events).end?.timings)
    #expect(timings.firstToken == .seconds(1))
    #expect(timings.firstContent == .seconds(isOne ? 1 : 4))
  }

  @Test("A whole reply is one piece", arguments: ["", "\n\n\r\n "])
  func wholeReply(padding: String) {
    let reply =
      #"{"model":"served","choices":[{"index":0,"finish_reason":"stop","message":"#
      + #"{"content":"<think>why</think>Hi"}}],"usage":{"prompt_tokens":3}}"#
    let half = reply.count / 2
    let events = run(
      [padding, String(reply.prefix(half)), String(reply.dropFirst(half))],
      type: "application/json")
    let timings = Timings(firstToken: .seconds(4), firstContent: .seconds(4))
    var end = StreamEnd(
      outcome: .complete, finishReason: .stop, usage: Usage(promptTokens: 3), timings: timings,
      servedModel: "served")
    end.timings.end = .seconds(4)
    #expect(
      events == [
        .opened,
        .received(
          .thought(
            "why", content: "Hi", chunks: 1, usage: Usage(promptTokens: 3), timings: timings)),
        .ended(end),
      ])
  }

  @Test func brokenReplyFails() {
    let answer = Answer(
      run([#"{"choices":[{"mess"#], type: "application/json", failure: Self.broken))
    #expect(answer.end?.outcome == .failed(Self.broken))
  }

  @Test(arguments: [
    (#"{"error":{"message":"no"}}"#, StreamError.refused(.init(status: 200, message: "no"))),
    (#"{"choices":[]}"#, .malformed(.noAnswer)),
    ("", .malformed(.notJSON)),
    ("<html>", .malformed(.notJSON)),
  ])
  func repliesThatHoldNoAnswer(body: String, error: StreamError) {
    let events = run([body], type: "application/json")
    #expect(events.first == .opened)
    #expect(Answer(events).end?.outcome == .failed(error))
  }

  @Test(arguments: [301, 302, 400, 401, 403, 404, 429, 500, 503])
  func refusals(status: Int) {
    let events = run([#"{"message":"no"}"#], status: status, type: "application/json")
    let refusal = ServerRefusal(status: status, message: "no")
    #expect(
      events == [
        .ended(
          StreamEnd(outcome: .failed(.refused(refusal)), timings: Timings(end: .seconds(2))))
      ])
  }

  @Test func refusalOnABrokenConnectionIsStillARefusal() {
    let answer = Answer(run(["Bad gate"], status: 502, type: nil, failure: Self.broken))
    #expect(
      answer.end?.outcome == .failed(.refused(ServerRefusal(status: 502, message: "Bad gate"))))
  }

  @Test func withoutAHeadTheFailureIsReported() {
    var transfer = Transfer(hiding: Secrets())
    #expect(transfer.receive([65], at: .zero).isEmpty)
    #expect(Answer(transfer.close(Self.broken, at: .zero)).end?.outcome == .failed(Self.broken))
  }

  @Test func cancellingKeepsHeldText() {
    var transfer = Transfer(hiding: Secrets())
    var events = transfer.open(.of(200, "text/event-stream"))
    events += transfer.receive(Array(chunk(#""content":"<thi""#).utf8), at: .seconds(1))
    events += transfer.cancel(at: .seconds(2))
    let answer = Answer(events)
    #expect(answer.content == "<thi")
    #expect(answer.end?.outcome == .cancelled)
    #expect(answer.end?.timings.end == .seconds(2))
  }

  @Test func sizesAreLimited() {
    let mebibyte = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    for (status, type) in [(200, "text/event-stream"), (200, "application/json"), (500, "")] {
      var transfer = Transfer(hiding: Secrets())
      var events = transfer.open(.of(status, type))
      for _ in 0..<9 { events += transfer.receive(mebibyte, at: .zero) }
      #expect(transfer.isEnded)
      #expect(Answer(events).end?.outcome.status == .failed)
    }
  }

  @Test func reasoningFieldsTurnTheSplitterOff() {
    let answer = Answer(
      run([
        chunk(#""reasoning":"why""#), chunk(#""content":"<think>x</think>""#), stop,
      ]))
    #expect(answer.reasoning == "why")
    #expect(answer.content == "<think>x</think>")
  }

  /// The closing tag is usually a separate token and so arrives in a chunk of its own, but it may
  /// also be cut anywhere.
  @Test(arguments: [1, 2, 3, 7, 100])
  func blockOpenedByTheTemplateInAnyCut(_ size: Int) {
    let pieces = Cuts.pieces(of: Array("reason\n</think>\n\nAns"), size: size)
    var transfer = Transfer(hiding: Secrets())
    var events = transfer.open(.of(200, "text/event-stream"))
    for piece in pieces {
      let text = String(piece).replacing("\n", with: "\\n")
      let chunk = #"data: {"choices":[{"delta":{"content":"\#(text)"}}]}"# + "\n\n"
      events += transfer.receive(Array(chunk.utf8), at: .seconds(1))
    }
    events += transfer.receive(Array("data: [DONE]\n\n".utf8), at: .seconds(1))
    events += transfer.close(nil, at: .seconds(2))
    let answer = Answer(events)
    #expect(answer.reasoning == "reason")
    #expect(answer.content == "Ans")
  }

  /// Some servers repeat all the reasoning so far in every chunk, even in chunks that carry the
  /// answer.
  @Test(arguments: [
    (["Let me", "Let me think", "Let me think about it."], "Let me think about it."),
    (["Let me", " think", " about it."], "Let me think about it."),
    (["ha", "ha", "!"], "haha!"), (["\\n", "\\n"], "\n\n"),
    (
      ["So the sky is blue.", "So the sky is blue.", "So the sky is blue. Yes."],
      "So the sky is blue. Yes."
    ),
    (["量子", "量子纠缠", "量子纠缠"], "量子纠缠"),
  ])
  func repeatedReasoningIsShownOnce(_ texts: [String], _ expected: String) {
    for name in ["reasoning_details", "thinking_blocks"] {
      let chunks = texts.map { chunk(#""\#(name)":[{"type":"reasoning.text","text":"\#($0)"}]"#) }
      let answer = Answer(run(chunks + [chunk(#""content":"Yes""#), stop]))
      #expect(answer.reasoning == expected)
      #expect(answer.content == "Yes")
    }
  }

  @Test func listedReasoningThatRepeatsAnotherFieldIsShownOnce() {
    let answer = Answer(
      run([
        chunk(#""reasoning_content":"So the sky""#), chunk(#""reasoning_content":" is blue.""#),
        chunk(#""content":"Yes","reasoning_details":[{"text":"So the sky is blue."}]"#), stop,
      ]))
    #expect(answer.reasoning == "So the sky is blue.")
  }

  @Test(arguments: [
    (#"{"message":"no","statusCode":500,"path":"/v1"}"#, RefusalCause.temporary),
    (#"{"title":"Forbidden","status":403,"message":"no"}"#, .notPermitted),
  ])
  func flatErrorsAtStatus200(_ error: String, _ cause: RefusalCause) {
    let refusal = ServerRefusal(status: 200, message: "no", cause: cause)
    let refused = StreamOutcome.failed(.refused(refusal))
    let chunk = #"data: {"choices":[{"delta":{"content":"kept"}}]}"# + "\n\n"
    let stream = Answer(run([chunk, "data: \(error)\n\n", "data: [DONE]\n\n"]))
    #expect(stream.end?.outcome == refused)
    #expect(stream.content == "kept")
    #expect(Answer(run([error], type: "application/json")).end?.outcome == refused)
  }
}

extension AnswerDelta {
  /// Returns a delta whose chunks all carried reasoning.
  fileprivate static func thought(
    _ reasoning: String, content: String = "", chunks: Int, usage: Usage? = nil, timings: Timings
  ) -> AnswerDelta {
    var delta = AnswerDelta(
      reasoning: reasoning, content: content, chunks: chunks, usage: usage, timings: timings)
    delta.reasoningChunks = chunks
    return delta
  }
}
