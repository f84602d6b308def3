#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A loop that waits for a ``ShellCommand`` and collects its output.
struct CommandWait {
  let group: pid_t
  /// The end of the pipe to read the output from, in non-blocking mode.
  let output: Int32
  let limit: Duration
  /// The maximum size of the output, in bytes.
  let outputLimit: Int
  let terminal: HandedTerminal?
  let mask: SignalMask

  private(set) var bytes: [UInt8] = []
  private var isAtEnd = false
  /// Milliseconds until the next check on a command that has closed its output but not exited.
  private var pause: Int32 = 1

  init(
    group: pid_t, output: Int32, limit: Duration, outputLimit: Int, terminal: HandedTerminal?,
    mask: SignalMask
  ) {
    self.group = group
    self.output = output
    self.limit = limit
    self.outputLimit = outputLimit
    self.terminal = terminal
    self.mask = mask
  }

  /// Returns once the shell has exited, even if an agent that it started keeps the pipe open.
  /// - Returns: why the command must be stopped; `nil` if it exited on its own.
  mutating func untilEnd(among commands: RunningCommands) -> ShellCommand.Failure? {
    var deadline = ContinuousClock.now + limit
    while true {
      waitForOutput()
      // Check the state before reading. If the command has ended by then, the read gets the rest of
      // its output.
      let state = state
      read()
      if bytes.count > outputLimit { return .tooLong }
      switch state {
      case .ended: return nil
      case .stopped:
        terminal?.suspend(group)
        deadline = .now + limit
      case .running: break
      }
      if mask.hasPendingEnd || commands.isEnded { return .interrupted }
      if ContinuousClock.now >= deadline { return .timedOut(limit) }
    }
  }

  private enum State {
    case running, stopped, ended
  }

  /// The state of the command. Reading it does not reap the command, so its group number cannot
  /// be reused yet.
  private var state: State {
    var information = siginfo_t()
    let options = WEXITED | WNOHANG | WNOWAIT | (terminal == nil ? 0 : WSTOPPED)
    guard waitid(P_PID, id_t(group), &information, options) == 0, information.si_signo == SIGCHLD
    else { return .running }
    return information.si_code == CLD_STOPPED ? .stopped : .ended
  }

  private mutating func waitForOutput() {
    var entry = pollfd(fd: isAtEnd ? -1 : output, events: Int16(POLLIN), revents: 0)
    if isAtEnd { pause = min(pause * 2, 50) }
    poll(&entry, 1, isAtEnd ? pause : 50)
  }

  private mutating func read() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !isAtEnd, bytes.count <= outputLimit {
      #if canImport(Glibc)
        let count = Glibc.read(output, &buffer, buffer.count)
      #else
        let count = Darwin.read(output, &buffer, buffer.count)
      #endif
      if count < 0, errno == EINTR { continue }
      if count == 0 { isAtEnd = true }
      guard count > 0 else { return }
      bytes += buffer[..<count]
    }
  }
}

/// A signal mask used while a command runs. Until the command ends, it blocks the signals that
/// would end this program.
struct SignalMask {
  let previous: sigset_t
  private let isForMainThread: Bool
  private static let ends = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  /// - Parameter isForMainThread: if `false`, nothing is blocked, because other threads handle
  ///   the signals.
  init(isForMainThread: Bool) {
    self.isForMainThread = isForMainThread
    var signals = sigset_t()
    sigemptyset(&signals)
    // Taking the terminal back raises SIGTTOU.
    if isForMainThread { for number in Self.ends + [SIGTTOU] { sigaddset(&signals, number) } }
    var previous = sigset_t()
    pthread_sigmask(SIG_BLOCK, &signals, &previous)
    self.previous = previous
  }

  var hasPendingEnd: Bool {
    guard isForMainThread else { return false }
    var pending = sigset_t()
    sigpending(&pending)
    return Self.ends.contains { sigismember(&pending, $0) == 1 }
  }

  /// Delivers the signals that were blocked.
  func restore() {
    var signals = previous
    pthread_sigmask(SIG_SETMASK, &signals, nil)
  }
}

/// This program's terminal, while a command has it.
struct HandedTerminal {
  private let terminal: Int32
  /// The modes to restore, such as echo: a killed command may leave them changed.
  private let modes: termios

  /// `nil` without a terminal, or if this program runs in the background.
  init?() {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    guard tcgetpgrp(terminal) == getpgrp() else {
      close(terminal)
      return nil
    }
    self.terminal = terminal
    var modes = termios()
    tcgetattr(terminal, &modes)
    self.modes = modes
  }

  func give(to group: pid_t) {
    tcsetpgrp(terminal, group)
    // The command may have been stopped because it tried to read before it had the terminal.
    kill(-group, SIGCONT)
  }

  /// When Ctrl-Z has stopped the command, stops this program too, and later resumes both.
  func suspend(_ group: pid_t) {
    reclaim(from: group)
    kill(0, SIGTSTP)
    resume(group)
  }

  /// Takes the terminal back from a command that was stopped, unless the shell already has the
  /// terminal.
  func reclaim(from group: pid_t) {
    if tcgetpgrp(terminal) == group { tcsetpgrp(terminal, getpgrp()) }
  }

  /// Continues a stopped command. After `bg`, the shell keeps the terminal.
  func resume(_ group: pid_t) {
    if tcgetpgrp(terminal) == getpgrp() { tcsetpgrp(terminal, group) }
    kill(-group, SIGCONT)
  }

  func takeBack() {
    tcsetpgrp(terminal, getpgrp())
    var modes = modes
    tcsetattr(terminal, TCSADRAIN, &modes)
    close(terminal)
  }
}
