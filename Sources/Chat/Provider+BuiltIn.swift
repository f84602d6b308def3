extension Provider {
  public static let aimlapi = Provider(
    name: defaultName, baseURL: defaultBaseURL, dialect: .qwen,
    keyVariable: "AIMLAPI_API_KEY", defaultModel: "alibaba/qwen3-32b")

  static let defaultName = "aimlapi"
  static let defaultBaseURL = "https://api.aimlapi.com/v1"

  /// The scripted server inside the program. It has no address until it starts listening.
  public static let demo = {
    var demo = Provider(
      name: "demo", baseURL: "", dialect: .qwen, keyVariable: nil,
      defaultModel: "alibaba/qwen3-32b")
    // What the demo's model list says, known without requesting the list.
    demo.contextLength = 131_000
    return demo
  }()

  /// All providers that need no configuration, starting with the default one (wire.md 1 to 3).
  /// Local providers have their default ports.
  public static let builtIn = [aimlapi] + remote + local + [demo]

  /// The service's own name, if ``name`` cannot match it.
  public var brand: String? { name == Self.defaultName && !isElsewhere ? "AI/ML API" : nil }

  /// A model name that llama.cpp accepts regardless of the model it was started with.
  static let anyModel = "default"

  /// Returns the built-in service at that address.
  static func service(at origin: ServerOrigin?) -> Provider? {
    guard let origin else { return nil }
    return ([aimlapi] + remote).first { $0.origin == origin }
  }

  /// Whether the server lists its models without a key, as AI/ML API (wire.md 1.6) and OpenRouter
  /// do.
  public var listsModelsWithoutKey: Bool {
    ["aimlapi", "openrouter"].contains(Provider.service(at: origin)?.name)
  }

  /// The web page where users of the service get a key; `nil` if unknown.
  public var keyPage: String? {
    switch Provider.service(at: origin)?.name {
    case "aimlapi": "https://aimlapi.com/app/keys"
    case "dashscope": "https://bailian.console.aliyun.com/?tab=model#/api-key"
    case "dashscope-intl": "https://modelstudio.console.alibabacloud.com/?tab=model#/api-key"
    case "openrouter": "https://openrouter.ai/settings/keys"
    case "openai": "https://platform.openai.com/api-keys"
    case "deepseek": "https://platform.deepseek.com/api_keys"
    case "groq": "https://console.groq.com/keys"
    case "together": "https://api.together.ai/settings/api-keys"
    case "fireworks": "https://app.fireworks.ai/settings/users/api-keys"
    case "siliconflow": "https://cloud.siliconflow.cn/account/ak"
    case "mistral": "https://console.mistral.ai/api-keys"
    case .some, nil: nil
    }
  }

  private static let remote = [
    Provider(
      name: "dashscope", baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1",
      dialect: .qwen, keyVariable: "DASHSCOPE_API_KEY", defaultModel: "qwen3-32b"),
    Provider(
      name: "dashscope-intl", baseURL: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
      dialect: .qwen, keyVariable: "DASHSCOPE_API_KEY", defaultModel: "qwen3-32b"),
    Provider(
      name: "openrouter", baseURL: "https://openrouter.ai/api/v1", dialect: .openRouter,
      keyVariable: "OPENROUTER_API_KEY", defaultModel: "qwen/qwen3-32b"),
    Provider(
      name: "openai", baseURL: "https://api.openai.com/v1", dialect: .plain,
      keyVariable: "OPENAI_API_KEY", defaultModel: ""),
    Provider(
      name: "deepseek", baseURL: "https://api.deepseek.com/v1", dialect: .deepSeek,
      keyVariable: "DEEPSEEK_API_KEY", defaultModel: "deepseek-chat"),
    Provider(
      name: "groq", baseURL: "https://api.groq.com/openai/v1", dialect: .groq,
      keyVariable: "GROQ_API_KEY", defaultModel: "qwen/qwen3-32b"),
    Provider(
      name: "together", baseURL: "https://api.together.xyz/v1", dialect: .together,
      keyVariable: "TOGETHER_API_KEY", defaultModel: ""),
    Provider(
      name: "fireworks", baseURL: "https://api.fireworks.ai/inference/v1", dialect: .fireworks,
      keyVariable: "FIREWORKS_API_KEY", defaultModel: ""),
    Provider(
      name: "siliconflow", baseURL: "https://api.siliconflow.cn/v1", dialect: .qwen,
      keyVariable: "SILICONFLOW_API_KEY", defaultModel: "Qwen/Qwen3-32B"),
    Provider(
      name: "mistral", baseURL: "https://api.mistral.ai/v1", dialect: .mistral,
      keyVariable: "MISTRAL_API_KEY", defaultModel: ""),
  ]

  private static let local = [
    Provider(
      name: "vllm", baseURL: "http://127.0.0.1:8000/v1", dialect: .vllm, keyVariable: nil,
      defaultModel: ""),
    Provider(
      name: "sglang", baseURL: "http://127.0.0.1:30000/v1", dialect: .sglang, keyVariable: nil,
      defaultModel: ""),
    // llama.cpp serves the model it was started with, under any name (wire.md 3).
    Provider(
      name: "llama.cpp", baseURL: "http://127.0.0.1:8080/v1", dialect: .llamaCpp, keyVariable: nil,
      defaultModel: anyModel),
    Provider(
      name: "ollama", baseURL: "http://127.0.0.1:11434/v1", dialect: .ollama, keyVariable: nil,
      defaultModel: ""),
    Provider(
      name: "lmstudio", baseURL: "http://127.0.0.1:1234/v1", dialect: .lmStudio, keyVariable: nil,
      defaultModel: ""),
  ]
}
