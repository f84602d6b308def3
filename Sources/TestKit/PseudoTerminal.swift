internal import Foundation

/// A terminal that draws nothing: every byte that the program sends it is kept, and a test plays
/// what a terminal would send, keys and answers alike. The program is ended with this object.
///
/// The program's bytes are taken whenever something here is called, so one that writes much waits
/// for the test to look.
public final class PseudoTerminal {
  public let home: TestHome

  /// Everything that the program has sent so far, as it sent it.
  public private(set) var output: [UInt8] = []

  private let terminal: Int32
  /// The name of the program's end.
  private let path: String
  private let process: pid_t
  private var endStatus: Int32?

  public struct TimedOut: Error, CustomStringConvertible {
    public let description: String
  }

  /// Starts a program whose terminal this is, on standard input, output and error.
  /// - Parameters:
  ///   - environment: beside `HOME`, `PATH`, a UTF-8 `LANG`, `TZ=UTC` and `TERM=xterm-256color`.
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
    // Neither end may live on in other programs that tests start: this one would not see its end.
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

  /// Sends bytes to the program, as keys or as the answers of a terminal.
  public func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    let deadline = ContinuousClock.now + .seconds(120)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(terminal, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else {
        // Full until the program reads; it may be waiting for its own bytes to be taken.
        guard errno == EAGAIN || errno == EINTR, ContinuousClock.now < deadline else {
          throw TimedOut(description: "the program takes no bytes: \(errno)")
        }
        takeOutput(waitingMilliseconds: 15)
      }
    }
  }

  public func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Sends bytes one by one, each after the program has read the one before, as a slow line does.
  public func trickle(_ bytes: [UInt8]) async throws {
    let end = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(end) }
    for byte in bytes {
      try write([byte])
      try await wait(for: "the program to read") { _ in
        var waiting: Int32 = 0
        return ioctl(end, UInt(FIONREAD), &waiting) != 0 || waiting == 0
      }
    }
  }

  /// A paste, as terminals send it to a program that asked for bracketed ones.
  public func paste(_ text: String) throws { try write("\u{1B}[200~\(text)\u{1B}[201~") }

  public func resize(width: Int, height: Int) {
    var size = Self.size(width: width, height: height)
    // The system tells the program.
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }

  public func signal(_ signal: Int32) { kill(process, signal) }

  /// Polls until the bytes so far are as wanted.
  public func wait(
    for what: String, within limit: Duration = .seconds(120), until isReached: ([UInt8]) -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + limit
    var isLate = false
    repeat {
      // The last look is after the deadline: other tests may have had this thread in between.
      isLate = ContinuousClock.now >= deadline
      takeOutput()
      if isReached(output) { return }
      try await Task.sleep(for: .milliseconds(15))
    } while !isLate
    throw TimedOut(
      description: "never saw \(what); the last bytes are "
        + String(decoding: output.suffix(2_000), as: UTF8.self).debugDescription)
  }

  /// Polls until the bytes hold those of a text. Programs draw what has changed only, so a sentence
  /// may come in pieces: wait for a word.
  public func wait(forText wanted: String, within limit: Duration = .seconds(120)) async throws {
    let bytes = Data(wanted.utf8)
    try await wait(for: "“\(wanted)”", within: limit) { Data($0).range(of: bytes) != nil }
  }

  /// Polls until the program has ended; then `output` is whole.
  /// - Returns: its exit status, as a shell tells it.
  public func waitForExit(within limit: Duration = .seconds(120)) async throws -> Int {
    try await wait(for: "the program's end", within: limit) { _ in
      var status: Int32 = 0
      if endStatus == nil, waitpid(process, &status, WNOHANG) == process {
        endStatus = ProgramStart.exitStatus(status)
      }
      return endStatus != nil
    }
    takeOutput()
    return Int(endStatus ?? -1)
  }

  /// Polls, without taking any, until a line buffer of bytes (4 KiB) waits to be read.
  public func waitUntilFull(within limit: Duration = .seconds(20)) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
      var waiting: Int32 = 0
      if ioctl(terminal, UInt(FIONREAD), &waiting) == 0, waiting >= 4000 { return }
      try await Task.sleep(for: .milliseconds(15))
    }
    throw TimedOut(description: "the program never filled its terminal")
  }

  /// Polls until the program has ended, as a terminal that has stopped reading.
  /// - Returns: its exit status, as a shell tells it.
  public func waitForExitUnread(within limit: Duration = .seconds(20)) async throws -> Int {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
      var status: Int32 = 0
      if endStatus == nil, waitpid(process, &status, WNOHANG) == process {
        endStatus = ProgramStart.exitStatus(status)
      }
      if let endStatus { return Int(endStatus) }
      try await Task.sleep(for: .milliseconds(15))
    }
    throw TimedOut(description: "the program has not ended")
  }

  /// Takes what is there. After the program's end there is nothing more, which the system calls an
  /// error.
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
