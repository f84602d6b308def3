internal import Chat
internal import Streaming
internal import TOMLKit
internal import Words

/// A provider with the sources of its key. Only the executable knows about these sources.
struct ProviderSetting {
  var provider: Provider
  /// The places that may hold a key, in order of precedence.
  private(set) var keySources: [KeySource] = []
  /// The origin of a key that was saved without an address.
  private(set) var home: ServerOrigin?
  /// The origin of the built-in or configured address, even if the provider has been moved.
  private(set) var ownOrigin: ServerOrigin?

  /// A built-in provider. Its variable holds a key for its own address.
  init(provider: Provider) {
    self.provider = provider
    home = provider.origin
    ownOrigin = provider.origin
    if let name = provider.keyVariable, let home {
      keySources = [KeySource(place: .variable(name), origin: home)]
    }
  }

  /// A provider added by `[providers.NAME]` in the configuration; `nil` if the table is invalid.
  init?(_ name: String, _ table: TOMLFile, _ problems: inout SettingProblems) {
    guard !name.isEmpty, name.unicodeScalars.allSatisfy(Self.isOfNames) else {
      problems.note(UsageProblem(Words.invalidProviderName(name, in: table.path)))
      return nil
    }
    if table.table["base_url"] == nil { problems.note(table.problem("base_url", .url)) }
    provider = Provider(
      name: name, baseURL: "", dialect: .plain, keyVariable: nil, defaultModel: "")
    change(by: table, &problems)
    if table.table["dialect"] == nil { provider = provider.assumingDialect }
    home = provider.origin
  }

  /// Returns the places that may hold a key for `origin`.
  func sources(for origin: ServerOrigin) -> [KeySource.Place] {
    keySources.filter { $0.origin == origin }.map(\.place)
  }

  /// Whether a command that prints a key for the provider's address is configured.
  var hasCommand: Bool {
    keySources.contains {
      if case .command = $0.place { $0.origin == provider.origin } else { false }
    }
  }

  /// The address to save with a key for this provider; `nil` for a built-in provider at its own
  /// address.
  var addressOfSavedKey: String? {
    let isBuiltIn = Provider.builtIn.contains {
      $0.name == provider.name && $0.origin == provider.origin
    }
    return isBuiltIn ? nil : provider.origin?.description
  }

  /// Returns the names of this provider's headers that `other` lacks.
  func headers(missingIn other: ProviderSetting) -> [String] {
    provider.headers.keys.filter { other.provider.headers[$0] == nil }.sorted()
  }

  /// Returns this setting with the provider at another base URL.
  func moved(to baseURL: String) -> ProviderSetting {
    var setting = self
    setting.provider = provider.moved(to: baseURL)
    return setting
  }

  private static func isOfNames(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || [".", "-", "_"].contains(scalar)
  }

  /// Applies the settings in the table; leaves the others unchanged.
  mutating func change(by table: TOMLFile, _ problems: inout SettingProblems) {
    table.check(
      keys: [
        "base_url", "dialect", "model", "api_key_variable", "api_key_command", "headers", "proxy",
        "ca_file", "connect_timeout", "idle_timeout", "allow_insecure_http", "context_length",
      ], &problems)
    let before = provider.origin
    provider.baseURL =
      problems.note { () throws(UsageProblem) in try Self.address(table) } ?? provider.baseURL
    ownOrigin = provider.origin
    if let dialect = problems.note({ () throws(UsageProblem) in try Self.dialect(table) }) {
      provider.dialect = dialect
      provider.dialectBasis = .stated
    }
    provider.defaultModel =
      problems.note { () throws(UsageProblem) in try table.string("model") }
      ?? provider.defaultModel
    provider.contextLength = problems.note { () throws(UsageProblem) in
      let length = try table.integer("context_length")
      if let length, length < 1 { throw table.problem("context_length", .integerFromOne) }
      return length
    }
    changeKeys(by: table, movedFrom: before, &problems)
    let headers = problems.note { () throws(UsageProblem) in try table.section("headers") }
    provider.headers = headers.map { Self.strings($0, &problems) } ?? [:]
    provider.proxy = problems.note { () throws(UsageProblem) in try Self.proxy(table) }
    provider.certificateFile = problems.note { () throws(UsageProblem) in
      try table.readableFile("ca_file")
    }
    provider.connectTimeout = problems.note { () throws(UsageProblem) in
      try table.seconds("connect_timeout")
    }
    provider.idleTimeout = problems.note { () throws(UsageProblem) in
      try table.seconds("idle_timeout")
    }
    provider.allowsInsecureHTTP =
      problems.note { () throws(UsageProblem) in try table.bool("allow_insecure_http") } ?? false
  }

  private static func address(_ table: TOMLFile) throws(UsageProblem) -> String? {
    guard let url = try table.string("base_url") else { return nil }
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      throw table.problem("base_url", .webURL)
    }
    return url.trimmingSlashes
  }

  private static func dialect(_ table: TOMLFile) throws(UsageProblem) -> DialectName? {
    guard let name = try table.string("dialect") else { return nil }
    guard let dialect = DialectName(rawValue: name) else {
      throw table.problem("dialect", .oneOf(DialectName.allCases.map(\.rawValue)))
    }
    return dialect
  }

  private static func proxy(_ table: TOMLFile) throws(UsageProblem) -> String? {
    let proxy = try table.string("proxy")
    guard proxy.map(ProxyAddress.canBeUsed) ?? true else {
      throw table.problem("proxy", .proxyURL)
    }
    return proxy
  }

  /// Returns the entries of a table of strings.
  private static func strings(
    _ table: TOMLFile, _ problems: inout SettingProblems
  ) -> [String: String] {
    var strings: [String: String] = [:]
    for key in table.table.keys {
      strings[key] = problems.note { () throws(UsageProblem) in try table.string(key) }
    }
    return strings
  }

  /// Applies the table's key variable and key command. Keys from these sources are for the table's
  /// address. A built-in variable's key stays with the built-in address.
  private mutating func changeKeys(
    by table: TOMLFile, movedFrom before: ServerOrigin?, _ problems: inout SettingProblems
  ) {
    let variable = problems.note { () throws(UsageProblem) in try table.string("api_key_variable") }
    let command = problems.note { () throws(UsageProblem) in try table.string("api_key_command") }
    if let variable {
      provider.keyVariable = variable
    } else if provider.origin != before {
      provider.keyVariable = nil
    }
    guard let origin = provider.origin else { return }
    if let variable { keySources = [KeySource(place: .variable(variable), origin: origin)] }
    if let command { keySources.append(KeySource(place: .command(command), origin: origin)) }
  }
}

extension String {
  /// The string without trailing slashes.
  var trimmingSlashes: String {
    var text = self
    while text.hasSuffix("/") { text.removeLast() }
    return text
  }
}
