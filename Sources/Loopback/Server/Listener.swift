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

  /// Starts listening. Port 0 picks a free port.
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
      // The first error is the relevant one, so an error from closing is ignored.
      try? socket.close()
      throw error
    }
    Self.keepFromChildren(socket)
  }

  /// Accepts connections and passes each one on until the registry is stopped, then closes the
  /// listening socket. Blocks.
  func accept(for registry: Registry, _ take: (Int, Socket) -> Void) {
    while !registry.isStopped {
      // The process has most likely run out of descriptors. Give connections time to end.
      guard let file = try? socket.accept().file else {
        _ = poll(nil, 0, 10)
        continue
      }
      let accepted = Socket(file: file)
      Self.keepFromChildren(accepted)
      if let number = registry.open(accepted) { take(number, accepted) }
    }
    // Errors are ignored, because the descriptor is released either way.
    try? socket.close()
  }

  /// Makes `accept` check the registry again by connecting to it. Closing a socket under a
  /// blocked `accept` behaves differently across systems; a connection works the same on all of
  /// them.
  func wake() {
    // This fails only if connections are waiting, and those wake `accept` too.
    guard let knock = try? Socket(domain: AF_INET) else { return }
    try? knock.connect(to: .inet(ip4: "127.0.0.1", port: port))
    try? knock.close()
  }

  /// Keeps child processes from inheriting the socket. A child with a copy would keep the
  /// connection open after we close it.
  private static func keepFromChildren(_ socket: Socket) {
    _ = fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC)
  }
}
