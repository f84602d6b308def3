internal import App
internal import Chat
internal import Streaming
internal import Synchronization

/// Starts and stops answers by the requests' ids.
final class StreamService: Sendable {
  private enum Running {
    /// The address is not known yet.
    case starting
    case cancelled
    case running(TransferID)
  }

  private let engine = StreamEngine(userAgent: "aside")
  private let endpoints: EndpointSource
  private let running = Mutex<[RequestID: Running]>([:])

  init(_ endpoints: EndpointSource) { self.endpoints = endpoints }

  /// Reports exactly one `ended`, last; on any thread.
  /// - Parameter window: as in ``Streaming/StreamEngine/start(_:to:window:onEvent:)``.
  func start(
    _ id: RequestID, _ request: AnswerRequest, to provider: Provider, window: Int? = nil,
    report: @escaping @Sendable (StreamEvent) -> Void
  ) {
    running.withLock { $0[id] = .starting }
    endpoints.endpoint(provider) { result in
      switch result {
      case .success(let endpoint): self.send(id, request, to: endpoint, window, report)
      case .failure(let error):
        self.running.withLock { $0[id] = nil }
        report(.ended(StreamEnd(outcome: .failed(error))))
      }
    }
  }

  private func send(
    _ id: RequestID, _ request: AnswerRequest, to endpoint: Endpoint, _ window: Int?,
    _ report: @escaping @Sendable (StreamEvent) -> Void
  ) {
    // Held while the engine is given the order, so that a cancel finds it either not begun or begun.
    let isCancelled = running.withLock { running in
      if case .cancelled = running[id] { return true }
      running[id] = .running(
        engine.start(request, to: endpoint, window: window) { event in
          if case .ended = event { self.running.withLock { $0[id] = nil } }
          report(event)
        })
      return false
    }
    guard isCancelled else { return }
    running.withLock { $0[id] = nil }
    report(.ended(StreamEnd(outcome: .cancelled)))
  }

  func cancel(_ id: RequestID) {
    let transfer: TransferID? = running.withLock { running in
      switch running[id] {
      case .running(let transfer): return transfer
      case .starting, .cancelled:
        running[id] = .cancelled
        return nil
      case nil: return nil
      }
    }
    if let transfer { engine.cancel(transfer) }
  }

  /// So many bytes of an answer's text have been dealt with.
  func acknowledge(_ id: RequestID, count: Int) {
    guard case .running(let transfer) = running.withLock({ $0[id] }) else { return }
    engine.acknowledge(transfer, count: count)
  }

  /// Opens a connection for the next question.
  func prepareConnection(to provider: Provider) {
    endpoints.endpoint(provider) { result in
      // What is wrong with it is said when the question is asked.
      if case .success(let endpoint) = result { self.engine.prepareConnection(to: endpoint) }
    }
  }

  func shutDown() { engine.shutDown() }

  // MARK: Servers on this machine

  /// Looks at the usual ports of servers on this machine, without a key, and reports those that
  /// answer as such servers do; on any thread, once.
  func findLocalServers(
    _ providers: [Provider], report: @escaping @Sendable ([LocalServer]) -> Void
  ) {
    let search = Mutex((found: [LocalServer](), left: providers.count))
    for provider in providers {
      engine.fetch("/models", from: Endpoint(provider: provider.probed, apiKey: nil)) { result in
        var server: LocalServer?
        if case .success(let reply) = result, let models = ModelList.models(in: reply.body) {
          server = LocalServer(provider: provider, models: models.map(\.id))
        }
        let found: [LocalServer]? = search.withLock { search in
          if let server { search.found.append(server) }
          search.left -= 1
          return search.left == 0 ? search.found : nil
        }
        if let found { report(found.sorted { $0.provider.name < $1.provider.name }) }
      }
    }
  }
}

extension Provider {
  /// For a look whether somebody is there: a server on this machine answers at once or not at all.
  fileprivate var probed: Provider {
    var provider = self
    provider.headers = [:]
    provider.connectTimeout = .milliseconds(500)
    provider.idleTimeout = .seconds(2)
    return provider
  }
}
