internal import App
internal import Chat
internal import Dispatch
internal import Loopback
internal import Synchronization

internal import class Foundation.Thread

/// Where requests go, by provider. The demo's address is known only once its server listens, and a
/// key may have to be fetched by a command; neither must hold up the screen, so who asks is called
/// back.
final class EndpointSource: Sendable {
  typealias Use = @Sendable (Result<Endpoint, StreamError>) -> Void

  /// A provider's endpoint, from the first question about it on.
  private enum Search {
    case running([Use])
    case ended(Endpoint)
  }

  private let searches: Mutex<[String: Search]>
  /// Kept for as long as the program asks.
  private let server = Mutex<LoopbackServer?>(nil)
  private let settings: [ProviderSetting]
  private let keys: KeyRing
  private let commands = RunningCommands()

  init(_ setup: ChatSetup) {
    settings = setup.settings
    keys = setup.keys
    let first = setup.endpoint
    let isDemo = first.provider.isUnstartedDemo
    searches = Mutex(isDemo ? [:] : [first.provider.place: .ended(first)])
    if isDemo { endpoint(first.provider) { _ in } }
  }

  /// Calls back once, at once or when the address and the key are known, on any thread.
  func endpoint(_ provider: Provider, _ use: @escaping Use) {
    enum Step {
      case use(Endpoint), begin, wait
    }
    let step: Step = searches.withLock { searches in
      switch searches[provider.place] {
      case .ended(let endpoint): return .use(endpoint)
      case .running(let waiting):
        searches[provider.place] = .running(waiting + [use])
        return .wait
      case nil:
        searches[provider.place] = .running([use])
        return .begin
      }
    }
    switch step {
    case .use(let endpoint): use(.success(endpoint))
    case .wait: break
    case .begin:
      // A thread for each: a command that hangs holds up nobody else. Neither tasks nor a queue: the
      // pool behind both wakes once a second for ever.
      Thread { self.end(provider, self.find(provider)) }.start()
    }
  }

  /// Waits for it; not on the thread that finds it.
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

  /// Ends the commands that run, so that none outlives the program.
  func shutDown() { commands.end() }

  private func find(_ provider: Provider) -> Result<Endpoint, StreamError> {
    if provider.isUnstartedDemo { return listen() }
    var setting =
      settings.first { $0.provider.name == provider.name } ?? ProviderSetting(provider: provider)
    // An address that no provider has as its own was named by the user, now or when the conversation
    // began: the key that belongs to no provider is for it.
    let isElsewhere = setting.provider.origin != provider.origin
    setting.provider = provider
    do {
      let key = try keys.key(for: setting, isFirst: isElsewhere, .behindScreen, among: commands)
      return .success(try Endpoint(provider: provider, key: key))
    } catch let problem as UsageProblem {
      return .failure(.invalidRequest(problem.description))
    } catch let error as StreamError {
      return .failure(error)
    } catch {
      return .failure(.invalidRequest("\(error)"))
    }
  }

  /// A failure is not kept: the next question tries again.
  private func end(_ provider: Provider, _ result: Result<Endpoint, StreamError>) {
    let waiting: [Use] = searches.withLock { searches in
      let search = searches[provider.place]
      // A failure goes to those who wait, below.
      searches[provider.place] = (try? result.get()).map { .ended($0) }
      guard case .running(let waiting) = search else { return [] }
      return waiting
    }
    for use in waiting { use(result) }
  }

  /// The pace of a fast model: about 55 tokens a second.
  private static let pace = Duration.milliseconds(18)

  private func listen() -> Result<Endpoint, StreamError> {
    do {
      let server = try LoopbackServer(scenario: .aimlapi(pace: Self.pace))
      self.server.withLock { $0 = server }
      var provider = Provider.demo
      provider.baseURL = server.baseURL
      return .success(.anonymous(provider))
    } catch {
      return .failure(.unreachable(host: "the demo", detail: "\(error)"))
    }
  }
}

extension Provider {
  /// One name may stand for several addresses, the configured one and that of `--base-url`.
  fileprivate var place: String { "\(name) \(baseURL)" }

  /// The demo, whose server is inside this program and has no address before it listens.
  fileprivate var isUnstartedDemo: Bool { name == Provider.demo.name && baseURL.isEmpty }
}
