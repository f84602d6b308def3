internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A command that prints a provider's key, such as `pass show aimlapi`.
struct KeyCommand {
  private let command: ShellCommand
  private let provider: String

  init(_ command: String, of provider: String, environment: [String: String]) {
    self.command = ShellCommand(text: command, environment: environment)
    self.provider = provider
  }

  /// Returns the first line that the command prints. Blocks until the command exits. If Ctrl-C
  /// interrupts the command, the program ends too.
  /// - Throws: if the command fails, takes too long or prints too much. Errors never quote its
  ///   output.
  func run(
    _ place: ShellCommand.Place, among commands: RunningCommands
  ) throws(UsageProblem) -> String {
    do throws(ShellCommand.Failure) {
      let output = String(decoding: try command.run(place, among: commands), as: UTF8.self)
      return String(output.prefix { !$0.isNewline })
    } catch {
      // The command received a Ctrl-C that was meant for this program.
      if case .beforeScreen = place, error == .interrupted { raise(SIGINT) }
      throw UsageProblem(words(error))
    }
  }

  private func words(_ failure: ShellCommand.Failure) -> String {
    switch failure {
    case .notStarted(let number):
      Words.cannotRunKeyCommand(of: provider, reason: String(cString: strerror(number)))
    case .timedOut(let limit):
      Words.keyCommandTimedOut(of: provider, seconds: limit.components.seconds)
    case .tooLong:
      Words.keyCommandPrintedTooMuch(of: provider, kibibytes: ShellCommand.outputLimit >> 10)
    case .failed(let status): Words.keyCommandFailed(of: provider, status: status)
    case .interrupted: Words.keyCommandInterrupted(of: provider)
    }
  }
}
