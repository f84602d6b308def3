public import Chat

extension Words {
  /// The result of a check.
  public enum Verdict: Sendable {
    case ok, note, error
  }

  /// The subject of a check by `aside doctor`.
  public enum Subject: Sendable {
    case configuration, theme, presets, prompts, provider, headers, key, keyStorage, connection,
      tls, model, thinking, answer
    case terminal, database
  }

  public static func label(_ verdict: Verdict) -> String {
    switch verdict {
    case .ok: "ok"
    case .note: "note"
    case .error: "error"
    }
  }

  public static func label(_ subject: Subject) -> String {
    switch subject {
    case .configuration: "configuration"
    case .theme: "theme"
    case .presets: "presets"
    case .prompts: "prompts"
    case .provider: "provider"
    case .headers: "headers"
    case .key: "key"
    case .keyStorage: "key storage"
    case .connection: "connection"
    case .tls: "TLS"
    case .model: "model"
    case .thinking: "thinking"
    case .answer: "answer"
    case .terminal: "terminal"
    case .database: "database"
    }
  }

  /// The findings of `aside doctor`: noun phrases without a full stop, unless the user has
  /// something to do.
  public enum Doctor {}
}

extension Words.Doctor {
  public static func noConfiguration(_ path: String) -> String { "\(path) not found (optional)" }

  /// - Parameters:
  ///   - dialect: the text that names the dialect and explains how it was determined.
  ///   - advice: how to set another dialect; empty if there is nothing to set.
  public static func provider(
    _ name: String, address: String, dialect: String, advice: String
  ) -> String {
    let facts = [name, address, dialect].filter { !$0.isEmpty }.joined(separator: ", ")
    return advice.isEmpty ? facts : "\(facts). \(advice)"
  }

  // MARK: Key

  public static func withheldHeaders(_ names: [String]) -> String {
    "\(names.joined(separator: ", ")) not sent: only for the provider's own address"
  }

  public static func key(from source: String) -> String { "from \(source)" }

  /// - Parameter origin: the only address that the key may be sent to.
  public static func withheldKey(in source: String, for origin: String) -> String {
    "not sent: the key from \(source) is only for \(origin); ASIDE_API_KEY works for any address"
  }

  public static func noKey(for provider: Provider) -> String {
    "none found; set \(Words.keyVariables(of: provider)) if one is needed"
  }

  public static var keyNotNeeded: String { "not needed" }

  public static var keyNotSent: String { "none sent; could not check whether the server needs one" }

  /// - Parameter path: the path of the key file.
  public static func keyStorage(inKeyringElse path: String) -> String {
    "\(Words.keyring), or \(path) if the keyring does not respond"
  }

  // MARK: Connection

  public static func response(in time: String) -> String { "response in \(time)" }
  public static var response: String { "response received" }
  public static var responseWithoutModels: String { "response received; server has no model list" }
  public static var connected: String { "connected" }
  public static var noConnection: String { "skipped: no connection" }

  public static var certificateTrusted: String { "certificate trusted" }
  public static var localTLS: String { "not needed (local)" }
  public static var noTLS: String {
    "none: messages and any API key travel unencrypted; use https"
  }

  // MARK: Model

  public static var tlsError: String { "skipped: TLS error" }
  public static var accessDenied: String { "skipped: the server denied access" }

  /// - Parameter serving: a model that the server offers.
  public static func noDefaultModel(_ provider: String, serving model: String?) -> String {
    let served = model.map { " (it serves \($0))" } ?? ""
    return "\(provider) has no default model; use --model\(served)"
  }

  public static func unverifiedModel(_ model: String) -> String {
    "\(model) (could not be verified)"
  }

  public static func loadedModel(_ model: String) -> String { "\(model) (loaded at startup)" }

  public static func unknownModel(
    _ model: String, among count: Int, at provider: String, modelsCommand: String
  ) -> String {
    let models = count == 1 ? "1 model" : "\(count) models"
    return "\(model) not found: \(provider) lists \(models); see \(modelsCommand)"
  }

  public static func severalModels(_ count: Int, modelsCommand: String) -> String {
    "\(count) available; use --model (see \(modelsCommand))"
  }

  public static var unnamedModel: String { "the server does not name one; use --model" }

  /// - Parameters:
  ///   - context: the size of the context window, in tokens.
  ///   - prices: the prices per million input and output tokens.
  public static func model(
    _ id: String, context: String?, prices: (input: String, output: String)?
  ) -> String {
    var facts = [id]
    if let context { facts.append("context \(context) tokens") }
    if let prices {
      facts.append("\(prices.input) in, \(prices.output) out per million tokens")
    }
    return facts.joined(separator: ", ")
  }

  // MARK: Thinking and answer

  /// - Parameter budget: the thinking budget, in tokens.
  public static func thinking(isOn: Bool, budget: String?) -> String {
    guard isOn else { return "off" }
    return budget.map { "on, budget \($0) tokens" } ?? "on"
  }

  public static var noModelOrKey: String { "skipped: no model or key" }

  public static func answer(after time: String?, hasThinking: Bool, cost: String?) -> String {
    var facts = [time.map { "first token in \($0)" } ?? "received"]
    if hasThinking { facts.append("with thinking") }
    if let cost { facts.append(cost) }
    return facts.joined(separator: ", ")
  }

  public static var cancelled: String { "cancelled" }

  // MARK: Terminal and database

  public static var terminalTypeUnset: String {
    "TERM is not set; set it, for example to xterm-256color"
  }

  public static func unknownTerminalType(_ name: String) -> String {
    "unknown or unsupported type “\(name)”; set TERM, for example to xterm-256color"
  }

  /// The colours that a terminal can show.
  public enum Colors: Sendable {
    case none
    case palette(Int)
    case direct
  }

  /// - Parameter foreignLocale: the locale's name if it is not a UTF-8 locale.
  public static func terminal(
    _ name: String, _ colors: Colors, isColorUnwanted: Bool, foreignLocale: String?,
    isOutputTerminal: Bool
  ) -> String {
    var facts = [name]
    switch colors {
    case .none: facts.append("no colours")
    case .palette(let count): facts.append("\(count) colours")
    case .direct: facts.append("24-bit colour")
    }
    if isColorUnwanted { facts.append("NO_COLOR is set") }
    if let foreignLocale {
      facts.append("locale \(foreignLocale) is not UTF-8; using UTF-8 anyway")
    }
    if !isOutputTerminal { facts.append("standard output is not a terminal") }
    return facts.joined(separator: ", ")
  }

  public static func cannotCreate(_ path: String, in folder: String) -> String {
    "cannot create \(path): \(folder) is not a writable folder"
  }

  public static func newDatabase(_ path: String) -> String {
    "\(path) (will be created with the first question)"
  }

  public static func database(_ path: String, conversations: Int, kilobytes: Int) -> String {
    "\(path), \(Words.conversations(conversations)), \(kilobytes) KB"
  }

  public static func damagedDatabase(_ path: String, damage: String, repairCommand: String)
    -> String
  {
    "\(path) is damaged: \(damage). Run \(repairCommand)."
  }
}
