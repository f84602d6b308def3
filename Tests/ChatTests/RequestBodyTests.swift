import Chat
import Testing

@Suite struct RequestBodyTests {
  /// A value for each field.
  private static let all: Parameters = {
    var parameters = Parameters()
    let values = [
      "temperature": "0.5", "top_p": "0.9", "top_k": "40", "min_p": "0.05", "max_tokens": "1000",
      "max_completion_tokens": "2000", "stop": #"["A","B"]"#, "frequency_penalty": "-1",
      "presence_penalty": "1.5", "repetition_penalty": "1.1", "seed": "7", "logprobs": "true",
      "top_logprobs": "3", "reasoning_effort": "low", "response_format": "text",
      "tools": #"[{"type":"function","function":{"name":"f"}}]"#, "tool_choice": "auto",
      "parallel_tool_calls": "false", "prediction": "text", "stream": "true",
      "stream_options": #"{"include_usage":false}"#, "extra": #"{"user":"me"}"#,
    ]
    for (name, text) in values { try? ParameterField.named(name)?.set(text, in: &parameters) }
    return parameters
  }()

  @Test(arguments: DialectName.allCases, ParameterField.all)
  func everyFieldIsInTheBody(_ dialect: DialectName, _ field: ParameterField) throws {
    let request = AnswerRequest(
      model: "m", turns: [.init(role: .user, content: "Hi")], parameters: Self.all,
      thinking: ThinkingMode(isOn: true))
    let body = request.body(for: Dialect(name: dialect))
    if field.key == .extra {
      #expect(body["user"] == .string("me") && body["extra"] == nil)
    } else {
      let value = try #require(field.value(in: Self.all))
      #expect(body[Dialect(name: dialect).name(of: field.key)] == value)
    }
  }

  @Test func unsetFieldsAreNotInTheBody() {
    let request = AnswerRequest(model: "m", turns: [], thinking: ThinkingMode(isOn: false))
    #expect(
      request.body(for: Dialect(name: .plain)).text
        == #"{"messages":[],"model":"m","stream":true,"stream_options":{"include_usage":true}}"#)
  }

  @Test(arguments: [
    (#"{"b":[1,{"c":true}],"a":"x/y","d":[],"e":{}}"#, 11), ("[]", 1), (#""a""#, 1), ("[1,2]", 4),
  ])
  func linesAreTheSameJSON(_ text: String, _ count: Int) throws {
    let value = try #require(JSONValue(text: text))
    #expect(value.lines.count == count)
    #expect(JSONValue(text: value.lines.joined(separator: "\n")) == value)
  }

  @Test func secretsAreHidden() throws {
    let value = try #require(
      JSONValue(
        text: #"{"api_key":"sk-1","nested":[{"Password":"p"}],"max_tokens":5,"#
          + #""properties":{"key":{"type":"string"}}}"#))
    let shown = value.hidingSecrets.text
    #expect(!shown.contains("sk-1") && !shown.contains(#""p""#))
    #expect(shown.contains(#""max_tokens":5"#) && shown.contains(#""key":{"type":"string"}"#))
  }
}
