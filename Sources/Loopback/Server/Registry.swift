import FlyingSocks
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The state shared by the threads of one server: its open sockets and the requests received. May
/// be used from any thread.
final class Registry: Sendable {
  private struct State {
    var isStopped = false
    var connectionCount = 0
    /// The open connections by number. A socket is closed only under the lock, so no descriptor in
    /// this dictionary can already belong to another file.
    var sockets: [Int: Socket] = [:]
    var requests: [RecordedRequest] = []
    var requestBytes = 0
    var threadCount = 0
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  /// The limits on the recorded requests. Older requests are dropped, because a demo may run for
  /// days.
  private static let mostRequests = 1000
  private static let mostRequestBytes = 64 << 20

  private let state = Mutex(State())

  var isStopped: Bool { state.withLock { $0.isStopped } }
  var connectionCount: Int { state.withLock { $0.connectionCount } }
  var openConnectionCount: Int { state.withLock { $0.sockets.count } }
  var requests: [RecordedRequest] { state.withLock { $0.requests } }

  /// Takes ownership of an accepted socket and returns its number; closes it if the server has
  /// stopped.
  func open(_ socket: Socket) -> Int? {
    state.withLock { state in
      guard !state.isStopped else {
        // Errors are ignored, as in ``close(_:)``.
        try? socket.close()
        return nil
      }
      state.connectionCount += 1
      state.sockets[state.connectionCount] = socket
      return state.connectionCount
    }
  }

  func close(_ number: Int) {
    state.withLock { state in
      // Errors are ignored, because the descriptor is released either way.
      try? state.sockets.removeValue(forKey: number)?.close()
    }
  }

  func record(_ request: RecordedRequest) {
    state.withLock { state in
      state.requests.append(request)
      state.requestBytes += request.body.count
      while state.requests.count > Self.mostRequests
        || (state.requestBytes > Self.mostRequestBytes && state.requests.count > 1)
      {
        state.requestBytes -= state.requests.removeFirst().body.count
      }
    }
  }

  /// Marks the server as stopped and wakes every thread that is blocked on an open connection.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      for socket in state.sockets.values { shutdown(socket.file.rawValue, Int32(SHUT_RDWR)) }
    }
  }

  /// Runs the body on its own thread, which ``waitForThreads()`` waits for.
  func startThread(_ body: @escaping @Sendable () -> Void) {
    state.withLock { $0.threadCount += 1 }
    ServerThread.start {
      body()
      self.threadEnded()
    }
  }

  func waitForThreads() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.threadCount > 0 { state.waiters.append(continuation) }
        return state.threadCount == 0
      }
      if isIdle { continuation.resume() }
    }
  }

  private func threadEnded() {
    let waiters = state.withLock { state in
      state.threadCount -= 1
      guard state.threadCount == 0 else { return [CheckedContinuation<Void, Never>]() }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }
}
