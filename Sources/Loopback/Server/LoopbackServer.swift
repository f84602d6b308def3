/// A scripted OpenAI-compatible server on 127.0.0.1, for the demo, tests and benchmarks.
///
/// Serves each connection on its own thread; all members may be used from any thread. Stops when it
/// is released.
public final class LoopbackServer: Sendable {
  private let listener: Listener
  private let registry = Registry()

  /// Starts the server, which is listening when this returns.
  /// - Parameter port: 0 picks a free port.
  /// - Throws: a system error if the port is not available.
  public init(scenario: Scenario, port: UInt16 = 0) throws {
    listener = try Listener(port: port)
    let schedule = Schedule(scenario)
    registry.startThread { [listener, registry] in
      listener.accept(for: registry) { number, socket in
        registry.startThread {
          let connection = Connection(socket)
          ClientSession(connection: connection, schedule: schedule, record: registry.record).run()
          registry.close(number)
        }
      }
    }
  }

  deinit {
    guard !registry.isStopped else { return }
    registry.stop()
    listener.wake()
  }

  /// The base URL of the server, for example `http://127.0.0.1:8080/v1`.
  public var baseURL: String { "http://127.0.0.1:\(listener.port)/v1" }

  /// The requests received, oldest first, each recorded before it was answered. Only the last
  /// thousand, or 64 MB of bodies, are kept.
  public var requests: [RecordedRequest] { registry.requests }

  /// The number of connections accepted since the start, including closed ones.
  public var connectionCount: Int { registry.connectionCount }

  /// The number of connections open now, which shows when a client has hung up.
  public var openConnectionCount: Int { registry.openConnectionCount }

  /// Drops every connection, and returns when all threads have ended.
  public func stop() async {
    if !registry.isStopped {
      registry.stop()
      listener.wake()
    }
    await registry.waitForThreads()
  }
}
