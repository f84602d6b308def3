internal import App
internal import Chat
internal import Dispatch
internal import Loopback
internal import Synchronization

/// Where requests go. The demo's address is known only once its server listens, which must not hold
/// up the first frame: until then, who asks waits.
final class EndpointSource: Sendable {
  private enum State {
    case starting([@Sendable (Result<Endpoint, StreamError>) -> Void])
    case ready(Result<Endpoint, StreamError>)
  }

  private let state: Mutex<State>
  /// Kept for as long as the program asks.
  private let server = Mutex<LoopbackServer?>(nil)

  init(_ setup: ChatSetup) {
    let provider = setup.session.provider
    guard setup.session.isDemo, provider.baseURL.isEmpty else {
      state = Mutex(.ready(.success(Endpoint(provider: provider, apiKey: setup.apiKey))))
      return
    }
    state = Mutex(.starting([]))
    // Neither a task nor a global queue: the pool behind both wakes once a second for ever.
    DispatchQueue(label: "aside.demo").async { self.startDemo(provider) }
  }

  /// Calls back once, at once or when the address is known, on any thread.
  func endpoint(_ use: @escaping @Sendable (Result<Endpoint, StreamError>) -> Void) {
    let known: Result<Endpoint, StreamError>? = state.withLock { state in
      switch state {
      case .ready(let endpoint): return endpoint
      case .starting(let waiting):
        state = .starting(waiting + [use])
        return nil
      }
    }
    if let known { use(known) }
  }

  /// The pace of a fast model: about 55 tokens a second.
  private static let pace = Duration.milliseconds(18)

  private func startDemo(_ provider: Provider) {
    do {
      let server = try LoopbackServer(scenario: .aimlapi(pace: Self.pace))
      self.server.withLock { $0 = server }
      var provider = provider
      provider.baseURL = server.baseURL
      resolve(.success(Endpoint(provider: provider, apiKey: nil)))
    } catch {
      resolve(.failure(.unreachable(host: "the demo", detail: "\(error)")))
    }
  }

  private func resolve(_ endpoint: Result<Endpoint, StreamError>) {
    let waiting: [@Sendable (Result<Endpoint, StreamError>) -> Void] = state.withLock { state in
      guard case .starting(let waiting) = state else { return [] }
      state = .ready(endpoint)
      return waiting
    }
    for use in waiting { use(endpoint) }
  }
}
