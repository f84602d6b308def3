#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The command that prints a provider's key, such as `pass show aimlapi`.
struct KeyCommand {
  private let command: ShellCommand
  private let provider: String

  init(_ command: String, of provider: String, environment: [String: String]) {
    self.command = ShellCommand(text: command, environment: environment)
    self.provider = provider
  }

  /// The first line that the command prints. Blocks until it has ended. An interruption of the program
  /// ends the program.
  /// - Throws: when it fails, takes too long or prints too much. What it printed is never quoted.
  func run(
    _ place: ShellCommand.Place, among commands: RunningCommands
  ) throws(UsageProblem) -> String {
    do throws(ShellCommand.Failure) {
      let output = String(decoding: try command.run(place, among: commands), as: UTF8.self)
      return String(output.prefix { !$0.isNewline })
    } catch {
      // Ctrl-C went to the command, and was meant for this program.
      if case .beforeScreen = place, error == .interrupted { raise(SIGINT) }
      throw UsageProblem("The api_key_command of \(provider) \(Self.words(error))")
    }
  }

  private static func words(_ failure: ShellCommand.Failure) -> String {
    switch failure {
    case .notStarted(let number): "cannot be run: \(String(cString: strerror(number)))."
    case .timedOut(let limit):
      "did not end within \(limit.components.seconds) seconds and was stopped. "
        + "Run it in a shell to see what it waits for."
    case .tooLong:
      "printed more than \(ShellCommand.outputLimit >> 10) KiB and was stopped. "
        + "It must print the key and nothing else."
    case .failed(let status): "failed with status \(status)."
    case .interrupted: "was interrupted."
    }
  }
}
