import Chat
import Testing

@testable import Streaming

/// Models' capabilities as stated in model lists, in the form that each server sends.
@Suite struct ModelCapabilitiesTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let server: String
    let json: String
    var thinks: Bool?
    var sees: Bool?
    var callsTools: Bool?

    var testDescription: String { server }
  }

  static let cases = [
    Case(
      server: "AI/ML API",
      json: """
        {"object":"list","data":[{"id":"m","aliases":[],"type":"openai/chat-completions","info":\
        {"name":"M","developer":"D","contextLength":131000},"tags":[],"modalities":{"input":["text",\
        "image"],"output":["text"]},"capabilities":["streaming","thinking","tools"]}]}
        """, thinks: true, sees: true, callsTools: true),
    Case(
      server: "AI/ML API, neither",
      json: """
        {"object":"list","data":[{"id":"m","type":"openai/chat-completions","modalities":\
        {"input":["text"],"output":["text"]},"capabilities":["streaming"]}]}
        """, thinks: false, sees: false, callsTools: false),
    Case(
      server: "AI/ML API, not asked for",
      json: #"{"data":[{"id":"m","type":"openai/chat-completions","info":{"name":"M"}}]}"#),
    Case(
      server: "AI/ML API, older",
      json: """
        {"data":[{"id":"m","type":"chat-completion","info":{"contextLength":200000,"maxTokens":100000},\
        "features":["openai/chat-completion","openai/chat-completion.function",\
        "openai/chat-completion.message.system","openai/chat-completion.reasoning"]}]}
        """, thinks: true, sees: false, callsTools: true),
    Case(
      server: "OpenRouter",
      json: """
        {"data":[{"id":"m","architecture":{"modality":"text+image->text","input_modalities":["text",\
        "image"],"output_modalities":["text"]},"supported_parameters":["include_reasoning",\
        "reasoning","temperature","tools"]}]}
        """, thinks: true, sees: true, callsTools: true),
    Case(
      server: "OpenRouter, neither",
      json: """
        {"data":[{"id":"m","architecture":{"input_modalities":["text"]},"supported_parameters":\
        ["max_tokens","temperature"]}]}
        """, thinks: false, sees: false, callsTools: false),
    Case(
      server: "Mistral",
      json: """
        {"object":"list","data":[{"id":"m","object":"model","owned_by":"mistralai","capabilities":\
        {"completion_chat":true,"completion_fim":false,"function_calling":true,"fine_tuning":false,\
        "vision":false},"name":"m","max_context_length":32768,"type":"base"}]}
        """, sees: false, callsTools: true),
    Case(
      server: "LM Studio, vlm",
      json: """
        {"object":"list","data":[{"id":"m","object":"model","type":"vlm","publisher":"p","arch":\
        "qwen2_vl","state":"not-loaded","max_context_length":32768}]}
        """, sees: true),
    Case(
      server: "LM Studio, llm with tools",
      json: """
        {"data":[{"id":"m","type":"llm","state":"loaded","capabilities":["tool_use"]}]}
        """, sees: false, callsTools: true),
    Case(
      server: "LM Studio, llm without tools",
      json: #"{"data":[{"id":"m","type":"llm","state":"loaded","capabilities":[]}]}"#,
      sees: false, callsTools: false),
    Case(
      server: "llama.cpp",
      json: """
        {"models":[{"name":"m","model":"m","capabilities":["completion","multimodal"]}],"object":"list",\
        "data":[{"id":"m","object":"model","owned_by":"llamacpp","meta":{"n_ctx_train":40960}}]}
        """, sees: true),
    Case(
      server: "llama.cpp, text",
      json: """
        {"models":[{"name":"m","model":"m","capabilities":["completion"]}],"object":"list","data":\
        [{"id":"m","owned_by":"llamacpp"}]}
        """, sees: false),
    Case(
      server: "Fireworks",
      json: """
        {"data":[{"id":"m","object":"model","owned_by":"fireworks","supports_chat":true,\
        "supports_image_input":false,"supports_tools":true,"context_length":131072}]}
        """, sees: false, callsTools: true),
    Case(
      server: "vLLM",
      json: #"{"data":[{"id":"m","object":"model","owned_by":"vllm","max_model_len":40960}]}"#),
    Case(
      server: "Groq",
      json: """
        {"data":[{"id":"m","object":"model","owned_by":"Alibaba Cloud","active":true,"context_window":\
        131072,"public_apps":null,"max_completion_tokens":40960}]}
        """),
    Case(
      server: "Together",
      json: #"[{"id":"m","object":"model","type":"chat","context_length":40960,"pricing":{}}]"#),
    Case(
      server: "DeepSeek, OpenAI, Ollama",
      json: #"{"object":"list","data":[{"id":"m","object":"model","owned_by":"library"}]}"#),
    Case(
      server: "other types",
      json: #"{"data":[{"id":"m","capabilities":7,"architecture":[],"supported_parameters":{}}]}"#),
  ]

  @Test(arguments: cases) func capabilitiesAreRead(_ one: Case) throws {
    let models = try #require(ModelList.models(in: Array(one.json.utf8)))
    #expect(models.map(\.id) == ["m"] && models.allSatisfy(\.isForChat))
    var expected = ModelCapabilities()
    expected.thinks = one.thinks
    expected.sees = one.sees
    expected.callsTools = one.callsTools
    #expect(models.first?.capabilities == expected)
  }

  @Test func modelsThatDoNotChatAreMarked() throws {
    let json = """
      {"data":[{"id":"a","capabilities":{"completion_chat":false,"completion_fim":true},"type":"base"},\
      {"id":"b","supports_chat":false},{"id":"c","type":"embeddings","state":"loaded"}]}
      """
    let models = try #require(ModelList.models(in: Array(json.utf8)))
    #expect(models.map(\.isForChat) == [false, false, false])
  }

  /// llama.cpp and LM Studio may load a model with less context than it was trained for.
  @Test(arguments: [
    (#""meta":{"n_ctx":2048,"n_ctx_train":40960}"#, 2_048, false),
    (#""meta":{"n_ctx_train":40960}"#, 40_960, true), (#""max_model_len":8192"#, 8_192, false),
    (#""max_context_length":32768"#, 32_768, true), (#""owned_by":"library""#, nil, false),
  ])
  func aWindowForWhichTheModelWasTrainedIsMarked(
    _ member: String, _ window: Int?, _ isTrained: Bool
  ) throws {
    let json = #"{"data":[{"id":"m",\#(member)}]}"#
    let model = try #require(ModelList.models(in: Array(json.utf8))?.first)
    #expect(model.contextLength == window && model.mayHaveLessContext == isTrained)
  }

  @Test(
    arguments: [
      (
        #"{"modalities":{"vision":true},"chat_template_caps":{"supports_tools":true}}"#,
        [nil, true, true]
      ),
      (
        """
        {"default_generation_settings":{"n_ctx":8192},"modalities":{"vision":false,"audio":false},\
        "chat_template_caps":{"supports_tools":false,"supports_tool_calls":false},\
        "chat_template":"{%- if enable_thinking is defined %}"}
        """, [true, false, false]
      ),
      (#"{"role":"router"}"#, [nil, nil, nil]), ("not found", [nil, nil, nil]),
    ] as [(String, [Bool?])])
  func llamaCppsSettingsAreRead(_ props: String, _ expected: [Bool?]) {
    let model = ModelList.adding(props: Array(props.utf8), to: [Model(id: "m")]).first
    let known = model?.capabilities
    #expect([known?.thinks, known?.sees, known?.callsTools] == expected)
    let several = [Model(id: "m"), Model(id: "n")]
    #expect(ModelList.adding(props: Array(props.utf8), to: several) == several)
  }
}
