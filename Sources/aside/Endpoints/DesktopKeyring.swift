internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The desktop's password store, reached through its command-line tool (docs/decisions/0056). A key
/// is passed on standard input, never as an argument.
struct DesktopKeyring {
  private enum Tool {
    /// The Secret Service, through libsecret's `secret-tool`.
    case secretTool(path: String)
    /// macOS's keychain, through `security`.
    case security(path: String)
  }

  private let tool: Tool
  private let environment: [String: String]

  /// The time limit for a tool that does not prompt.
  private static let answerLimit = Duration.seconds(10)
  /// The time limit for other calls, because a locked keyring asks for its password in a window.
  private static let unlockLimit = Duration.seconds(60)
  /// The maximum size of a key, in bytes. Longer text is not a key, and might not fit into a
  /// pipe.
  private static let keyLimit = 4096

  /// `nil` if this session has no keyring, or no tool for it.
  init?(_ environment: [String: String]) {
    #if os(macOS)
      guard let path = Self.find("security", in: environment) else { return nil }
      tool = .security(path: path)
    #else
      guard environment["DBUS_SESSION_BUS_ADDRESS"]?.isEmpty == false,
        let path = Self.find("secret-tool", in: environment)
      else { return nil }
      tool = .secretTool(path: path)
    #endif
    // The tool does not need the API keys in the environment.
    self.environment = environment.filter { !$0.key.uppercased().hasSuffix("API_KEY") }
  }

  private static func find(_ name: String, in environment: [String: String]) -> String? {
    (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { $0.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Whether the keyring can be reached and responds in time.
  func responds(among commands: RunningCommands) -> Bool {
    switch tool {
    case .secretTool:
      // The lookup also fails if there is no such key, but only a missing service prints an error.
      let lookup = look(up: "") + " 2>&1 >/dev/null"
      let script = "case \"$(\(lookup))\" in *secret-tool:*) exit 1;; esac"
      return run(script, limit: Self.answerLimit, among: commands) != nil
    case .security: return true
    }
  }

  /// Returns the key saved for a provider; `nil` if there is none, or if the keyring stays
  /// locked.
  func key(for provider: String, among commands: RunningCommands) -> String? {
    guard let output = run(look(up: provider), limit: Self.unlockLimit, among: commands) else {
      return nil
    }
    let text = String(decoding: output, as: UTF8.self)
    let key = text.hasSuffix("\n") ? String(text.dropLast()) : text
    return key.isEmpty ? nil : key
  }

  /// - Returns: whether the keyring has the key now.
  func save(_ key: String, for provider: String, among commands: RunningCommands) -> Bool {
    guard key.utf8.count <= Self.keyLimit, responds(among: commands) else { return false }
    let (script, input) = saving(key, for: provider)
    guard
      run(script, input: Array(input.utf8), limit: Self.unlockLimit, among: commands) != nil
    else { return false }
    // `security` succeeds even if it stored nothing.
    return self.key(for: provider, among: commands) == key
  }

  /// - Returns: whether the keyring no longer has a key for the provider.
  func remove(_ provider: String, among commands: RunningCommands) -> Bool {
    guard responds(among: commands) else { return false }
    let script =
      switch tool {
      case .secretTool(let path): command(path, ["clear"] + Self.attributes(provider))
      case .security(let path):
        command(path, ["delete-generic-password", "-s", "aside", "-a", provider])
      }
    // This fails if there was no key.
    _ = run(script, limit: Self.unlockLimit, among: commands)
    return key(for: provider, among: commands) == nil
  }

  private func look(up provider: String) -> String {
    switch tool {
    case .secretTool(let path): command(path, ["lookup"] + Self.attributes(provider))
    case .security(let path):
      command(path, ["find-generic-password", "-s", "aside", "-a", provider, "-w"])
    }
  }

  private func saving(_ key: String, for provider: String) -> (script: String, input: String) {
    switch tool {
    case .secretTool(let path):
      (command(path, ["store", "--label=Aside: \(provider)"] + Self.attributes(provider)), key)
    case .security(let path):
      // Provider names contain no quotes, and the key is in hexadecimal, so nothing needs escaping.
      (
        command(path, ["-i"]),
        "add-generic-password -U -s aside -a \"\(provider)\" -X \(Self.hexadecimal(key))\n"
      )
    }
  }

  private static func attributes(_ provider: String) -> [String] {
    ["service", "aside", "provider", provider]
  }

  private static func hexadecimal(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func command(_ path: String, _ arguments: [String]) -> String {
    ([path] + arguments).map(Self.quoted).joined(separator: " ")
  }

  /// Quotes a word for the shell. Leaves options as they are, unlike ``App/ShellWord``, which
  /// puts `./` before a hyphen.
  private static func quoted(_ word: String) -> String {
    "'" + word.replacing("'", with: "'\\''") + "'"
  }

  /// - Returns: what the command printed; `nil` if it failed.
  private func run(
    _ script: String, input: [UInt8]? = nil, limit: Duration, among commands: RunningCommands
  ) -> [UInt8]? {
    let shell = ShellCommand(
      text: script, environment: environment, input: input, timeLimit: limit)
    // The caller need not know why the command failed.
    return try? shell.run(.behindScreen, among: commands)
  }
}
