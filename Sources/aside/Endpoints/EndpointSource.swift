internal import App
internal import Chat
internal import Dispatch
internal import Loopback
internal import Streaming
internal import Synchronization
internal import Words

internal import class Foundation.Thread

/// A source of the endpoints that requests to each provider are sent to. The demo has no address
/// until its server is listening, and a key may have to be fetched by a command. Neither may block
/// the screen, so results arrive in callbacks.
final class EndpointSource: Sendable {
  typealias Use = @Sendable (Finding) -> Void

  /// The outcome of a search.
  struct Finding {
    let result: Result<Endpoint, StreamError>
    /// Whether the result is valid for the rest of the run.
    var isFinal = false
    /// Whether an attempt to identify the server failed because the server could not be reached.
    var isUnreachable = false
    /// Whether the server refused to list its models because it wants a key, or another one.
    var refusesKey = false
  }

  /// The search for a provider's endpoint, which starts at the first request.
  private enum Search {
    case running([Use])
    case ended(Endpoint)
  }

  let engine = StreamEngine(userAgent: "aside", network: .current)
  private let searches: Mutex<[String: Search]>
  /// The endpoint at startup. Its key has already been looked up.
  private let first: Endpoint
  /// The demo's server, kept alive as long as the program makes requests.
  private let server = Mutex<LoopbackServer?>(nil)
  private let settings: [ProviderSetting]
  private let keys: KeyLookup
  let commands = RunningCommands()
  /// API keys typed in this run, by place. They override all others.
  private let typed = Mutex<[String: Endpoint]>([:])
  /// The origins whose key was saved or removed in this run. `first` no longer has the right key
  /// for them.
  private let changedOrigins = Mutex<Set<ServerOrigin>>([])

  init(_ setup: ChatSetup) {
    settings = setup.settings
    keys = setup.keys
    first = setup.endpoint
    let isDemo = first.provider.isUnstartedDemo
    let isKnown = !isDemo && !first.provider.dialectBasis.isOpen
    searches = Mutex(isKnown ? [first.provider.place: .ended(first)] : [:])
    if isDemo { endpoint(first.provider) { _ in } }
  }

  /// Calls `use` once, on any thread: immediately, or once the address, the key and the server's
  /// dialect are known.
  /// - Parameter needsModel: whether to include the server's model in the provider, because none
  ///   was named.
  func endpoint(_ provider: Provider, needsModel: Bool = false, _ use: @escaping Use) {
    enum Step {
      case use(Endpoint), begin, wait
    }
    let place = provider.place + (needsModel ? " model" : "")
    let step: Step = searches.withLock { searches in
      switch searches[place] {
      case .ended(let endpoint): return .use(endpoint)
      case .running(let waiting):
        searches[place] = .running(waiting + [use])
        return .wait
      case nil:
        searches[place] = .running([use])
        return .begin
      }
    }
    switch step {
    case .use(let endpoint):
      use(Finding(result: .success(endpoint.describing(provider)), isFinal: true))
    case .wait: break
    case .begin:
      // Each search gets its own thread, so that a hanging command blocks no other search. Tasks
      // and queues will not do: their thread pool wakes up every second, forever.
      Thread { self.end(place, self.recognize(provider, needsModel: needsModel)) }.start()
    }
  }

  /// Blocks until the endpoint is known. Never call it on the searching thread.
  func wait(for provider: Provider, needsModel: Bool = false) throws(StreamError) -> Endpoint {
    let found = Mutex<Result<Endpoint, StreamError>?>(nil)
    let isThere = DispatchSemaphore(value: 0)
    endpoint(provider, needsModel: needsModel) { finding in
      found.withLock { $0 = finding.result }
      isThere.signal()
    }
    isThere.wait()
    guard let result = found.withLock({ $0 }) else {
      throw .invalidRequest(.noBaseURL(provider: provider.name))
    }
    return try result.get()
  }

  /// Returns the endpoint for requests about a provider's models, which do not require the server
  /// to be identified first. Blocks while a command prints the key.
  func listing(_ provider: Provider) -> Result<Endpoint, StreamError> {
    if provider.isUnstartedDemo {
      do throws(StreamError) {
        return .success(try wait(for: provider))
      } catch {
        return .failure(error)
      }
    }
    let place = provider.place
    let known = searches.withLock { searches -> Endpoint? in
      for end in ["", " model", " list"] {
        if case .ended(let endpoint) = searches[place + end] { return endpoint }
      }
      return nil
    }
    if let known { return .success(known.describing(provider)) }
    let found = find(provider).map { $0.describing(provider) }
    if case .success(let endpoint) = found {
      searches.withLock { $0[place + " list"] = .ended(endpoint) }
    }
    return found
  }

  /// Uses the endpoint's key, which was just typed, for every later request to its address.
  func adopt(_ endpoint: Endpoint) {
    typed.withLock { $0[endpoint.provider.place] = endpoint }
    lookAgain(at: endpoint.provider)
  }

  /// Stops using a key that was removed. The next request to its address looks for another one.
  func forgetKey(for provider: Provider) {
    typed.withLock { typed in
      typed = typed.filter { $0.value.provider.origin != provider.origin }
    }
    lookAgain(at: provider)
  }

  private func lookAgain(at provider: Provider) {
    guard let origin = provider.origin else { return }
    changedOrigins.withLock { _ = $0.insert(origin) }
    searches.withLock { searches in
      searches = searches.filter {
        if case .ended(let endpoint) = $0.value { endpoint.provider.origin != origin } else { true }
      }
    }
  }

  /// Ends all transfers and all running commands, so that none outlives the program.
  func shutDown() {
    commands.end()
    engine.shutDown()
  }

  private func recognize(_ provider: Provider, needsModel: Bool) -> Finding {
    switch find(provider) {
    case .failure(let error): return Finding(result: .failure(error))
    case .success(let endpoint):
      let endpoint = endpoint.describing(provider)
      guard provider.dialectBasis.isOpen || needsModel else {
        return Finding(result: .success(endpoint), isFinal: true)
      }
      do throws(StreamError) {
        let server = try ServerRecognition(engine: engine)
          .recognize(endpoint, needsModel: needsModel)
        return Finding(
          result: .success(server.endpoint), isFinal: server.isFinal,
          isUnreachable: server.isUnreachable, refusesKey: server.refusesKey)
      } catch {
        return Finding(result: .failure(error))
      }
    }
  }

  /// Returns the setting that says where keys for the provider's address may be, and whether
  /// `ASIDE_API_KEY` is one of them.
  func setting(for provider: Provider) -> (ProviderSetting, getsGeneralKey: Bool) {
    var setting =
      settings.first { $0.provider.name == provider.name } ?? ProviderSetting(provider: provider)
    // If no provider has this address, the user chose it when starting this run, or the run that
    // began the conversation. `ASIDE_API_KEY`, which belongs to no provider, may then be sent to
    // it.
    let isElsewhere =
      setting.provider.origin != provider.origin && provider.getsGeneralKey
    setting.provider = provider
    return (setting, isElsewhere || provider.place == first.provider.place)
  }

  private func find(_ provider: Provider) -> Result<Endpoint, StreamError> {
    if provider.isUnstartedDemo { return listen() }
    if let endpoint = typed.withLock({ $0[provider.place] }) {
      return .success(endpoint.describing(provider))
    }
    let isFirst = provider.place == first.provider.place && !first.provider.isUnstartedDemo
    let isChanged = changedOrigins.withLock { changed in
      first.provider.origin.map(changed.contains) ?? false
    }
    if isFirst, !isChanged { return .success(first) }
    let (setting, getsGeneralKey) = setting(for: provider)
    do {
      let key = try keys.key(
        for: setting, isFirst: getsGeneralKey, .behindScreen, among: commands)
      return .success(try Endpoint(provider: provider, key: key))
    } catch let problem as UsageProblem {
      return .failure(.invalidRequest(.configuration(problem.description)))
    } catch let error as StreamError {
      return .failure(error)
    } catch {
      return .failure(.invalidRequest(.configuration("\(error)")))
    }
  }

  /// Ends a search and passes the finding to all waiting callers. Does not cache failures or
  /// servers that did not reply, so that the next question tries again.
  private func end(_ place: String, _ finding: Finding) {
    let waiting: [Use] = searches.withLock { searches in
      let search = searches[place]
      // A newer key may have been typed during the search.
      let isFinal = finding.isFinal && !isOutdated(finding.result)
      searches[place] =
        switch finding.result {
        case .success(let endpoint): isFinal ? .ended(endpoint) : nil
        case .failure: nil
        }
      guard case .running(let waiting) = search else { return [] }
      return waiting
    }
    for use in waiting { use(finding) }
  }

  private func isOutdated(_ result: Result<Endpoint, StreamError>) -> Bool {
    guard case .success(let endpoint) = result,
      let newer = typed.withLock({ $0[endpoint.provider.place] })
    else { return false }
    return newer.apiKey != endpoint.apiKey
  }

  /// The pace of a fast model: about 55 tokens per second.
  private static let pace = Duration.milliseconds(18)

  private func listen() -> Result<Endpoint, StreamError> {
    do {
      let server = try LoopbackServer(scenario: .aimlapi(pace: Self.pace))
      self.server.withLock { $0 = server }
      var provider = Provider.demo
      provider.baseURL = server.baseURL
      return .success(.anonymous(provider))
    } catch {
      return .failure(.unreachable(host: Words.demoServer, .other("\(error)")))
    }
  }
}

extension Provider {
  /// A string that identifies the provider and its address. One name can have two addresses: the
  /// configured one and the one given by `--base-url`.
  fileprivate var place: String { "\(name) \(baseURL)" }

  /// Whether this is the demo before its built-in server has an address.
  fileprivate var isUnstartedDemo: Bool { name == Provider.demo.name && baseURL.isEmpty }
}
