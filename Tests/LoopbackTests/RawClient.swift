import Loopback

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A blocking HTTP client that hides nothing: raw bytes out, raw bytes in, and how the connection
/// ended.
final class RawClient {
  enum Failure: Error {
    case cannotConnect
    case cannotSend
    case malformed
    /// Nothing arrived for ten seconds.
    case timedOut
    case ended(Ending)
  }

  enum Ending: Equatable {
    case closed
    case reset
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(_ server: LoopbackServer) throws {
    let port = server.baseURL.split(separator: ":").last?.prefix { $0.isNumber } ?? ""
    descriptor = Self.makeSocket()
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = (UInt16(port) ?? 0).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure.cannotConnect }
  }

  deinit { close(descriptor) }

  func send(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure.cannotSend }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Returns the bytes before the mark, and consumes the mark.
  func line(endingIn mark: String = "\r\n") throws -> String {
    let mark = Array(mark.utf8)
    var searched = 0
    while true {
      let found = buffer.indices.dropFirst(searched).first { buffer[$0...].starts(with: mark) }
      if let found {
        defer { buffer.removeFirst(found + mark.count) }
        return String(decoding: buffer[..<found], as: UTF8.self)
      }
      searched = max(0, buffer.count - mark.count)
      try receive()
    }
  }

  func bytes(_ count: Int) throws -> [UInt8] {
    while buffer.count < count { try receive() }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  /// Returns everything up to the end of the connection.
  func rest() throws -> (bytes: [UInt8], ending: Ending) {
    while true {
      do { try receive() } catch Failure.ended(let ending) { return (buffer, ending) }
    }
  }

  private func receive() throws {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count <= 0 else {
      buffer += chunk[..<count]
      return
    }
    if count == 0 { throw Failure.ended(.closed) }
    throw errno == ECONNRESET ? Failure.ended(.reset) : Failure.timedOut
  }

  private static func makeSocket() -> Int32 {
    #if canImport(Glibc)
      socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      socket(AF_INET, SOCK_STREAM, 0)
    #endif
  }
}
