// Streaming: answers over HTTP. Imports CCurl and Chat.
// Read first: StreamEngine (the entry point), Transfer (what happens to a reply), AnswerAssembler
// (how servers vary the protocol).

public import Chat
internal import Foundation
internal import Synchronization

/// The ID of one request to a ``StreamEngine``.
public struct TransferID: Hashable, Sendable {
  let number: Int
}

/// A client for servers that speak the chat completions protocol. It streams answers on its own
/// thread, which starts with the first request. Every method may be called from any thread.
///
/// Connections are kept and reused. ``RetryPolicy`` decides on retries, and redirects are not
/// followed.
public final class StreamEngine: Sendable {
  private struct State {
    var lastNumber = 0
    /// The queue of the running thread, if any.
    var queue: OrderQueue?
  }

  private let userAgent: String
  private let network: NetworkEnvironment
  private let limits: TransferHandle.Limits
  private let state = Mutex(State())

  /// - Parameter network: the proxies and certificates from the environment.
  public convenience init(userAgent: String, network: NetworkEnvironment) {
    self.init(userAgent: userAgent, network: network, limits: TransferHandle.Limits())
  }

  init(
    userAgent: String, network: NetworkEnvironment = NetworkEnvironment([:]),
    limits: TransferHandle.Limits = TransferHandle.Limits()
  ) {
    self.userAgent = userAgent
    self.network = network
    self.limits = limits
  }

  /// Ends every transfer without waiting, because this may run on the engine's thread.
  deinit {
    state.withLock { $0.queue }?.post(.stop)
  }

  /// Sends a request. The outcome, including a failure to send it, goes to `onEvent`.
  /// - Parameters:
  ///   - window: how many bytes of text may be reported before ``acknowledge(_:count:)`` says
  ///     that they were processed; a faster server waits. `nil` if `onEvent` processes them
  ///     itself.
  ///   - onEvent: called on the engine's thread, once per read; must return soon.
  public func start(
    _ request: AnswerRequest, to endpoint: Endpoint, window: Int? = nil,
    onEvent: @escaping @Sendable (StreamEvent) -> Void
  ) -> TransferID {
    let time = ContinuousClock.now
    return order {
      .start(
        StartOrder(
          id: $0, request: request, endpoint: endpoint, time: time, window: window,
          onEvent: onEvent))
    }
  }

  /// Reports that the given number of bytes of a transfer's text has been processed.
  public func acknowledge(_ id: TransferID, count: Int) {
    state.withLock { $0.queue }?.post(.acknowledge(id, count))
  }

  /// Gets the resource at a path under the base URL, with the API key. The request is retried for
  /// as long as the server is loading the model; no other failure is retried.
  /// - Parameters:
  ///   - entityTag: the tag of the version that the caller already has. If that is still current,
  ///     the reply has status 304 and no body.
  ///   - onWait: called before the wait for each retry, on the engine's thread; must return soon.
  ///   - onReply: called once, on the engine's thread; must return soon.
  @discardableResult
  public func fetch(
    _ path: String, unlessMatching entityTag: String? = nil, from endpoint: Endpoint,
    onWait: @escaping @Sendable (Retry) -> Void = { _ in },
    onReply: @escaping @Sendable (Result<HTTPReply, StreamError>) -> Void
  ) -> TransferID {
    fetch(path, entityTag, isHead: false, from: endpoint, onWait, onReply)
  }

  /// Asks a server to identify itself. A refusal counts as a reply.
  /// - Parameter onReply: as in ``fetch(_:unlessMatching:from:onWait:onReply:)``.
  public func inquire(
    _ inquiry: ServerInquiry, at endpoint: Endpoint,
    onReply: @escaping @Sendable (Result<HTTPReply, StreamError>) -> Void
  ) -> TransferID {
    let time = ContinuousClock.now
    let endpoint = inquiry.isAtRoot ? endpoint.atRoot : endpoint
    return order {
      .fetch(
        FetchOrder(
          id: $0, isHead: false, isInquiry: true, path: inquiry.path, endpoint: endpoint,
          time: time,
          onReply: onReply))
    }
  }

  /// Opens a connection for the next request by sending a HEAD request for the model list,
  /// without the API key. That costs nothing. libcurl cannot keep a connection that carried no
  /// request.
  public func prepareConnection(to endpoint: Endpoint) {
    // The result does not matter; the question itself will report any problem.
    fetch("/models", nil, isHead: true, from: .anonymous(endpoint.provider), { _ in }, { _ in })
  }

  @discardableResult
  private func fetch(
    _ path: String, _ entityTag: String?, isHead: Bool, from endpoint: Endpoint,
    _ onWait: @escaping @Sendable (Retry) -> Void,
    _ onReply: @escaping @Sendable (Result<HTTPReply, StreamError>) -> Void
  ) -> TransferID {
    let time = ContinuousClock.now
    return order {
      .fetch(
        FetchOrder(
          id: $0, isHead: isHead, path: path, entityTag: entityTag, endpoint: endpoint, time: time,
          onWait: onWait,
          onReply: onReply))
    }
  }

  @discardableResult
  private func order(_ order: (TransferID) -> Order) -> TransferID {
    state.withLock { state in
      state.lastNumber += 1
      let id = TransferID(number: state.lastNumber)
      let queue = state.queue ?? launch()
      state.queue = queue
      queue.post(order(id))
      return id
    }
  }

  /// Tells the server to end the thinking of a running answer, so that the answer begins. A
  /// failure is reported to the answer's `onEvent`. Does nothing for a transfer that has ended.
  public func endThinking(of id: TransferID) {
    order { .endThinking(of: id, by: $0) }
  }

  /// Closes the connection of a transfer, then reports that it was cancelled. Does nothing for a
  /// transfer that has ended.
  public func cancel(_ id: TransferID) {
    state.withLock { $0.queue }?.post(.cancel(id))
  }

  /// Cancels every transfer and waits until the thread has ended. A later request starts a new
  /// thread. Must not be called from `onEvent`.
  public func shutDown() {
    let queue = state.withLock { state in
      defer { state.queue = nil }
      return state.queue
    }
    queue?.post(.stop)
    queue?.waitUntilEnded()
  }

  private func launch() -> OrderQueue {
    let queue = OrderQueue()
    let thread = Thread { [userAgent, network, limits] in
      Thread.current.name = "streaming"
      Self.blockSignals()
      var loop = EngineLoop(queue, userAgent: userAgent, network: network, limits: limits)
      loop.run()
      queue.markEnded()
    }
    thread.start()
    return queue
  }

  /// Blocks signals on this thread, so that the main thread receives them. SIGPIPE matters most:
  /// libcurl, told to leave signals alone, may write to a TLS connection that the server has
  /// closed. Crash signals are not blocked, because a blocked one would end the program before
  /// its handler could restore the terminal.
  private static func blockSignals() {
    var signals = sigset_t()
    sigfillset(&signals)
    for crash in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      sigdelset(&signals, crash)
    }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
