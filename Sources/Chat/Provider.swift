/// The form in which a server accepts thinking settings and returns reasoning (wire.md, section 3).
public enum DialectName: String, Sendable, Codable, CaseIterable {
  /// AI/ML API, DashScope and SiliconFlow: `enable_thinking` and `thinking_budget`.
  case qwen
  /// llama.cpp: `chat_template_kwargs`, `thinking_budget_tokens` and `reasoning_control`.
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
  /// Mistral: no switch for thinking; `prefix` continues an answer.
  case mistral
  /// LM Studio: no switch for thinking except `reasoning_effort`.
  case lmStudio = "lmstudio"
  /// Standard protocol only: no thinking switch but `reasoning_effort`; accepts reasoning in any
  /// known form.
  case plain

  /// The kinds of thinking settings that requests can carry (wire.md 3). Other kinds would not
  /// reach the server.
  public var thinkingForms: Set<ThinkingForm> {
    switch self {
    case .llamaCpp, .vllm, .openRouter, .fireworks: [.off, .on, .budget, .effort]
    case .qwen: [.off, .on, .budget]
    case .sglang, .ollama, .groq, .together: [.off, .on, .effort]
    case .deepSeek: [.off, .on]
    case .lmStudio, .plain: [.effort]
    case .mistral: []
    }
  }

  /// Whether thinking can be turned on and off.
  public var hasThinking: Bool { thinkingForms.contains(.off) }

  /// Whether thinking can be limited to a number of tokens.
  public var hasThinkingBudget: Bool { thinkingForms.contains(.budget) }

  /// Whether a client can end thinking early so that the answer begins.
  public var endsThinking: Bool {
    switch self {
    case .llamaCpp: true
    case .qwen, .vllm, .sglang, .ollama, .openRouter, .deepSeek, .groq, .together, .fireworks,
      .mistral, .lmStudio, .plain:
      false
    }
  }
}

/// A server that speaks the chat completions protocol.
public struct Provider: Equatable, Sendable {
  /// The server's name, built in or chosen by the user.
  public var name: String { didSet { nameAgain() } }
  /// The URL to which `/chat/completions` is appended, without a trailing slash.
  public var baseURL: String { didSet { nameAgain() } }
  /// What to call the server: its name, or its address if only that was given. Stored, because every
  /// frame shows it.
  public private(set) var shownName: String
  /// Identifies the server wherever a name is stored or compared: the provider's name or, at an
  /// address that is not its own, that address. Stored, because every event compares it.
  public private(set) var id: String
  /// Whether the address belongs to a different server than the name does. If so, the provider's
  /// own key is not for it.
  public private(set) var isElsewhere = false
  public var dialect: DialectName
  public var dialectBasis = DialectBasis.stated
  /// The environment variable that contains the key, tried after `ASIDE_API_KEY`; `nil` when the
  /// server needs no key.
  public var keyVariable: String?
  /// The model to use when none is named; empty if there is no default.
  public var defaultModel: String
  /// The models' context window in tokens, if the user has set it. It overrides the value that the
  /// server reports.
  public var contextLength: Int?
  /// Headers sent with every request. They may contain keys.
  public var headers: [String: String] = [:]
  /// The proxy's address, which starts with `http://`, `https://`, `socks5://` or similar; `nil`
  /// to use the environment's proxy.
  public var proxy: String?
  /// A PEM file with certificates to trust instead of the system's.
  public var certificateFile: String?
  /// The time limit for establishing a connection; `nil` for the default.
  public var connectTimeout: Duration?
  /// The maximum time without receiving a byte; `nil` for the default.
  public var idleTimeout: Duration?
  /// Whether `ASIDE_API_KEY` may be sent to an address that belongs to no configured provider.
  /// `false` for an address that the user typed after the program started with a different one.
  public var getsGeneralKey = true
  /// Whether keys may be sent to another machine over plain HTTP, where others on the network can
  /// read them.
  public var allowsInsecureHTTP = false

  public init(
    name: String, baseURL: String, dialect: DialectName, keyVariable: String?, defaultModel: String
  ) {
    self.name = name
    self.baseURL = baseURL
    shownName = Self.shownName(name, baseURL)
    id = name
    self.dialect = dialect
    self.keyVariable = keyVariable
    self.defaultModel = defaultModel
  }
}

extension Provider {
  /// The base URL's user, password, host and port.
  private var authority: Substring {
    let rest = baseURL.drop { $0 != "/" }
    return rest.hasPrefix("//") ? rest.dropFirst(2).prefix { !"/?#".contains($0) } : ""
  }

  /// The base URL with any password and query hidden, for display.
  public var shownBaseURL: String {
    let query = baseURL.firstIndex(of: "?") ?? baseURL.endIndex
    let hidden = query < baseURL.endIndex ? "?…" : ""
    guard let end = authority.lastIndex(of: "@"), let colon = authority[..<end].firstIndex(of: ":")
    else { return baseURL[..<query] + hidden }
    return baseURL[..<colon] + ":…" + baseURL[end..<query] + hidden
  }

  /// Whether the base URL ends in `/v1`, as that of most servers does.
  public var hasUsualPath: Bool { baseURL.prefix { !"?#".contains($0) }.hasSuffix("/v1") }

  /// The origin of the base URL; `nil` if the URL is invalid, or if the demo is not listening yet.
  public var origin: ServerOrigin? { ServerOrigin(baseURL) }

  /// Returns the provider at another address. If the new address has a different origin, drops
  /// everything tied to the original one: the key variable, and the headers, which may contain
  /// keys.
  public func moved(to baseURL: String) -> Provider {
    var provider = self
    provider.baseURL = baseURL
    guard provider.origin == nil || provider.origin != origin else { return provider }
    provider.isElsewhere = true
    provider.nameAgain()
    provider.keyVariable = nil
    provider.headers = [:]
    // The default provider only lends its settings. The server may not have its default model.
    if name == Self.defaultName { provider.defaultModel = "" }
    // A user who gives only an address has not chosen the default provider's dialect.
    let isStated = dialectBasis == .stated && name != Provider.aimlapi.name
    return isStated ? provider : provider.assumingDialect
  }

  /// Whether the provider is a built-in one at its own address, so that the user gave no base URL.
  public var hasBuiltInAddress: Bool {
    Self.builtIn.contains { $0.name == name && $0.baseURL == baseURL }
  }

  /// Whether the user gave only an address. The provider then has the default provider's name,
  /// but is a different server.
  public var isNamedByAddress: Bool { shownName != name }

  /// The server's label in lists: its address, after its name if it has one.
  public var listedName: String {
    guard isElsewhere, !isNamedByAddress, let origin else { return shownName }
    return "\(name) (\(origin.authority))"
  }

  /// The owner of a key for the address: the provider or, if the address is not its own, the
  /// address.
  public var nameOfKey: String {
    isElsewhere ? origin?.authority ?? shownBaseURL : name
  }

  /// Returns what to call a server, given the ``id`` that was stored for it.
  public static func shownName(ofID id: String) -> String {
    ServerOrigin(id)?.authority ?? id
  }

  private mutating func nameAgain() {
    shownName = Self.shownName(name, baseURL)
    id = isElsewhere ? publicBaseURL : name
  }

  /// The base URL without user, password and query, which may be secret.
  private var publicBaseURL: String {
    let url = baseURL.prefix { !"?#".contains($0) }
    guard let end = authority.lastIndex(of: "@") else { return String(url) }
    return String(url[..<authority.startIndex]) + url[url.index(after: end)...]
  }

  private static func shownName(_ name: String, _ baseURL: String) -> String {
    guard name == Self.defaultName, baseURL != Self.defaultBaseURL,
      let origin = ServerOrigin(baseURL), origin != ServerOrigin(Self.defaultBaseURL)
    else { return name }
    return origin.authority
  }

  /// Whether the host is this machine.
  public var isLocal: Bool { origin?.isLoopback ?? false }

  /// Whether requests can be read in transit: plain HTTP that leaves this machine, even if only to
  /// a proxy.
  public var isInTheOpen: Bool {
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

  /// Whether requests have credentials other than a key: a password in the address, or a key in one
  /// of the user's headers.
  var hasCredentials: Bool {
    authority.contains("@")
      || headers.keys.contains(where: JSONValue.isSecret)
  }
}
