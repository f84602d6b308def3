#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A shell command run for its output. Its time and output are limited, and its process group is
/// killed at the end.
struct ShellCommand {
  enum Failure: Error, Equatable {
    /// The shell could not be started, with the `errno` value.
    case notStarted(Int32)
    case timedOut(Duration)
    case tooLong
    case failed(status: Int32)
    /// The command was interrupted by Ctrl-C, by a signal that ends this program, or by this
    /// program's own exit.
    case interrupted
  }

  /// The place where a command runs, which decides whether it may use the terminal.
  enum Place {
    /// Before the screen opens, on the main thread: the command may prompt on the terminal.
    case beforeScreen
    /// Behind the screen: the command has no terminal, and its error messages are discarded.
    case behindScreen
  }

  /// The default limit for the output, in bytes. Keys are far shorter.
  static let outputLimit = 64 << 10
  /// Time limits without and with a terminal. On a terminal, the command may prompt, and the user
  /// may need time to find a passphrase.
  static let usualLimit = Duration.seconds(30)
  static let askingLimit = Duration.seconds(300)

  let text: String
  let environment: [String: String]
  /// The command's standard input. Must fit into a pipe, which holds at least 4 KiB.
  var input: [UInt8]?
  var timeLimit: Duration?
  var outputLimit = Self.outputLimit

  /// Runs the command and returns its output. Blocks until the command has exited.
  func run(_ place: Place, among commands: RunningCommands) throws(Failure) -> [UInt8] {
    let terminal = place == .beforeScreen ? HandedTerminal() : nil
    let mask = SignalMask(isForMainThread: place == .beforeScreen)
    defer {
      terminal?.takeBack()
      mask.restore()
    }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .notStarted(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    defer { close(ends[0]) }
    let group: pid_t
    do throws(Failure) {
      let source = try inputEnd()
      defer { if let source { close(source) } }
      group = try commands.begin {
        spawn(place, input: source, output: ends[1], asks: terminal != nil, mask)
      }
    } catch {
      close(ends[1])
      throw error
    }
    close(ends[1])
    terminal?.give(to: group)
    let limit = timeLimit ?? (terminal == nil ? Self.usualLimit : Self.askingLimit)
    var wait = CommandWait(
      group: group, output: ends[0], limit: limit, outputLimit: outputLimit, terminal: terminal,
      mask: mask)
    let failure = wait.untilEnd(among: commands)
    let status = commands.finish(group)
    if let failure { throw failure }
    if terminal != nil, status == SIGINT || status == 130 << 8 { throw .interrupted }
    guard status == 0 else {
      throw .failed(status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F)
    }
    return wait.bytes
  }

  /// Returns the read end of a pipe that already holds the whole input; `nil` without input.
  private func inputEnd() throws(Failure) -> Int32? {
    guard let input else { return nil }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .notStarted(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    let count = write(ends[1], input, input.count)
    close(ends[1])
    guard count == input.count else {
      close(ends[0])
      throw .notStarted(EMSGSIZE)
    }
    return ends[0]
  }

  private func spawn(
    _ place: Place, input: Int32?, output: Int32, asks: Bool, _ mask: SignalMask
  ) -> Result<pid_t, Failure> {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Never pass on this program's own standard input, which may contain the question.
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, asks ? "/dev/tty" : "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    if place == .behindScreen {
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = mask.previous
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    // In its own session, the command has no terminal to wait for or write to.
    let group = asks ? Int32(POSIX_SPAWN_SETPGROUP) : Self.newSession
    posix_spawnattr_setflags(&attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK) | group))
    let arguments = ["/bin/sh", "-c", text]
    var argv = arguments.map { strdup($0) } + [nil]
    // With GPG_TTY, gpg would tell its agent to prompt on this terminal.
    let variables = asks ? environment : environment.filter { $0.key != "GPG_TTY" }
    var envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var process: pid_t = 0
    let result = posix_spawn(&process, "/bin/sh", &actions, &attributes, &argv, &envp)
    return result == 0 ? .success(process) : .failure(.notStarted(result))
  }

  /// `POSIX_SPAWN_SETSID`, which glibc defines only for C.
  #if canImport(Darwin)
    private static let newSession: Int32 = 0x400
  #else
    private static let newSession: Int32 = 0x80
  #endif
}
