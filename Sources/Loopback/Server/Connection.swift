import FlyingSocks

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The error thrown when the client has closed the connection or the server is stopping.
package struct Disconnected: Error {}

/// One accepted connection, with blocking reads and writes on the thread that created it.
///
/// A client that has closed its sending side counts as disconnected.
package final class Connection {
  private let socket: Socket
  private var parser = RequestParser()

  /// - Parameter socket: remains open; the code that accepted the socket closes it.
  init(_ socket: Socket) {
    self.socket = socket
    // Without TCP_NODELAY, a small chunk would wait for the acknowledgement of the previous one. If
    // an option cannot be set, the client is gone, and the first read reports that.
    try? socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
    #if canImport(Darwin)
      // Here too, the first read reports a lost client.
      try? socket.setValue(true, for: .noSIGPIPE)
    #endif
  }

  /// Returns the next request; `nil` once the client has closed the connection.
  func nextRequest() throws(RequestParser.Failure) -> (RecordedRequest, isPersistent: Bool)? {
    while true {
      switch try parser.next() {
      case .request(let request, let isPersistent):
        return (request, isPersistent)
      case .expectsContinue:
        do { try send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) } catch { return nil }
      case .needsMore:
        do { try receive() } catch { return nil }
      }
    }
  }

  package func send(_ bytes: [UInt8]) throws(Disconnected) {
    let data = Data(bytes)
    var sent = data.startIndex
    while sent < data.endIndex {
      do { sent = try socket.write(data, from: sent) } catch { throw Disconnected() }
    }
  }

  /// Waits until the deadline, or indefinitely if there is none. Throws as soon as the client has
  /// closed the connection.
  package func wait(until deadline: ContinuousClock.Instant?) throws(Disconnected) {
    while true {
      var timeout: Int32 = -1
      if let deadline {
        let rest = deadline - .now
        guard rest > .zero else { return }
        timeout = Self.milliseconds(rest)
      }
      var entry = pollfd(fd: socket.file.rawValue, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, timeout) > 0 else { continue }
      // Data is received now, because unread bytes of an early next request would make this loop
      // spin.
      guard parser.bufferedCount < RequestParser.mostBodyBytes else { throw Disconnected() }
      try receive()
    }
  }

  /// Lets a client that is still sending read the last reply. Closing the connection with unread
  /// bytes would reset it and lose that reply.
  func drain() {
    shutdown(socket.file.rawValue, Int32(SHUT_WR))
    // The outcome of the wait does not matter, because the connection is closed next.
    try? wait(until: .now + .seconds(1))
  }

  /// Makes the next close a TCP reset.
  package func resetOnClose() {
    // This fails only if the connection is already reset.
    try? socket.setValue(linger(l_onoff: 1, l_linger: 0), for: LingerOption())
  }

  private func receive() throws(Disconnected) {
    do { parser.append(try socket.read(atMost: 64 << 10)) } catch { throw Disconnected() }
  }

  /// Returns the duration in milliseconds, rounded up, because waking too early would only mean
  /// another wait.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

private struct LingerOption: SocketOption {
  let name = SO_LINGER
  func makeValue(from socketValue: linger) -> linger { socketValue }
  func makeSocketValue(from value: linger) -> linger { value }
}
