import Chat
import Loopback
import Testing

/// The scripted answers: which text is sent, and when. None of them may claim to come from a model.
struct ScriptTests {
  private func reply(to questions: [String], on server: LoopbackServer) throws -> String {
    let past = questions.dropLast().map { question in
      #"{"role":"user","content":"\#(question)"},{"role":"assistant","content":"x"}"#
    }
    let last = #"{"role":"user","content":"\#(questions.last ?? "")"}"#
    let messages = (past + [last]).joined(separator: ",")
    let response = try RawClient(server).complete(
      #"{"model":"qwen3-32b","messages":[\#(messages)]}"#)
    return text(first(try decoded(response.body)["choices"])?["message"]?["content"])
  }

  @Test func firstAnswerExplainsHowToConnectAModel() async throws {
    let answer = try await withServer { server in
      try reply(to: ["What is\\n\\n a monad?"], on: server)
    }
    let firstLine = answer.prefix { $0 != "\n" }
    #expect(firstLine.contains("scripted") && firstLine.contains("no model"))
    for part in [
      "export AIMLAPI_API_KEY=", "--base-url http://127.0.0.1:8080/v1", "“What is a monad?”",
      "```swift", "|---", "汉字",
    ] {
      #expect(answer.contains(part), "\(part)")
    }
  }

  @Test func laterAnswersVaryAndSayThatTheyAreScripted() async throws {
    let answers = try await withServer { server -> [String] in
      try (2...6).map { try reply(to: Array(repeating: "why", count: $0), on: server) }
    }
    #expect(Set(answers).count == answers.count)
    for answer in answers {
      #expect(answer.prefix { $0 != "\n" }.lowercased().contains("scripted"))
    }
    let longest = answers.max { $0.count < $1.count } ?? ""
    #expect((500...800).contains(longest.split(whereSeparator: \.isWhitespace).count))
    for part in ["\n## ", "\n- ", "\n1. ", "\n> ", "```", "|---", #"$e^{i\pi}+1=0$"#] {
      #expect(longest.contains(part), "\(part)")
    }
  }

  @Test func theSameConversationGetsTheSameAnswer() async throws {
    try await withServer { server in
      for count in 1...7 {
        let questions = Array(repeating: "again", count: count)
        let once = try reply(to: questions, on: server)
        let again = try reply(to: questions, on: server)
        #expect(once == again)
      }
    }
  }

  @Test func answersChineseInChinese() async throws {
    let answer = try await withServer { server in try reply(to: ["Hello", "你好，世界"], on: server) }
    #expect(answer.contains("脚本"))
    #expect(answer.contains("“你好，世界”"))
  }

  @Test func answersJSONWhenAskedForIt() async throws {
    let response = try await withServer { server in
      try RawClient(server).complete(
        question(#"json of \"a\\b\""#, #""response_format":{"type":"json_object"}"#))
    }
    let content = text(first(try decoded(response.body)["choices"])?["message"]?["content"])
    #expect(try decoded(content)["question"] == .string(#"json of "a\b""#))
  }

  @Test(arguments: [1, 2, 61, 5000])
  func chunksMakesThatManyPieces(_ count: Int) async throws {
    let events = try await withServer { server in
      try RawClient(server).complete(question("/chunks \(count)", #""stream":true"#)).events
    }
    // The opening, the finish and the usage are three more events.
    #expect(events.count == count + 3)
  }

  @Test(arguments: ["/chunks", "/chunks 0", "/chunks -1", "/chunks many", "x/chunks 3"])
  func anythingElseIsAnOrdinaryQuestion(_ question: String) async throws {
    let answer = try await withServer { server in try reply(to: [question], on: server) }
    #expect(answer.contains("scripted"))
  }

  @Test func reasoningOfTheFirstAnswerIsLongEnoughToRead() async throws {
    let events = try await withServer { server in
      try RawClient(server).complete(question("Hello", #""stream":true,"enable_thinking":true"#))
        .events
    }
    let reasoning = try events.map { event in
      text(first(try decoded(event)["choices"])?["delta"]?["reasoning_content"])
    }.joined()
    #expect((120...180).contains(reasoning.split(whereSeparator: \.isWhitespace).count))
  }
}
