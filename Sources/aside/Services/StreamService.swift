internal import App
internal import Chat
internal import Streaming
internal import Synchronization

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A service that starts and stops answers by request ID.
final class StreamService: Sendable {
  private enum Running {
    /// The address is not known yet. If the answer is cancelled now, the closure receives its
    /// `ended` event.
    case starting(@Sendable (StreamEvent) -> Void)
    case running(TransferID)
  }

  private let endpoints: EndpointSource
  private var engine: StreamEngine { endpoints.engine }
  private let running = Mutex<[RequestID: Running]>([:])
  private let onRecognition: @Sendable (Provider) -> Void
  private let onSilence: @Sendable (Provider) -> Void
  private let onKeyRefusal: @Sendable (Provider, _ hasKey: Bool) -> Void
  private let onSearch: @Sendable ([LocalServer]) -> Void

  /// - Parameters:
  ///   - onRecognition: receives what was learned about a server; called on any thread, perhaps
  ///     more than once.
  ///   - onSilence: receives a server on this machine that is not running; called on any thread.
  ///   - onKeyRefusal: receives a server that wants a key or, if one was sent, another key; called on
  ///     any thread.
  ///   - onSearch: receives the servers found on this machine; called on any thread.
  init(
    _ endpoints: EndpointSource, onRecognition: @escaping @Sendable (Provider) -> Void = { _ in },
    onSilence: @escaping @Sendable (Provider) -> Void = { _ in },
    onKeyRefusal: @escaping @Sendable (Provider, _ hasKey: Bool) -> Void = { _, _ in },
    onSearch: @escaping @Sendable ([LocalServer]) -> Void = { _ in }
  ) {
    self.endpoints = endpoints
    self.onRecognition = onRecognition
    self.onSilence = onSilence
    self.onKeyRefusal = onKeyRefusal
    self.onSearch = onSearch
  }

  /// - Parameters:
  ///   - window: as in ``Streaming/StreamEngine/start(_:to:window:onEvent:)``.
  ///   - report: called on any thread. The last event of a request is its only `ended`.
  func perform(
    _ order: StreamOrder, window: Int? = nil,
    report: @escaping @Sendable (RequestID, StreamEvent) -> Void
  ) {
    switch order {
    case .start(let id, let request, let provider):
      start(id, request, to: provider, window: window) { report(id, $0) }
    case .cancel(let id): cancel(id)
    case .endThinking(let id): endThinking(of: id)
    case .acknowledge(let id, let count): acknowledge(id, count: count)
    case .prepareConnection(let provider): prepareConnection(to: provider)
    case .recognize(let provider, let needsModel): recognize(provider, needsModel: needsModel)
    case .findServers(let providers): findLocalServers(providers, report: onSearch)
    }
  }

  /// Starts an answer. Reports exactly one `ended`, as the last event, on any thread.
  /// - Parameter window: as in ``Streaming/StreamEngine/start(_:to:window:onEvent:)``.
  func start(
    _ id: RequestID, _ request: AnswerRequest, to provider: Provider, window: Int? = nil,
    report: @escaping @Sendable (StreamEvent) -> Void
  ) {
    running.withLock { $0[id] = .starting(report) }
    endpoint(provider, needsModel: request.model.isEmpty) { finding in
      switch finding.result {
      case .success(let endpoint):
        var request = request
        if request.model.isEmpty { request.model = endpoint.provider.defaultModel }
        self.send(id, request, to: endpoint, window, report)
      case .failure(let error):
        // A cancelled request has already ended.
        guard self.running.withLock({ $0.removeValue(forKey: id) }) != nil else { return }
        report(.ended(StreamEnd(outcome: .failed(error))))
      }
    }
  }

  private func endpoint(
    _ provider: Provider, needsModel: Bool, _ use: @escaping EndpointSource.Use
  ) {
    endpoints.endpoint(provider, needsModel: needsModel) { finding in
      if case .success(let endpoint) = finding.result, !finding.isUnreachable,
        provider.dialectBasis.isOpen || needsModel
      {
        self.onRecognition(endpoint.provider)
      }
      use(finding)
    }
  }

  /// Identifies a server before the first question, or just checks whether it is running. Reports a
  /// server on this machine that cannot be reached, and a server that wants a key.
  private func recognize(_ provider: Provider, needsModel: Bool) {
    guard provider.dialectBasis.isOpen || needsModel else { return checkServer(provider) }
    endpoint(provider, needsModel: needsModel) { finding in
      // Other problems are reported when the first question is sent.
      if finding.isUnreachable, provider.isLocal { self.onSilence(provider) }
      if finding.refusesKey, case .success(let endpoint) = finding.result {
        self.onKeyRefusal(provider, endpoint.apiKey != nil)
      }
    }
  }

  private func send(
    _ id: RequestID, _ request: AnswerRequest, to endpoint: Endpoint, _ window: Int?,
    _ report: @escaping @Sendable (StreamEvent) -> Void
  ) {
    // Hold the lock while starting the transfer, so that a cancellation comes before or after it.
    running.withLock { running in
      guard running[id] != nil else { return }
      running[id] = .running(
        engine.start(request, to: endpoint, window: window) { event in
          if case .ended = event { self.running.withLock { $0[id] = nil } }
          report(event)
        })
    }
  }

  func cancel(_ id: RequestID) {
    enum Step {
      case none
      case report(@Sendable (StreamEvent) -> Void)
      case stop(TransferID)
    }
    let step: Step = running.withLock { running in
      switch running[id] {
      case .running(let transfer): return .stop(transfer)
      case .starting(let report):
        running[id] = nil
        return .report(report)
      case nil: return .none
      }
    }
    switch step {
    case .none: break
    case .report(let report): report(.ended(StreamEnd(outcome: .cancelled)))
    case .stop(let transfer): engine.cancel(transfer)
    }
  }

  /// Tells the server to stop thinking and begin the answer. If that fails, the answer's `report`
  /// gets the reason.
  func endThinking(of id: RequestID) {
    guard case .running(let transfer) = running.withLock({ $0[id] }) else { return }
    engine.endThinking(of: transfer)
  }

  /// Tells the engine that `count` bytes of the answer's text have been shown or need not be.
  func acknowledge(_ id: RequestID, count: Int) {
    guard case .running(let transfer) = running.withLock({ $0[id] }) else { return }
    engine.acknowledge(transfer, count: count)
  }

  /// Opens a connection for the next question.
  func prepareConnection(to provider: Provider) {
    endpoint(provider, needsModel: false) { finding in
      // Problems are reported with the question.
      if case .success(let endpoint) = finding.result {
        self.engine.prepareConnection(to: endpoint)
      }
    }
  }

  /// Reports a server on this machine that cannot be reached.
  private func checkServer(_ provider: Provider) {
    engine.fetch("/models", from: .anonymous(provider.probed)) { result in
      // Any reply, however slow, shows that the server is running.
      if case .failure(let error) = result, error.isLackOfConnection { self.onSilence(provider) }
    }
  }

  func shutDown() { endpoints.shutDown() }

  // MARK: Servers on this machine

  /// Checks the usual ports on this machine, without a key, and reports the servers that respond as
  /// expected. Reports on any thread: once when all checks have finished, and again, with all
  /// servers, when one has loaded its model.
  func findLocalServers(
    _ providers: [Provider], report: @escaping @Sendable ([LocalServer]) -> Void
  ) {
    let search = Mutex(LocalSearch(providers))
    for provider in providers {
      let settle: @Sendable (LocalServer?) -> Void = { server in
        if let found = search.withLock({ $0.settle(provider, server) }) { report(found) }
      }
      engine.fetch(
        "/models", from: .anonymous(provider.probed), onWait: { _ in settle(nil) },
        onReply: { result in
          if case .success(let reply) = result, let models = ModelList.models(in: reply.body) {
            // Loaded models come first, because they answer at once.
            let loaded = models.filter { $0.isLoaded == true }
            let others = models.filter { $0.isLoaded != true }
            settle(LocalServer(provider: provider, models: (loaded + others).map(\.id)))
          } else if case .failure(.refused(let refusal)) = result, refusal.cause == .keyMissing {
            settle(LocalServer(provider: provider, models: [], needsKey: true))
          } else {
            settle(nil)
          }
        })
    }
  }
}

extension NetworkEnvironment {
  static var current: NetworkEnvironment { NetworkEnvironment(ProcessInfo.processInfo.environment) }
}

/// The search for servers on this machine, with the results so far.
private struct LocalSearch {
  private var found: [LocalServer] = []
  private var unsettled: Set<String>

  init(_ providers: [Provider]) { unsettled = Set(providers.map(\.name)) }

  /// - Parameter server: `nil` if no server was found for the provider, or if the server is still
  ///   loading its model.
  mutating func settle(_ provider: Provider, _ server: LocalServer?) -> [LocalServer]? {
    let wasSettled = unsettled.remove(provider.name) == nil
    if let server { found.append(server) }
    guard unsettled.isEmpty, !wasSettled || server != nil else { return nil }
    return found.sorted { $0.provider.name < $1.provider.name }
  }
}

extension Provider {
  /// Returns the provider with a short timeout, because a server on this machine answers at once or
  /// not at all.
  fileprivate var probed: Provider {
    var provider = self
    provider.connectTimeout = .milliseconds(500)
    provider.idleTimeout = .seconds(2)
    return provider
  }
}
