// Streaming: answers over HTTP. Imports CCurl and Chat.
// Read first: StreamEngine (the door), Transfer (what happens to a reply), AnswerAssembler (what
// servers make of the protocol).

public import Chat
internal import Foundation
internal import Synchronization

/// Names one request of a ``StreamEngine``.
public struct TransferID: Hashable, Sendable {
  let number: Int
}

/// Streams answers from servers that speak the chat completions protocol, on one thread of its own,
/// which is made with the first request. Every method may be called from any thread.
///
/// Connections are kept and used again. A question is asked again as ``RetryPolicy`` says, and no
/// redirection is followed.
public final class StreamEngine: Sendable {
  private struct State {
    var lastNumber = 0
    /// The orders of the thread, while there is one.
    var queue: OrderQueue?
  }

  private let userAgent: String
  private let network: NetworkEnvironment
  private let limits: TransferHandle.Limits
  private let state = Mutex(State())

  /// - Parameter network: what the environment says of proxies and certificates.
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

  /// Ends every transfer, without waiting for it: this may run on the engine's thread.
  deinit {
    state.withLock { $0.queue }?.post(.stop)
  }

  /// Sends a request. What comes of it, a failure to send it too, goes to `onEvent`.
  /// - Parameters:
  ///   - window: bytes of text that may be reported before ``acknowledge(_:count:)`` says that they
  ///     were dealt with; a server that is faster waits. `nil`: `onEvent` itself deals with them.
  ///   - onEvent: is called on the engine's thread, once per read; must return soon.
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

  /// So many bytes of a transfer's text have been dealt with.
  public func acknowledge(_ id: TransferID, count: Int) {
    state.withLock { $0.queue }?.post(.acknowledge(id, count))
  }

  /// Gets what is at a path behind the base URL, with the key. A server that is loading the model is
  /// asked until it has; nothing else is retried.
  /// - Parameters:
  ///   - onWait: is called before each of these waits, on the engine's thread; must return soon.
  ///   - onReply: is called once, on the engine's thread; must return soon.
  @discardableResult
  public func fetch(
    _ path: String, from endpoint: Endpoint, onWait: @escaping @Sendable (Retry) -> Void = { _ in },
    onReply: @escaping @Sendable (Result<HTTPReply, StreamError>) -> Void
  ) -> TransferID {
    fetch(path, isHead: false, from: endpoint, onWait, onReply)
  }

  /// Asks a server what it is. A refusal is a reply, too.
  /// - Parameter onReply: as in ``fetch(_:from:onReply:)``.
  public func inquire(
    _ inquiry: ServerInquiry, at endpoint: Endpoint,
    onReply: @escaping @Sendable (Result<HTTPReply, StreamError>) -> Void
  ) -> TransferID {
    let time = ContinuousClock.now
    let endpoint = inquiry.isAtRoot ? endpoint.sending(to: endpoint.provider.rootURL) : endpoint
    return order {
      .fetch(
        FetchOrder(
          id: $0, isHead: false, isInquiry: true, path: inquiry.path, endpoint: endpoint,
          time: time,
          onReply: onReply))
    }
  }

  /// Opens a connection that the next request will find: asks for the head of the list of models,
  /// which costs nothing, without the key. libcurl has no way to keep a connection that carried no
  /// request.
  public func prepareConnection(to endpoint: Endpoint) {
    // Whatever comes of it, the question itself will tell.
    fetch("/models", isHead: true, from: .anonymous(endpoint.provider), { _ in }, { _ in })
  }

  @discardableResult
  private func fetch(
    _ path: String, isHead: Bool, from endpoint: Endpoint,
    _ onWait: @escaping @Sendable (Retry) -> Void,
    _ onReply: @escaping @Sendable (Result<HTTPReply, StreamError>) -> Void
  ) -> TransferID {
    let time = ContinuousClock.now
    return order {
      .fetch(
        FetchOrder(
          id: $0, isHead: isHead, path: path, endpoint: endpoint, time: time, onWait: onWait,
          onReply: onReply))
    }
  }

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

  /// Closes the connection of a transfer, then reports its end as cancelled. Nothing happens to a
  /// transfer that has ended.
  public func cancel(_ id: TransferID) {
    state.withLock { $0.queue }?.post(.cancel(id))
  }

  /// Cancels every transfer and waits until the thread has ended; a later `start` makes a new one.
  /// Must not be called from `onEvent`.
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

  /// Signals are the main thread's business. SIGPIPE above all: libcurl, told to leave signals
  /// alone, may write to a TLS connection that the server has closed. Not those of a crash: blocked,
  /// they would end the program before its handlers have given the terminal back.
  private static func blockSignals() {
    var signals = sigset_t()
    sigfillset(&signals)
    for crash in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      sigdelset(&signals, crash)
    }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
