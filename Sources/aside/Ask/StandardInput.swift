internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Standard input, read to its end as text.
enum StandardInput {
  /// The maximum length in bytes. Longer input is rejected before it uses up all the memory.
  static let limit = 256 << 20
  /// How long to wait for input before showing a notice, in milliseconds.
  private static let patience: Int32 = 2000

  /// Returns the text on standard input.
  /// - Parameter notice: written once to standard error if no input has arrived for a while.
  static func read(whenSilent notice: String) throws(UsageProblem) -> String {
    let bytes = try readBytes(whenSilent: notice)
    do throws(InputText.Problem) {
      return try InputText.decode(bytes)
    } catch {
      throw UsageProblem(error.sentence)
    }
  }

  private static func readBytes(whenSilent notice: String) throws(UsageProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    var isPatient = true
    while true {
      var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      if poll(&entry, 1, isPatient ? patience : -1) == 0 {
        isPatient = false
        StandardStreams.complain(notice)
        continue
      }
      #if canImport(Glibc)
        let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
      #else
        let count = Darwin.read(STDIN_FILENO, &buffer, buffer.count)
      #endif
      if count == 0 { return bytes }
      guard count > 0 else {
        // Another program that shares this pipe may have made it non-blocking.
        if errno == EINTR || errno == EAGAIN { continue }
        // Standard input was already closed when the program started.
        if errno == EBADF { return bytes }
        throw UsageProblem(Words.cannotReadInput(String(cString: strerror(errno))))
      }
      bytes += buffer[..<count]
      if let offset = InputText.binaryOffset(in: bytes[(bytes.count - count)...], of: bytes) {
        throw UsageProblem(InputText.Problem.binary(offset: offset).sentence)
      }
      if bytes.count > limit {
        throw UsageProblem(Words.inputTooLarge(mebibytes: limit >> 20))
      }
    }
  }
}
