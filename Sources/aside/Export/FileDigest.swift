#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The length and the FNV-1a hash of a file, to detect changes. It does not protect against
/// deliberate collisions.
struct FileDigest: Equatable {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  private var length = 0

  init() {}

  /// - Returns: `nil` if the file cannot be read.
  init?(of path: String) {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return }
      add(buffer[..<count])
    }
  }

  mutating func add(_ text: String) { add(text.utf8) }

  private mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      length += 1
    }
  }

  /// The digest as one word, which `init(word:)` parses.
  var word: String { String(hash, radix: 16) + "-\(length)" }

  init?(word: some StringProtocol) {
    let parts = word.split(separator: "-")
    guard parts.count == 2, let hash = UInt64(parts[0], radix: 16), let length = Int(parts[1])
    else { return nil }
    (self.hash, self.length) = (hash, length)
  }

  static func isDatabase(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    let wanted = Array("SQLite format 3\0".utf8)
    var beginning = [UInt8](repeating: 0, count: wanted.count)
    return read(file, &beginning, wanted.count) == wanted.count && beginning == wanted
  }
}
