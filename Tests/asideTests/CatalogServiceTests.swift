import App
import Chat
import Faults
import Foundation
import Loopback
import Synchronization
import TestKit
import Testing

@testable import aside

/// Model lists and key entry, against a server.
@Suite struct CatalogServiceTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  /// A service with its dependencies, and the events that it posts.
  private final class Run: Sendable {
    let events = Mutex<[Event]>([])
    let store: StoreService
    let endpoints: EndpointSource
    let settings: [ProviderSetting]
    let service = Mutex<CatalogService?>(nil)

    init(
      _ home: TestHome, _ configuration: String, _ variables: [String: String], isStored: Bool,
      _ patience: Duration
    ) throws {
      let environment = variables.merging(["HOME": home.path, "PATH": "/usr/bin:/bin"]) { own, _ in
        own
      }
      let file = home.appending(path: "config.toml")
      try Data(configuration.utf8).write(to: file)
      let paths = Paths(environment: environment)
      var options = ChatOptions()
      options.provider = Provider.demo.name
      (options.baseURL, options.model, options.config) = (nil, nil, nil)
      (options.think, options.thinkingBudget, options.demo) = (nil, nil, false)
      let setup = try ChatSetup(
        options, Configuration.load(file.path, paths: paths), environment: environment,
        paths: paths)
      settings = setup.settings
      endpoints = EndpointSource(setup)
      var history = HistorySetting()
      history.isStored = isStored
      store = StoreService(path: paths.database, history: history) { _ in }
      let service = CatalogService(setup, store, endpoints, patience: patience) { event in
        self.events.withLock { $0.append(event) }
      }
      self.service.withLock { $0 = service }
    }

    func provider(_ name: String) throws -> Provider {
      try #require(settings.first { $0.provider.name == name }?.provider)
    }

    /// Carries out an order, and returns the first event that the service then posts.
    func perform(_ order: ModelOrder) async throws -> Event {
      let count = events.withLock { $0.count }
      service.withLock { $0 }?.perform(order)
      var event: Event?
      let hasAnswered = try await poll {
        event = events.withLock { $0.dropFirst(count).first }
        return event != nil
      }
      guard hasAnswered, let event else { throw Silence() }
      return event
    }

    struct Silence: Error {}

    func list(_ provider: Provider) async throws -> Result<ModelListing, StreamError> {
      guard case .modelsListed(provider, let result) = try await perform(.list(provider)) else {
        throw Silence()
      }
      return result
    }

    func storeKey(_ key: String, _ provider: Provider) async throws -> KeyOutcome {
      guard
        case .keyChecked(provider, let outcome) = try await perform(
          .storeKey(TypedKey(key), provider))
      else { throw Silence() }
      return outcome
    }

    func catalog() async throws -> Chat.ModelCatalog {
      guard case .catalogLoaded(let catalog) = try await perform(.loadCatalog) else {
        throw Silence()
      }
      return catalog
    }

    func end() {
      _ = store.finish()
      endpoints.shutDown()
    }
  }

  private func start(
    _ configuration: String, _ variables: [String: String] = [:], isStored: Bool = true,
    patience: Duration = .seconds(120)
  ) throws -> Run {
    try Run(home, configuration, variables, isStored: isStored, patience)
  }

  private var keyFile: String {
    let file = home.appending(path: ".local/share/aside/keys.toml")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }

  private func table(_ name: String, _ server: LoopbackServer, _ rest: String = "") -> String {
    "[providers.\(name)]\nbase_url = \"\(server.baseURL)\"\n\(rest)\n"
  }

  @Test func unchangedListIsNotSentAgain() async throws {
    let server = try LoopbackServer(scenario: try #require(Scenario.named("models-aimlapi")))
    let configuration = table("work", server, "dialect = \"qwen\"\napi_key_variable = \"WORK\"")
    let first = try start(configuration, ["WORK": "sk-work"])
    let listing = try await first.list(try first.provider("work")).get()
    first.end()
    #expect(listing.models.count > 400 && listing.entityTag != nil)
    #expect(listing.models.first?.capabilities.thinks == true)
    #expect(server.requests.last?.headers["if-none-match"] == nil)

    let second = try start(configuration, ["WORK": "sk-work"])
    #expect(try await second.catalog().listings == [listing])
    let renewed = try await second.list(try second.provider("work")).get()
    second.end()
    #expect(server.requests.last?.headers["if-none-match"] == listing.entityTag)
    #expect(renewed.models == listing.models && renewed.entityTag == listing.entityTag)
    #expect(renewed.fetchedAt >= listing.fetchedAt)
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer sk-work" })

    let third = try start(configuration)
    #expect(try await third.catalog().listings == [renewed])
    third.end()
    await server.stop()
  }

  @Test func keyStaysWithItsOwnAddress() async throws {
    let server = try LoopbackServer(scenario: try #require(Scenario.named("models-aimlapi")))
    let run = try start(table("aimlapi", server), ["AIMLAPI_API_KEY": "sk-own"])
    _ = try await run.list(try run.provider("aimlapi")).get()
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == nil })
    run.end()
    await server.stop()
  }

  @Test func serverThatIsNotThereSaysSo() async throws {
    let run = try start("[providers.work]\nbase_url = \"http://127.0.0.1:1/v1\"\n")
    guard case .failure(.unreachable) = try await run.list(try run.provider("work")) else {
      Issue.record("listed")
      return
    }
    #expect(try await run.catalog().listings.isEmpty)
    run.end()
  }

  @Test func silentServerHoldsUpNoOther() async throws {
    let silent = try LoopbackServer(scenario: .script([.waitForClose]))
    let server = try LoopbackServer(scenario: try #require(Scenario.named("models-vllm")))
    let run = try start(table("silent", silent) + table("work", server))
    let silentProvider = try run.provider("silent")
    run.service.withLock { $0 }?.perform(.list(silentProvider))
    _ = try await run.list(try run.provider("work")).get()
    run.end()
    let hasty = try start(table("silent", silent), patience: .milliseconds(20))
    guard case .failure(.timedOut) = try await hasty.list(silentProvider) else {
      Issue.record("it answered")
      return
    }
    hasty.end()
    await silent.stop()
    await server.stop()
  }

  @Test func demoListsItsModel() async throws {
    let run = try start("")
    let listing = try await run.list(.demo).get()
    #expect(listing.baseURL.isEmpty && listing.models.map(\.id) == ["alibaba/qwen3-32b"])
    run.end()
  }

  @Test func favoritesAreStored() async throws {
    let choice = ModelChoice(provider: "p", model: "m")
    for isFavorite in [true, false] {
      let run = try start("")
      run.service.withLock { $0 }?.perform(.setFavorite(choice, isFavorite))
      #expect(try await run.catalog().favorites == (isFavorite ? [choice] : []))
      run.end()
    }
  }

  @Test func listsOfAPrivateRunAreNotStored() async throws {
    let server = try LoopbackServer(scenario: try #require(Scenario.named("models-aimlapi")))
    let run = try start(table("work", server), isStored: false)
    let listing = try await run.list(try run.provider("work")).get()
    #expect(try await run.catalog().listings == [listing])
    run.end()
    let database = home.appending(path: ".local/share/aside/aside.sqlite").path
    #expect(!FileManager.default.fileExists(atPath: database))
    await server.stop()
  }

  // MARK: Keys

  @Test func onlyAnAcceptedKeyIsStoredAndThenUsed() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-right"))
    let run = try start(table("aimlapi", server))
    let provider = try run.provider("aimlapi")
    for text in ["", " \n", "sk ü", "sk-\u{7}"] {
      #expect(try await run.storeKey(text, provider) == .invalid)
    }
    #expect(server.requests.isEmpty)
    guard case .notAccepted(.refused(let refusal)) = try await run.storeKey("sk-wrong", provider)
    else {
      Issue.record("accepted")
      return
    }
    #expect(refusal.status == 401 && !"\(refusal)".contains("sk-wrong") && keyFile.isEmpty)
    guard case .stored(let place) = try await run.storeKey(" sk-right\n", provider) else {
      Issue.record("not stored")
      return
    }
    #expect(place.hasSuffix("keys.toml") && keyFile.contains("sk-right"))
    _ = try await run.list(provider).get()
    #expect(server.requests.last?.headers["authorization"] == "Bearer sk-right")
    #expect(server.requests.allSatisfy { $0.method == "GET" })
    run.end()
    await server.stop()
  }

  @Test func keyThatAListDoesNotNeedIsStoredUnchecked() async throws {
    let server = try LoopbackServer(scenario: try #require(Scenario.named("models-aimlapi")))
    let run = try start(table("work", server))
    let outcome = try await run.storeKey("sk-any", try run.provider("work"))
    guard case .stored(let place) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(place.hasSuffix("keys.toml, but could not check it") && keyFile.contains("sk-any"))
    run.end()
    await server.stop()
  }

  @Test func keyIsNotStoredIfNobodyCanBeAsked() async throws {
    let run = try start("[providers.work]\nbase_url = \"http://127.0.0.1:1/v1\"\n")
    let provider = try run.provider("work")
    guard case .notAccepted(.unreachable) = try await run.storeKey("sk-any", provider) else {
      Issue.record("stored")
      return
    }
    #expect(keyFile.isEmpty)
    run.end()
  }

  // MARK: Keys for addresses

  /// Where the server's requests went, and with which keys.
  private func keys(_ server: LoopbackServer) -> [String] {
    server.requests.map { $0.headers["authorization"] ?? "" }
  }

  @Test func keyForAnAddressGoesOnlyToItsOrigin() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-right"))
    let other = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let refusal = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
    let strict = try LoopbackServer(scenario: .script([.write(Array(refusal.utf8)), .close]))
    let run = try start(table("work", other))
    let work = try run.provider("work")
    var provider = Provider.aimlapi.moved(to: server.baseURL)
    provider.getsGeneralKey = false
    let closed = Provider.aimlapi.moved(to: strict.baseURL)
    guard case .notAccepted = try await run.storeKey("sk-wrong", closed) else {
      Issue.record("accepted")
      return
    }
    #expect(keyFile.isEmpty && keys(strict) == ["Bearer sk-wrong"])
    guard case .stored = try await run.storeKey("sk-right", provider) else {
      Issue.record("not stored")
      return
    }
    let origin = try #require(provider.origin)
    #expect(keyFile.contains("sk-right") && keyFile.contains(origin.description))
    _ = try await run.list(provider).get()
    #expect(keys(server).last == "Bearer sk-right")
    for elsewhere in [work, Provider.aimlapi.moved(to: other.baseURL)] {
      _ = try await run.list(elsewhere).get()
    }
    #expect(!other.requests.isEmpty && keys(other).allSatisfy(\.isEmpty))
    run.end()

    let next = try start("")
    _ = try await next.list(provider).get()
    #expect(keys(server).last == "Bearer sk-right")
    next.end()
    await server.stop()
    await other.stop()
    await strict.stop()
  }

  @Test func removedKeyIsNoLongerSent() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-right"))
    let run = try start("")
    let provider = Provider.aimlapi.moved(to: server.baseURL)
    _ = try await run.storeKey("sk-right", provider)
    _ = try await run.list(provider).get()
    guard case .keyFound(_, let standing) = try await run.perform(.findKey(provider)) else {
      Issue.record("nothing found")
      return
    }
    #expect(standing.savedIn?.hasSuffix("keys.toml") == true && standing.overriddenBy == nil)
    let removal = try await run.perform(.removeKey(provider))
    guard case .keyRemoved(_, .removed(hasOther: false)) = removal else {
      Issue.record("\(removal)")
      return
    }
    #expect(!keyFile.contains("sk-right"))
    guard case .keyFound(_, let after) = try await run.perform(.findKey(provider)) else { return }
    #expect(after == KeyStanding(savedIn: nil, overriddenBy: nil))
    _ = try await run.list(provider)
    #expect(keys(server).last == "")
    run.end()
    await server.stop()
  }

  @Test func noKeyIsSavedWhereOthersCouldReadIt() async throws {
    let run = try start("")
    // An address reserved for documentation (RFC 5737). No request may be sent there.
    let provider = Provider.aimlapi.moved(to: "http://192.0.2.1:9/v1")
    guard case .refused(let reason) = try await run.storeKey("sk-any", provider) else {
      Issue.record("stored")
      return
    }
    #expect(reason.contains("not encrypted") && keyFile.isEmpty)
    run.end()
  }
}
