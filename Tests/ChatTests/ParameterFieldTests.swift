import Chat
import Testing

@Suite struct ParameterFieldTests {
  @Test(arguments: [
    ("temperature", "0.7", "0.7"), ("temperature", "2", "2"), ("top_p", "0.01", "0.01"),
    ("max_tokens", "1", "1"), ("seed", "42", "42"), ("logprobs", "true", "true"),
    ("frequency_penalty", "-2", "-2"), ("repetition_penalty", "1.05", "1.05"), ("min_p", "0", "0"),
    ("reasoning_effort", "low", "low"), ("stop", "END", "END"),
    ("response_format", "json_object", #"{"type":"json_object"}"#),
    (
      "response_format", #"{"type":"json_schema","json_schema":{"name":"n"}}"#,
      #"{"json_schema":{"name":"n"},"type":"json_schema"}"#
    ),
    ("tool_choice", "auto", #""auto""#),
    ("tool_choice", "weather", #"{"function":{"name":"weather"},"type":"function"}"#),
    (
      "tools", #"[{"type":"function","function":{"name":"f"}}]"#,
      #"[{"function":{"name":"f"},"type":"function"}]"#
    ),
    ("prediction", "text", #"{"content":"text","type":"content"}"#),
    ("extra", #"{"user":"me"}"#, #"{"user":"me"}"#), ("stream", "false", "false"),
    ("stream_options", #"{"include_usage":false}"#, #"{"include_usage":false}"#),
    ("stop", #"["END","\n"]"#, #"["END","\n"]"#), ("stop", "[END]", "[END]"),
  ])
  func acceptsValuesInRange(_ name: String, _ text: String, _ shown: String) throws {
    let field = try #require(ParameterField.named(name))
    var parameters = Parameters()
    #expect(field.text(in: parameters) == nil)
    try field.set(text, in: &parameters)
    #expect(field.text(in: parameters) == shown)
    field.unset(in: &parameters)
    #expect(parameters == Parameters())
  }

  @Test(arguments: [
    ("temperature", "2.1"), ("temperature", "-0.1"), ("temperature", "nan"), ("temperature", ""),
    ("top_p", "0"), ("max_tokens", "0"), ("max_tokens", "1.5"), ("seed", "0"), ("logprobs", "yes"),
    ("top_logprobs", "21"), ("repetition_penalty", "inf"), ("stop", ""), ("min_p", "1.1"),
    ("reasoning_effort", "huge"), ("response_format", "xml"),
    ("response_format", #"{"type":"json_schema"}"#), ("tools", "{}"),
    ("tools", #"[{"type":"function","function":{"name":"a b"}}]"#), ("tool_choice", "a b"),
    ("stop", #"["a","b","c","d","e"]"#), ("stop", #"["a",""]"#), ("stream_options", "{}"),
    ("extra", "[]"), ("extra", "{"), ("prediction", #"{"type":"other"}"#),
  ])
  func refusesOtherValuesAndNamesTheRange(_ name: String, _ text: String) throws {
    let field = try #require(ParameterField.named(name))
    var parameters = Parameters()
    let limits = Provider.aimlapi.limits
    let error = ParameterError.outOfRange(
      field: name, value: text, limits.range(of: field.key))
    #expect(throws: error) { try field.set(text, in: &parameters, within: limits) }
    #expect(parameters == Parameters())
  }

  @Test(arguments: [
    (ParameterShape.responseFormat, #"{"type":"json_schema"}"#, "json_schema"),
    (.responseFormat, #"{"type":"json_schema","json_schema":{}}"#, "json_schema.name"),
    (.responseFormat, "{}", "type"), (.responseFormat, #"{"type":"xml"}"#, ""),
    (.responseFormat, "xml", ""), (.toolChoice, #"{"type":"function"}"#, "function"),
    (.toolChoice, #"{"type":"function","function":{}}"#, "function.name"),
    (.prediction, #"{"type":"content"}"#, "content"), (.streamOptions, "{}", "include_usage"),
    (.tools, "{}", ""), (.object, "[]", ""),
  ])
  func missingMembersAreNamed(_ shape: ParameterShape, _ text: String, _ path: String) {
    #expect(shape.missingMember(in: text) ?? "" == path)
  }

  @Test func atMostFourStops() throws {
    let field = try #require(ParameterField.named("stop"))
    var parameters = Parameters()
    for text in ["a", "b", "c", "d"] { try field.set(text, in: &parameters) }
    #expect(throws: ParameterError.self) { try field.set("e", in: &parameters) }
    #expect(parameters.stop == ["a", "b", "c", "d"])
  }

  @Test func everyAPINameHasAField() {
    #expect(Set(ParameterField.all.map(\.key)) == Set(Parameters.CodingKeys.allCases))
  }
}

@Suite struct ProviderTests {
  @Test func builtInProvidersHaveUniqueNamesAndAddresses() {
    let names = Provider.builtIn.map(\.name)
    #expect(Set(names).count == names.count)
    for provider in Provider.builtIn where provider.name != "demo" {
      #expect(provider.baseURL.hasPrefix("http"))
      #expect(!provider.baseURL.hasSuffix("/"))
      // A key is never sent unencrypted to another machine.
      #expect(provider.baseURL.hasPrefix("https") || provider.keyVariable == nil)
    }
  }
}
