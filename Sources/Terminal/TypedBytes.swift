internal import CNcurses

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bytes that arrive on standard input.
struct TypedBytes {
  private var buffer = [UInt8](repeating: 0, count: 4096)
  /// The number of bytes in the buffer that were read but not yet taken.
  private var count = 0
  /// Whether the last read got all that had arrived, so that the next `take()` need not ask.
  private var isDrained = false

  /// Reads the bytes that have arrived. If there are none, waits for them.
  mutating func fetch() {
    let free = buffer.count - count
    let got = buffer.withUnsafeMutableBytes {
      read(STDIN_FILENO, $0.baseAddress.map { $0 + count }, free)
    }
    count += max(0, got)
    // Terminals deliver long input in pieces of 1,024 bytes or more.
    isDrained = got < 512
  }

  /// Returns the bytes that have been read or can be read without waiting.
  mutating func take() -> [UInt8] {
    if count == 0, isDrained {
      isDrained = false
      return []
    }
    if count == 0, aside_wait(-1, 0) & Int32(aside_wake_input) != 0 { fetch() }
    defer { count = 0 }
    return Array(buffer[..<count])
  }
}
