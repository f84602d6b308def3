/// How a server asks for thinking and gives it back (wire.md, section 3).
public enum DialectName: String, Sendable, Codable, CaseIterable {
  /// AI/ML API and DashScope: `enable_thinking` and `thinking_budget`.
  case qwen
  /// llama.cpp: `chat_template_kwargs`.
  case llamaCpp = "llama.cpp"
  /// The protocol alone: thinking is not asked for, reasoning is taken where it comes.
  case plain
}

/// A server that speaks the chat completions protocol.
public struct Provider: Equatable, Sendable {
  /// What the user calls it.
  public var name: String
  /// What `/chat/completions` is appended to; without a slash at its end.
  public var baseURL: String
  public var dialect: DialectName
  /// The environment variable that holds the key, after `ASIDE_API_KEY`; `nil` when the server
  /// needs no key.
  public var keyVariable: String?
  public var defaultModel: String

  public init(
    name: String, baseURL: String, dialect: DialectName, keyVariable: String?, defaultModel: String
  ) {
    self.name = name
    self.baseURL = baseURL
    self.dialect = dialect
    self.keyVariable = keyVariable
    self.defaultModel = defaultModel
  }

  public static let aimlapi = Provider(
    name: "aimlapi", baseURL: "https://api.aimlapi.com/v1", dialect: .qwen,
    keyVariable: "AIMLAPI_API_KEY", defaultModel: "alibaba/qwen3-32b")

  /// The scripted server inside the program; its address is known once it listens.
  public static let demo = Provider(
    name: "demo", baseURL: "", dialect: .qwen, keyVariable: nil, defaultModel: "alibaba/qwen3-32b")

  public static let llamaCpp = Provider(
    name: "llama.cpp", baseURL: "http://127.0.0.1:8080/v1", dialect: .llamaCpp, keyVariable: nil,
    defaultModel: "default")

  public static let builtIn = [aimlapi, llamaCpp, demo]
}

/// Where and with which credentials requests go. Never printed, logged or stored: it holds a key.
public struct Endpoint: Sendable, Equatable {
  public var provider: Provider
  public var apiKey: String?

  public init(provider: Provider, apiKey: String?) {
    self.provider = provider
    self.apiKey = apiKey
  }
}

extension Endpoint: CustomStringConvertible, CustomDebugStringConvertible {
  /// Names the provider, never the key.
  public var description: String {
    "Endpoint(\(provider.name), key: \(apiKey == nil ? "no" : "yes"))"
  }

  public var debugDescription: String { description }
}
