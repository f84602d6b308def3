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
  func start(
    _ id: RequestID, _ request: AnswerRequest, report: @escaping @Sendable (StreamEvent) -> Void
  ) {
    running.withLock { $0[id] = .starting }
    endpoints.endpoint { result in
      switch result {
      case .success(let endpoint): self.send(id, request, to: endpoint, report)
      case .failure(let error):
        self.running.withLock { $0[id] = nil }
        report(.ended(StreamEnd(outcome: .failed(error))))
      }
    }
  }

  private func send(
    _ id: RequestID, _ request: AnswerRequest, to endpoint: Endpoint,
    _ report: @escaping @Sendable (StreamEvent) -> Void
  ) {
    // Held while the engine is given the order, so that a cancel finds it either not begun or begun.
    let isCancelled = running.withLock { running in
      if case .cancelled = running[id] { return true }
      running[id] = .running(
        engine.start(request, to: endpoint) { event in
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

  func shutDown() { engine.shutDown() }
}
