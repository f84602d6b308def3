internal import Chat
internal import Streaming
internal import TOMLKit

/// A provider with what only the executable knows of it: where its key comes from.
struct ProviderSetting {
  var provider: Provider
  /// Prints the key; run by the shell.
  var keyCommand: String?

  init(provider: Provider) { self.provider = provider }

  /// A provider that the configuration adds, by `[providers.NAME]`.
  init(_ name: String, _ table: TOMLFile) throws(UsageProblem) {
    guard !name.isEmpty, name.unicodeScalars.allSatisfy(Self.isOfNames) else {
      throw UsageProblem(
        "\(table.path): a provider's name has letters, digits, “.”, “-” and “_”, unlike “\(name)”.")
    }
    guard table.table["base_url"] != nil else { throw table.problem("base_url", "an address") }
    provider = Provider(
      name: name, baseURL: "", dialect: .plain, keyVariable: nil, defaultModel: "")
    try change(by: table)
  }

  private static func isOfNames(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || [".", "-", "_"].contains(scalar)
  }

  /// Takes over what the table says, and keeps the rest.
  mutating func change(by table: TOMLFile) throws(UsageProblem) {
    try table.check(keys: [
      "base_url", "dialect", "model", "api_key_variable", "api_key_command", "headers", "proxy",
      "ca_file", "connect_timeout", "idle_timeout",
    ])
    if let url = try table.string("base_url") {
      guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
        throw table.problem("base_url", "an address that begins with http:// or https://")
      }
      provider.baseURL = url.trimmingSlashes
    }
    if let name = try table.string("dialect") {
      guard let dialect = DialectName(rawValue: name) else {
        let names = DialectName.allCases.map(\.rawValue).joined(separator: ", ")
        throw table.problem("dialect", "one of \(names)")
      }
      provider.dialect = dialect
    }
    provider.defaultModel = try table.string("model") ?? provider.defaultModel
    provider.keyVariable = try table.string("api_key_variable") ?? provider.keyVariable
    keyCommand = try table.string("api_key_command")
    provider.headers = try table.section("headers")?.strings() ?? [:]
    provider.proxy = try table.string("proxy")
    guard provider.proxy.map(ProxyAddress.canBeUsed) ?? true else {
      throw table.problem(
        "proxy", "an http, https or socks5 address whose password is percent-encoded")
    }
    provider.certificateFile = try table.readableFile("ca_file")
    provider.connectTimeout = try table.seconds("connect_timeout")
    provider.idleTimeout = try table.seconds("idle_timeout")
  }
}

extension String {
  /// Without the slashes at its end.
  var trimmingSlashes: String {
    var text = self
    while text.hasSuffix("/") { text.removeLast() }
    return text
  }
}
