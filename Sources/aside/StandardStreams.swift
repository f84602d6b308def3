#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Standard input, output and error, without buffers: what is written has left when the call returns.
enum StandardStreams {
  /// - Returns: the system's number for why not all of it could be written; `nil` when it was.
  @discardableResult
  static func writeOutput(_ text: String) -> Int32? { write(text, to: STDOUT_FILENO) }

  /// One line, with the program's name before it, as Unix tools complain.
  static func complain(_ text: String) { write("aside: \(text)\n", to: STDERR_FILENO) }

  static func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// All of standard input, until its end.
  static func readInput() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
      } else if count == 0 || errno != EINTR {
        return String(decoding: bytes, as: UTF8.self)
      }
    }
  }

  /// Goes on after interruptions and short writes.
  @discardableResult
  private static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var offset = 0
      while offset < bytes.count, let base = bytes.baseAddress {
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, base + offset, bytes.count - offset)
        #else
          let count = Darwin.write(descriptor, base + offset, bytes.count - offset)
        #endif
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return errno }
        offset += count
      }
      return nil
    }
  }
}
