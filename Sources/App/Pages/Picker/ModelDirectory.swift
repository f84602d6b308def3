internal import Chat

/// Facts about a model that were learned from its answers.
struct ModelFacts: Equatable {
  /// The context window that the server reported when it refused a request. `nil` again once a
  /// newer list or a longer answer has corrected it.
  var window: Int?
  /// The token estimator, calibrated by the model's latest answer or by a refusal that reported the
  /// window.
  var estimator: TokenEstimator?
  /// Whether the model's latest answer has thinking, of those requested with thinking on. Also
  /// known from earlier runs.
  var thinks: Bool?
}

/// The models of all providers, and the requests for their lists.
struct ModelDirectory {
  enum Loading {
    case notAsked
    case asked
    case loaded
  }

  /// A pending or failed request for a provider's model list. Successful requests are removed.
  enum Request: Equatable {
    case asked
    case failed(StreamError)
  }

  /// A choice that must wait for the catalog or for a model list.
  enum Awaited: Equatable {
    /// The command line named this provider, but no model.
    case start(provider: String)
    /// Like `start`, but waits for the server's own list, which is more accurate.
    case list(provider: String)
    /// `/provider NAME` was typed.
    case command(provider: String)
    /// Like `command`, but waits for the server's own list.
    case commandList(provider: String)
    /// A server was specified by its address. Its list will show which models it has.
    case address(Server, ConnectionPurpose)
    /// `/compare` was typed with these models in this conversation.
    case comparison(String, ConversationID)
    /// Like `comparison`, but waiting to learn whether the models' local servers are running.
    case comparisonCheck(String, ConversationID, asked: [Provider], waiting: [String])
  }

  /// Why the server at an address is asked for its models.
  enum ConnectionPurpose: Equatable {
    /// The user chose the address.
    case choice
    /// The run begins with the address that was chosen in an earlier one.
    case start
    /// This question needs a model.
    case question(String)
  }

  var loading = Loading.notAsked
  private(set) var catalog = ModelCatalog()
  private(set) var requests: [Server: Request] = [:]
  /// The dialect of each server when its list was last requested in this run. The dialect
  /// determines what is read in addition to the list.
  private var dialects: [Server: DialectName] = [:]
  /// Servers whose list is known to be out of date, whatever its age.
  private var outdated: Set<Server> = []
  var awaited: Awaited?
  /// The notice about a key just saved, kept while its server's list is awaited.
  var keyNotice: String?
  /// Servers discovered on this machine.
  var localServers: [LocalServer] = []
  /// Facts about models that were learned in this run.
  var facts: [ModelChoice: ModelFacts] = [:]
  /// When a connection was last prepared or used.
  var connectedAt: Timestamp?

  /// A provider at an address. Each address has its own list.
  struct Server: Hashable {
    let name: String
    let baseURL: String

    init(_ provider: Provider) {
      name = provider.name
      baseURL = provider.baseURL
    }
  }

  /// Lists older than this are requested again when the picker opens.
  static let freshness = Duration.seconds(3600)
  /// The maximum number of models under "recent".
  static let recentLimit = 5

  func listing(of provider: Provider) -> ModelListing? {
    catalog.listings.first { $0.provider == provider.name && $0.baseURL == provider.baseURL }
  }

  func request(to provider: Provider) -> Request? { requests[Server(provider)] }

  /// Returns whether the server could not be reached when it was last asked.
  func isDown(_ provider: Provider) -> Bool {
    if case .failed(.unreachable)? = requests[Server(provider)] { true } else { false }
  }

  var isAsking: Bool { loading == .asked || requests.values.contains(.asked) }

  /// Returns whether the provider's model list should be requested.
  func isStale(_ provider: Provider, at now: Timestamp) -> Bool {
    if requests[Server(provider)] == .asked { return false }
    guard let listing = listing(of: provider), !outdated.contains(Server(provider)) else {
      return true
    }
    // An earlier run may have read the list before it had recognized the server.
    let wasRecognized = provider.dialectBasis.wasRecognized
    if wasRecognized, dialects[Server(provider)] != provider.dialect { return true }
    // A list dated in the future was stored before the clock was corrected.
    let age = now.elapsed(since: listing.fetchedAt)
    return age >= Self.freshness || age < .zero
  }

  mutating func noteAsked(_ provider: Provider) {
    requests[Server(provider)] = .asked
    dialects[Server(provider)] = provider.dialect
    outdated.remove(Server(provider))
  }

  mutating func noteOutdated(_ provider: Provider) { outdated.insert(Server(provider)) }

  /// Returns whether the list was last requested in a dialect other than the provider's.
  func wasAsked(inOtherDialectThan provider: Provider) -> Bool {
    dialects[Server(provider)].map { $0 != provider.dialect } ?? false
  }

  /// Merges the stored catalog with the lists and choices that have arrived in the meantime.
  mutating func take(_ stored: ModelCatalog) {
    loading = .loaded
    let newer = catalog.listings
    let chosen = catalog.recent
    catalog = stored
    // Earlier versions also stored choices without a model, for servers that had not listed any
    // models.
    catalog.recent.removeAll { $0.model.isEmpty }
    catalog.favorites = catalog.favorites.filter { !$0.model.isEmpty }
    for listing in newer { replace(listing) }
    for choice in chosen.reversed() { noteUsed(choice) }
  }

  mutating func take(_ result: Result<ModelListing, StreamError>, from provider: Provider) {
    switch result {
    case .success(let listing):
      requests[Server(provider)] = nil
      replace(listing)
      correctWindows(of: provider, by: listing)
    case .failure(let error): requests[Server(provider)] = .failed(error)
    }
  }

  private mutating func replace(_ listing: ModelListing) {
    catalog.listings.removeAll {
      $0.provider == listing.provider && $0.baseURL == listing.baseURL
    }
    catalog.listings.append(listing)
  }

  /// Forgets the windows that a server reported in refusals, if its newer list says what they are
  /// now. A server may have been restarted with other options.
  private mutating func correctWindows(of provider: Provider, by listing: ModelListing) {
    for choice in facts.keys where choice.provider == provider.id {
      // Without an ID, the server uses the only model that it has.
      let only = choice.model.isEmpty && listing.models.count == 1 ? listing.models.first : nil
      let model = only ?? listing.models.first { $0.isNamed(choice.model) }
      guard let model, model.contextLength != nil, !model.mayHaveLessContext else { continue }
      facts[choice]?.window = nil
    }
  }

  mutating func forgetFailure(of provider: Provider) {
    if case .failed? = requests[Server(provider)] { requests[Server(provider)] = nil }
  }

  /// Notes that the server could not be reached, or wants a key. A pending list request reports this
  /// itself.
  mutating func noteFailure(of provider: Provider, _ error: StreamError) {
    guard requests[Server(provider)] != .asked else { return }
    requests[Server(provider)] = .failed(error)
  }

  /// Returns whether the server has refused a request because it had no key.
  func isKeyMissing(at provider: Provider) -> Bool {
    if case .failed(let error)? = requests[Server(provider)] { error.isForWantOfKey } else { false }
  }

  /// Returns whether the server did not answer as a model server would when its list was requested.
  func isUnlikeModelServer(_ provider: Provider) -> Bool {
    if case .failed(let error)? = requests[Server(provider)] {
      error.isUnlikeModelServer
    } else {
      false
    }
  }

  /// Notes that the server is up again.
  mutating func noteReached(_ provider: Provider) {
    if case .failed(.unreachable)? = requests[Server(provider)] { requests[Server(provider)] = nil }
  }

  mutating func setFavorite(_ choice: ModelChoice, _ isFavorite: Bool) {
    if isFavorite {
      catalog.favorites.insert(choice)
    } else {
      catalog.favorites.remove(choice)
    }
  }

  mutating func noteUsed(_ choice: ModelChoice) {
    guard !choice.model.isEmpty else { return }
    catalog.recent.removeAll { $0 == choice }
    catalog.recent.insert(choice, at: 0)
  }

  /// Returns the most recently used chat model in the list, or else the list's only chat model.
  func lastOrOnlyModel(in listing: ModelListing, at provider: Provider) -> String? {
    let ids = listing.models.filter(\.isForChat).map(\.id)
    let last = catalog.recent.first {
      $0.provider == provider.id && ids.contains($0.model)
    }
    return last?.model ?? (ids.count == 1 ? ids[0] : nil)
  }

  /// Returns the model last used at the provider, or else the only chat model that the provider
  /// lists.
  func lastOrOnlyModel(at provider: Provider) -> String? {
    if let last = catalog.recent.first(where: { $0.provider == provider.id }) {
      return last.model
    }
    let models = listing(of: provider)?.models.filter(\.isForChat) ?? []
    return models.count == 1 ? models[0].id : nil
  }
}
