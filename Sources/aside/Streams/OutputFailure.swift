internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Why standard output takes no more, by the system's number for it.
struct OutputFailure: Error, Equatable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  /// Says so in one line on standard error. A reader that has seen enough, such as `head`, is no
  /// trouble worth a word: then the program ends as SIGPIPE ends others.
  /// - Returns: the exit status.
  func report() -> Int32 {
    if number == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    let reason = number == EBADF ? Words.outputIsClosed : String(cString: strerror(number))
    StandardStreams.complain(Words.cannotWriteOutput(reason))
    return 1
  }
}

/// The output of a command whose work counts whether or not anybody can read about it: what cannot
/// be written is reported when the work is done.
struct LateOutput {
  private var failure: OutputFailure?

  mutating func write(_ text: String) {
    guard failure == nil else { return }
    failure = StandardStreams.writeOutput(text).map { OutputFailure($0) }
  }

  /// - Throws: what kept a text from being written.
  func finish() throws(OutputFailure) { if let failure { throw failure } }
}

extension StandardStreams {
  /// Writes all of `text`, for commands whose output is their work.
  static func output(_ text: String) throws(OutputFailure) {
    if let number = writeOutput(text) { throw OutputFailure(number) }
  }

  /// Refuses to begin what nobody could read.
  static func requireOutput() throws(OutputFailure) {
    let flags = fcntl(STDOUT_FILENO, F_GETFL)
    guard flags >= 0, flags & O_ACCMODE != O_RDONLY else { throw OutputFailure(EBADF) }
  }

  /// Gives the numbers of streams that were closed at the start to something that cannot be written
  /// or read. The next file to be opened, such as the database, would get them.
  static func reserveDescriptors() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      let isInput = number == STDIN_FILENO
      // The lowest free number is taken. A folder can be neither read nor written.
      if open("/dev/null", isInput ? O_WRONLY : O_RDONLY) < 0 { _ = open("/", O_RDONLY) }
    }
  }
}
