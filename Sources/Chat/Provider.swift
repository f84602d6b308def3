/// How a server asks for thinking and gives it back (wire.md, section 3).
public enum DialectName: String, Sendable, Codable, CaseIterable {
  /// AI/ML API, DashScope and SiliconFlow: `enable_thinking` and `thinking_budget`.
  case qwen
  /// llama.cpp: `chat_template_kwargs` and `thinking_budget_tokens`.
  case llamaCpp = "llama.cpp"
  /// vLLM: `chat_template_kwargs` and `thinking_token_budget`.
  case vllm
  /// SGLang: `chat_template_kwargs` and `separate_reasoning`.
  case sglang
  /// Ollama: `reasoning_effort`.
  case ollama
  /// OpenRouter: `reasoning` with `enabled` and `max_tokens`.
  case openRouter = "openrouter"
  /// DeepSeek: `thinking` with a `type`.
  case deepSeek = "deepseek"
  /// Groq: `reasoning_format` and `reasoning_effort`.
  case groq
  /// Together: `reasoning` with `enabled`.
  case together
  /// Fireworks: `thinking` with a `type` and `budget_tokens`.
  case fireworks
  /// Mistral: no switch for thinking; an answer is continued by `prefix`.
  case mistral
  /// LM Studio: no switch for thinking.
  case lmStudio = "lmstudio"
  /// The protocol alone: thinking is not asked for, reasoning is taken where it comes.
  case plain

  /// Whether thinking can be turned on and off.
  public var hasThinking: Bool {
    switch self {
    case .qwen, .llamaCpp, .vllm, .sglang, .ollama, .openRouter, .deepSeek, .groq, .together,
      .fireworks:
      true
    case .mistral, .lmStudio, .plain: false
    }
  }

  /// Whether the tokens of thinking can be limited.
  public var hasThinkingBudget: Bool {
    switch self {
    case .qwen, .llamaCpp, .vllm, .openRouter, .fireworks: true
    case .sglang, .ollama, .deepSeek, .groq, .together, .mistral, .lmStudio, .plain: false
    }
  }
}

/// A server that speaks the chat completions protocol.
public struct Provider: Equatable, Sendable {
  /// What the user calls it.
  public var name: String
  /// What `/chat/completions` is appended to; without a slash at its end.
  public var baseURL: String
  public var dialect: DialectName
  public var dialectBasis = DialectBasis.stated
  /// The environment variable that holds the key, after `ASIDE_API_KEY`; `nil` when the server
  /// needs no key.
  public var keyVariable: String?
  /// Empty where no model goes without saying.
  public var defaultModel: String
  /// Sent with every request; they may hold keys.
  public var headers: [String: String] = [:]
  /// `http://`, `https://` or `socks5://` and so on; `nil` leaves it to the environment.
  public var proxy: String?
  /// Certificates to trust in place of the system's, a file in PEM form.
  public var certificateFile: String?
  /// Until a connection stands; `nil` for the usual limit.
  public var connectTimeout: Duration?
  /// Without a byte from the server; `nil` for the usual limit.
  public var idleTimeout: Duration?
  /// Keys may go to another machine over plain http, where others on the network can read them.
  public var allowsInsecureHTTP = false

  public init(
    name: String, baseURL: String, dialect: DialectName, keyVariable: String?, defaultModel: String
  ) {
    self.name = name
    self.baseURL = baseURL
    self.dialect = dialect
    self.keyVariable = keyVariable
    self.defaultModel = defaultModel
  }
}

extension Provider {
  /// User, password, host and port of the base URL.
  private var authority: Substring {
    let rest = baseURL.drop { $0 != "/" }
    return rest.hasPrefix("//") ? rest.dropFirst(2).prefix { !"/?#".contains($0) } : ""
  }

  /// The base URL without a password or a query, for people.
  public var shownBaseURL: String {
    let query = baseURL.firstIndex(of: "?") ?? baseURL.endIndex
    let hidden = query < baseURL.endIndex ? "?…" : ""
    guard let end = authority.lastIndex(of: "@"), let colon = authority[..<end].firstIndex(of: ":")
    else { return baseURL[..<query] + hidden }
    return baseURL[..<colon] + ":…" + baseURL[end..<query] + hidden
  }

  /// `nil` for an address that has none: the demo's before it listens, or one that cannot be read.
  public var origin: ServerOrigin? { ServerOrigin(baseURL) }

  /// The provider at another address. What belongs to its own address stays there: its variable, and
  /// its headers, which may hold keys.
  public func moved(to baseURL: String) -> Provider {
    var provider = self
    provider.baseURL = baseURL
    guard provider.origin == nil || provider.origin != origin else { return provider }
    provider.keyVariable = nil
    provider.headers = [:]
    // Whoever names an address alone has not chosen the usual provider's dialect.
    let isStated = dialectBasis == .stated && name != Provider.aimlapi.name
    return isStated ? provider : provider.assumingDialect
  }

  /// Whether the host is this machine.
  public var isLocal: Bool { origin?.isLoopback ?? false }

  /// Whether what is sent can be read on the way: plain http that leaves this machine, if only for a
  /// proxy.
  var isInTheOpen: Bool {
    guard let origin else { return isUnencrypted && !baseURL.isEmpty }
    return origin.isInTheOpen || origin.isLoopback && isUnencrypted && !hasLocalProxy
  }

  private var isUnencrypted: Bool { !baseURL.lowercased().hasPrefix("https:") }

  /// Whether the proxy, if there is one, is on this machine.
  private var hasLocalProxy: Bool {
    guard let proxy, !proxy.isEmpty else { return true }
    let rest = proxy.firstRange(of: "://").map { proxy[$0.upperBound...] } ?? proxy[...]
    return Authority(rest.prefix { $0 != "/" })?.host.isLoopback ?? false
  }

  /// Whether requests carry credentials without a key: a password in the address, or a header of the
  /// user's own that holds one.
  var hasCredentials: Bool {
    authority.contains("@")
      || headers.keys.contains { name in
        ["authorization", "cookie", "key", "token", "secret"]
          .contains { name.lowercased().hasSuffix($0) }
      }
  }
}
