#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The command that prints a provider's key, such as `pass show aimlapi`.
struct KeyCommand {
  private let command: String
  private let provider: String

  init(_ command: String, of provider: String) {
    self.command = command
    self.provider = provider
  }

  /// The first line that the command prints. Blocks until it has ended.
  /// - Parameter mayAsk: the terminal is still its own, so it may ask for a passphrase there.
  /// - Throws: when it fails or prints nothing. What it printed is never quoted.
  func run(mayAsk: Bool) throws(UsageProblem) -> String {
    // A group, so that the redirection holds for all of the command.
    let line = mayAsk ? command : "{ \(command)\n} </dev/null 2>/dev/null"
    guard let pipe = popen(line, "r") else {
      throw UsageProblem("The api_key_command of \(provider) cannot be run.")
    }
    let output = Self.readAll(pipe)
    let status = pclose(pipe)
    guard status == 0 else {
      throw UsageProblem(
        "The api_key_command of \(provider) failed with status \((status >> 8) & 0xFF).")
    }
    let key = output.prefix { !$0.isNewline }.filter { !$0.isWhitespace }
    guard !key.isEmpty else {
      throw UsageProblem("The api_key_command of \(provider) printed no key.")
    }
    return String(key)
  }

  private static func readAll(_ pipe: UnsafeMutablePointer<FILE>) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
