public import Chat

/// A small request whose reply may identify a server (wire.md 3).
public enum ServerInquiry: CaseIterable, Sendable {
  /// The list of models, under the base URL. Every server has it, and it names each model's owner.
  case models
  /// llama.cpp's settings.
  case props
  /// vLLM's version.
  case version
  /// Ollama's version.
  case ollamaVersion
  /// LM Studio's models and which of them are loaded.
  case lmStudioModels

  /// The inquiries to make if the list of models does not identify the server.
  public static let further: [ServerInquiry] = [.props, .version, .ollamaVersion, .lmStudioModels]

  var path: String {
    switch self {
    case .models: "/models"
    case .props: "/props"
    case .version: "/version"
    case .ollamaVersion: "/api/version"
    case .lmStudioModels: "/api/v0/models"
    }
  }

  /// Whether the path starts at the server's root rather than below its API's base URL.
  var isAtRoot: Bool { self != .models }
}

/// The information that a server has revealed about itself. The caller adds the replies, in any
/// order; this value does no I/O.
public struct ServerPortrait: Equatable, Sendable {
  /// The server's display name, and its dialect for requesting thinking.
  public struct Identity: Equatable, Sendable {
    public let name: String
    public let dialect: DialectName
  }

  public private(set) var identity: Identity?
  /// `nil` if the server does not list them.
  public private(set) var models: [Model]?
  /// Whether the server has sent a reply of any kind.
  public private(set) var hasReplied = false
  /// Whether the server is loading its model. Only llama.cpp's wording for this is recognised.
  public private(set) var isLoading = false
  /// Whether the server refused to list its models because the key is missing or was rejected.
  public private(set) var refusesKey = false
  /// Whether the model list names owners. This matters only if the owners did not identify the
  /// server.
  private var hasOtherOwners = false

  public init() {}

  public mutating func add(_ reply: HTTPReply, to inquiry: ServerInquiry) {
    hasReplied = true
    if reply.server?.lowercased().hasPrefix("llama.cpp") == true { identity = Self.llamaCpp }
    let refusal = ErrorReply(body: reply.body, hiding: Secrets(), hasKey: false)
      .refusal(status: reply.status)
    if refusal.isLoadingModel {
      isLoading = true
      identity = Self.llamaCpp
    }
    if inquiry == .models, refusal.cause == .keyRefused || refusal.cause == .keyMissing {
      refusesKey = true
    }
    guard (200..<300).contains(reply.status), let value = JSONValue(reply: reply.body) else {
      return
    }
    switch inquiry {
    case .models:
      models = ModelList.models(in: reply.body)
      readOwners(value)
    case .props:
      if value["default_generation_settings"] != nil || value["role"]?.string == "router" {
        identity = identity ?? Self.llamaCpp
      }
    case .version:
      // Other servers have this route too, but every model on a vLLM server is owned by vLLM.
      if value["version"]?.string != nil, !hasOtherOwners { identity = identity ?? Self.vllm }
    case .ollamaVersion:
      // This path is more specific than `/version`, so its reply overrides a vLLM guess.
      if value["version"]?.string != nil, identity == nil || identity == Self.vllm {
        identity = Self.ollama
      }
    case .lmStudioModels:
      guard case .array(let entries)? = value["data"],
        entries.isEmpty || entries.contains(where: { $0["state"]?.string != nil })
      else { return }
      identity = identity ?? Self.lmStudio
      models = ModelList.models(in: reply.body) ?? models
    }
  }

  private mutating func readOwners(_ list: JSONValue) {
    guard case .array(let entries)? = list["data"] else { return }
    let owners = Set(entries.compactMap { $0["owned_by"]?.string?.lowercased() })
    if owners == ["vllm"] {
      identity = identity ?? Self.vllm
    } else if owners.contains("llamacpp") {
      identity = identity ?? Self.llamaCpp
    } else if owners == ["sglang"] {
      identity = identity ?? Identity(name: "SGLang", dialect: .sglang)
    } else if owners.contains("mistralai") {
      identity = identity ?? Identity(name: "Mistral", dialect: .mistral)
    } else if entries.contains(where: { $0["type"]?.string == "openai/chat-completions" }) {
      identity = identity ?? Identity(name: "the AI/ML API", dialect: .qwen)
    }
    hasOtherOwners = !owners.isEmpty
  }

  private static let llamaCpp = Identity(name: "llama.cpp", dialect: .llamaCpp)
  private static let vllm = Identity(name: "vLLM", dialect: .vllm)
  private static let ollama = Identity(name: "Ollama", dialect: .ollama)
  private static let lmStudio = Identity(name: "LM Studio", dialect: .lmStudio)
}

extension Endpoint {
  /// This endpoint with the server's root as its base URL, and with the same key.
  public var atRoot: Endpoint { sending(to: provider.rootURL) }
}

extension Provider {
  /// The server's root: the base URL without the API version.
  var rootURL: String {
    var url = baseURL[..<(baseURL.firstIndex(of: "?") ?? baseURL.endIndex)]
    while url.hasSuffix("/") { url.removeLast() }
    if url.hasSuffix("/chat/completions") { url = url.dropLast("/chat/completions".count) }
    guard let slash = url.lastIndex(of: "/") else { return String(url) }
    let last = url[url.index(after: slash)...]
    let isVersion = last.count == 2 && last.first == "v" && last.last?.isNumber == true
    return String(isVersion ? url[..<slash] : url)
  }
}
