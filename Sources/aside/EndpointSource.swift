internal import App
internal import Chat
internal import Dispatch
internal import Loopback
internal import Synchronization

/// Where requests go, by provider. The demo's address is known only once its server listens, and a
/// key may have to be fetched by a command; neither must hold up the screen, so who asks is called
/// back.
final class EndpointSource: Sendable {
  typealias Use = @Sendable (Result<Endpoint, StreamError>) -> Void

  private enum Demo {
    case none
    case starting([Use])
    case ready(Result<Endpoint, StreamError>)
  }

  private let demo = Mutex(Demo.none)
  /// Kept for as long as the program asks.
  private let server = Mutex<LoopbackServer?>(nil)
  private let first: Endpoint
  private let settings: [ProviderSetting]
  private let keys: KeyRing
  /// Neither tasks nor a global queue: the pool behind both wakes once a second for ever.
  private let queue = DispatchQueue(label: "aside.endpoints")
  private let known: Mutex<[String: Endpoint]>

  init(_ setup: ChatSetup) {
    first = Endpoint(provider: setup.session.provider, apiKey: setup.apiKey)
    settings = setup.settings
    keys = setup.keys
    known = Mutex([first.provider.name: first])
    if first.provider.isUnstartedDemo { startDemo { _ in } }
  }

  /// Calls back once, at once or when the address and the key are known, on any thread.
  func endpoint(_ provider: Provider, _ use: @escaping Use) {
    guard !provider.isUnstartedDemo else { return startDemo(use) }
    if let endpoint = known.withLock({ $0[provider.name] }) { return use(.success(endpoint)) }
    queue.async { use(self.find(provider)) }
  }

  /// Waits for it; not on the queue.
  func wait(for provider: Provider) throws(StreamError) -> Endpoint {
    let found = Mutex<Result<Endpoint, StreamError>?>(nil)
    let isThere = DispatchSemaphore(value: 0)
    endpoint(provider) { result in
      found.withLock { $0 = result }
      isThere.signal()
    }
    isThere.wait()
    guard let result = found.withLock({ $0 }) else {
      throw .invalidRequest("The address of \(provider.name) is not known.")
    }
    return try result.get()
  }

  /// On the queue.
  private func find(_ provider: Provider) -> Result<Endpoint, StreamError> {
    var setting =
      settings.first { $0.provider.name == provider.name } ?? ProviderSetting(provider: provider)
    setting.provider = provider
    do {
      let key = try keys.key(for: setting, isFirst: false, mayAsk: false)?.key
      let endpoint = Endpoint(provider: provider, apiKey: key)
      known.withLock { $0[provider.name] = endpoint }
      return .success(endpoint)
    } catch {
      return .failure(.invalidRequest(error.description))
    }
  }

  /// The pace of a fast model: about 55 tokens a second.
  private static let pace = Duration.milliseconds(18)

  private func startDemo(_ use: @escaping Use) {
    let (isFirst, result) = demo.withLock { demo in
      switch demo {
      case .none:
        demo = .starting([use])
        return (true, nil as Result<Endpoint, StreamError>?)
      case .starting(let waiting):
        demo = .starting(waiting + [use])
        return (false, nil)
      case .ready(let result): return (false, result)
      }
    }
    if let result { use(result) }
    if isFirst { queue.async { self.resolve(self.listen()) } }
  }

  private func listen() -> Result<Endpoint, StreamError> {
    do {
      let server = try LoopbackServer(scenario: .aimlapi(pace: Self.pace))
      self.server.withLock { $0 = server }
      var provider = Provider.demo
      provider.baseURL = server.baseURL
      return .success(Endpoint(provider: provider, apiKey: nil))
    } catch {
      return .failure(.unreachable(host: "the demo", detail: "\(error)"))
    }
  }

  private func resolve(_ endpoint: Result<Endpoint, StreamError>) {
    let waiting: [Use] = demo.withLock { demo in
      guard case .starting(let waiting) = demo else { return [] }
      demo = .ready(endpoint)
      return waiting
    }
    for use in waiting { use(endpoint) }
  }
}

extension Provider {
  /// The demo, whose server is inside this program and has no address before it listens.
  fileprivate var isUnstartedDemo: Bool { name == Provider.demo.name && baseURL.isEmpty }
}
