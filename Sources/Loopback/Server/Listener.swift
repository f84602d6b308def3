import FlyingSocks

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The listening socket, on 127.0.0.1 only.
struct Listener: Sendable {
  private let socket: Socket
  let port: UInt16

  /// Listens at once. Port 0 takes a free one.
  init(port: UInt16) throws {
    socket = try Socket(domain: AF_INET)
    do {
      try socket.setValue(true, for: .localAddressReuse)
      try socket.bind(to: .inet(ip4: "127.0.0.1", port: port))
      try socket.listen()
      guard case .ip4(_, let bound) = try socket.sockname() else {
        throw SocketError.unsupportedAddress
      }
      self.port = bound
    } catch {
      // The error that counts is the first.
      try? socket.close()
      throw error
    }
    Self.keepFromChildren(socket)
  }

  /// Hands over each connection until the registry is stopped, then closes. Blocks.
  func accept(for registry: Registry, _ take: (Int, Socket) -> Void) {
    while !registry.isStopped {
      // Out of descriptors, most likely: give connections time to end.
      guard let file = try? socket.accept().file else {
        _ = poll(nil, 0, 10)
        continue
      }
      let accepted = Socket(file: file)
      Self.keepFromChildren(accepted)
      if let number = registry.open(accepted) { take(number, accepted) }
    }
    // An error leaves nothing to do: the descriptor is gone in any case.
    try? socket.close()
  }

  /// Makes `accept` look at the registry again. Closing a socket under a blocked `accept` does
  /// different things on different systems; a connection does the same on all.
  func wake() {
    // It fails only when connections are waiting, and those wake `accept` too.
    guard let knock = try? Socket(domain: AF_INET) else { return }
    try? knock.connect(to: .inet(ip4: "127.0.0.1", port: port))
    try? knock.close()
  }

  /// A child that held a copy would keep the connection open after we close it.
  private static func keepFromChildren(_ socket: Socket) {
    _ = fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC)
  }
}
