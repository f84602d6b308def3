internal import Foundation

/// A terminal that draws nothing. It records every byte from the program, and the test provides
/// everything a terminal would send, both keys and replies. Releasing this object ends the program.
///
/// The program's bytes are only read during calls to this object, so a program with a lot of output
/// waits for the test.
public final class PseudoTerminal {
  public let home: TestHome

  /// Everything that has been read from the program so far.
  public private(set) var output: [UInt8] = []

  private let terminal: Int32
  /// The path of the program's side of the terminal.
  private let path: String
  private let process: pid_t
  private var endStatus: Int32?

  public struct TimedOut: Error, CustomStringConvertible {
    public let description: String
  }

  /// Starts a program with this terminal as standard input, output and error.
  /// - Parameters:
  ///   - environment: variables in addition to `HOME`, `PATH`, a UTF-8 `LANG`, `TZ=UTC` and
  ///     `TERM=xterm-256color`.
  public init(
    _ arguments: [String], program: String = AsideProgram.path, width: Int = 80, height: Int = 24,
    environment: [String: String] = [:], home: TestHome? = nil
  ) throws {
    self.home = try home ?? TestHome()
    var master: Int32 = -1
    var slave: Int32 = -1
    var size = Self.size(width: width, height: height)
    var name = [CChar](repeating: 0, count: 1_024)
    guard openpty(&master, &slave, nil, nil, &size) == 0,
      ttyname_r(slave, &name, name.count) == 0
    else {
      throw TimedOut(description: "no pseudo-terminal is to be had: \(errno)")
    }
    defer { close(slave) }
    // No other program that a test starts may inherit either side, or this program would not notice
    // when the terminal is closed.
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK)
    terminal = master
    var variables = [
      "HOME": self.home.path, "LANG": "C.UTF-8", "TZ": "UTC", "TERM": "xterm-256color",
      "PATH": "/usr/local/bin:/usr/bin:/bin",
    ]
    variables.merge(environment) { _, new in new }
    path = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    process = try ProgramStart.spawn(
      program, arguments, environment: variables,
      files: Array(repeating: (path: path, flags: O_RDWR), count: 3), isSessionLeader: true)
  }

  deinit {
    if endStatus == nil {
      kill(process, SIGKILL)
      while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }
    close(terminal)
  }

  /// Sends bytes to the program, as keys or as terminal replies.
  public func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    let deadline = ContinuousClock.now + .seconds(120)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(terminal, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else {
        // The buffer is full until the program reads, and the program may be waiting for its own
        // output to be read.
        guard errno == EAGAIN || errno == EINTR, ContinuousClock.now < deadline else {
          throw TimedOut(description: "the program takes no bytes: \(errno)")
        }
        takeOutput(waitingMilliseconds: 15)
      }
    }
  }

  public func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Sends bytes one by one, each after the program has read the previous one, as on a slow line.
  /// - Returns: the longest time between two bytes, which a busy machine may stretch.
  @discardableResult
  public func trickle(_ bytes: [UInt8]) async throws -> Duration {
    let end = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(end) }
    var longest = Duration.zero
    var last: ContinuousClock.Instant?
    for byte in bytes {
      try write([byte])
      let now = ContinuousClock.now
      longest = max(longest, last.map { $0.duration(to: now) } ?? .zero)
      last = now
      try await wait(for: "the program to read") { _ in
        var waiting: Int32 = 0
        return ioctl(end, UInt(FIONREAD), &waiting) != 0 || waiting == 0
      }
    }
    return longest
  }

  /// Sends a paste as terminals do if the program asked for bracketed paste.
  public func paste(_ text: String) throws { try write("\u{1B}[200~\(text)\u{1B}[201~") }

  public func resize(width: Int, height: Int) {
    var size = Self.size(width: width, height: height)
    // The system notifies the program.
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }

  public func signal(_ signal: Int32) { kill(process, signal) }

  /// Polls until the bytes received so far meet a condition.
  public func wait(
    for what: String, within limit: Duration = .seconds(120), until isReached: ([UInt8]) -> Bool
  ) async throws {
    let isSeen = try await poll(within: limit) {
      takeOutput()
      return isReached(output)
    }
    if isSeen { return }
    throw TimedOut(
      description: "never saw \(what); the last bytes are "
        + String(decoding: output.suffix(2_000), as: UTF8.self).debugDescription)
  }

  /// Polls until the bytes contain the text. Programs draw only changes, so a sentence may arrive
  /// in pieces. Wait for a single word instead.
  public func wait(forText wanted: String, within limit: Duration = .seconds(120)) async throws {
    let bytes = Data(wanted.utf8)
    try await wait(for: "“\(wanted)”", within: limit) { Data($0).range(of: bytes) != nil }
  }

  /// Polls until the program has ended; after that, `output` is complete.
  /// - Returns: its exit status, as a shell reports it.
  public func waitForExit(within limit: Duration = .seconds(120)) async throws -> Int {
    try await wait(for: "the program's end", within: limit) { _ in hasEnded() }
    takeOutput()
    return Int(endStatus ?? -1)
  }

  /// Polls, without reading, until a full line buffer (4 KiB) is waiting to be read.
  public func waitUntilFull(within limit: Duration = .seconds(120)) async throws {
    let isFull = try await poll(within: limit) {
      var waiting: Int32 = 0
      // Linux stops the writer when fewer than 128 of the 4,096 bytes are free (n_tty.c).
      return ioctl(terminal, UInt(FIONREAD), &waiting) == 0 && waiting >= 3900
    }
    if isFull { return }
    throw TimedOut(description: "the program never filled its terminal")
  }

  /// Polls until the program has ended, without reading its output, like a stuck terminal.
  /// - Returns: its exit status, as a shell reports it.
  public func waitForExitUnread(within limit: Duration = .seconds(120)) async throws -> Int {
    guard try await poll(within: limit, until: hasEnded), let endStatus else {
      throw TimedOut(description: "the program has not ended")
    }
    return Int(endStatus)
  }

  private func hasEnded() -> Bool {
    var status: Int32 = 0
    if endStatus == nil, waitpid(process, &status, WNOHANG) == process {
      endStatus = ProgramStart.exitStatus(status)
    }
    return endStatus != nil
  }

  /// Reads the available bytes. After the program has ended there are none, which the system
  /// reports as an error.
  private func takeOutput(waitingMilliseconds wait: Int32 = 0) {
    var sign = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    if wait > 0 { poll(&sign, 1, wait) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(terminal, &buffer, buffer.count)
      guard count > 0 else { return }
      output += buffer.prefix(count)
    }
  }

  private static func size(width: Int, height: Int) -> winsize {
    winsize(ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
  }
}
