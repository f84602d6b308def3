internal import Chat
internal import Screen

/// The content of the picker: providers with their models, favourites and recent models.
struct PickerContent {
  /// A provider, and the state shown in its row.
  struct Vendor {
    let provider: Provider
    let standing: Standing
    /// The provider's models as choices, in the server's order.
    let models: [ModelChoice]
    let lacksKey: Bool

    var isRefreshing: Bool {
      if case .refreshing = standing { true } else { false }
    }

    /// The vendor's sort rank: 0 if it is usable, 1 for a local server that has not responded, 2 if
    /// its key is missing.
    fileprivate var rank: Int {
      if lacksKey { return 2 }
      return switch standing {
      case .notRunning: 1
      case .notListed, .refreshing(listed: nil): provider.isLocal ? 1 : 0
      case .listed, .refreshing, .noKey, .failed, .running, .scripted, .noModels: 0
      }
    }

    /// The number of models shown for a provider without a key.
    static let previewed = 3

    /// The number of models that are listed only on request. A single model is not folded, because
    /// that would save no row.
    var foldedCount: Int {
      let folded = models.count - Self.previewed
      return lacksKey && folded > 1 ? folded : 0
    }
  }

  enum Standing: Equatable {
    case listed(Timestamp)
    /// - Parameter listed: when the list shown in the meantime was fetched.
    case refreshing(listed: Timestamp?)
    case noKey
    case notRunning
    /// - Parameter needsKey: whether a different key may help.
    case failed(StreamError, needsKey: Bool)
    /// The provider's list has not been requested yet.
    case notListed
    /// Discovered on this machine, but its list has not been requested yet.
    case running
    /// The demo, regardless of its list.
    case scripted
    case noModels
  }

  /// A model at a provider, with its ID and names folded for fuzzy matching.
  struct Entry {
    let choice: ModelChoice
    let model: Model
    let isLocal: Bool
    let id: FoldedLetters
    let name: FoldedLetters?
    let provider: FoldedLetters
    let brand: FoldedLetters?
  }

  /// The providers, in order: the current one, usable ones, local servers that do not respond, and
  /// those without a key.
  private(set) var vendors: [Vendor] = []
  private(set) var entries: [ModelChoice: Entry] = [:]
  /// The favourites, sorted by model and then by provider.
  private(set) var favorites: [ModelChoice] = []
  private(set) var recent: [ModelChoice] = []
  /// Every model, without duplicates.
  private(set) var everyChoice: [ModelChoice] = []
  /// Ranks that put favourites and recent models first among equal matches.
  private(set) var ranks: [ModelChoice: Int] = [:]
  /// The model of the next request.
  let current: ModelChoice?
  /// Whether the stored lists are still being read.
  let isLoading: Bool
  /// The width of the longest address of a server without a name.
  private(set) var addressColumns = 0

  init(_ session: Session, _ providers: KnownProviders, _ directory: ModelDirectory) {
    current =
      session.isConfigured && !session.model.isEmpty
      ? session.asked.choice : nil
    isLoading = directory.loading == .asked
    for choice in Self.providers(session, providers) {
      let found = directory.localServers.first { $0.provider.id == choice.provider.id }
      add(choice, directory, found)
    }
    let first = vendors.prefix(session.isConfigured ? 1 : 0)
    let rest = vendors.dropFirst(first.count)
    vendors = first + (0...2).flatMap { rank in rest.filter { $0.rank == rank } }
    let ids = Set(vendors.map(\.provider.id))
    let isKnown = { ids.contains($0) || providers[id: $0] != nil }
    let catalog = directory.catalog
    // The model in use comes first, even if it has not been sent a question yet.
    let used = [current].compactMap(\.self) + catalog.recent.filter { $0 != current }
    recent = Array(
      used.lazy.filter { isKnown($0.provider) }.prefix(ModelDirectory.recentLimit))
    favorites = catalog.favorites.filter { isKnown($0.provider) }
      .sorted { ($0.model, $0.provider) < ($1.model, $1.provider) }
    for choice in favorites + recent where entries[choice] == nil {
      let letters = FoldedLetters(Provider.shownName(ofID: choice.provider))
      let brand = providers[choice.provider]?.provider.brand.map { FoldedLetters($0) }
      add(Model(id: choice.model), choice, letters: letters, brand: brand)
    }
    let shownIDs = vendors.map(\.provider.id) + (favorites + recent).map(\.provider)
    let addresses = shownIDs.filter { providers[$0] == nil }
    addressColumns = addresses.map { Provider.shownName(ofID: $0).count }.max() ?? 0
    var seen: Set<ModelChoice> = []
    everyChoice = (vendors.flatMap(\.models) + favorites + recent)
      .filter { seen.insert($0).inserted }
    ranks = Dictionary(
      (favorites + recent).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the providers in the order of their sections: first the current one, then those that
  /// can be used, then those without a key.
  static func providers(
    _ session: Session, _ providers: KnownProviders
  ) -> [ProviderChoice] {
    var choices = providers.listed
    if session.isConfigured {
      let current = ProviderChoice(provider: session.provider, lacksKey: session.lacksKey)
      choices.removeAll { $0.provider.id == session.provider.id }
      choices.insert(current, at: 0)
    }
    let rest = choices.dropFirst(session.isConfigured ? 1 : 0)
    return choices.prefix(session.isConfigured ? 1 : 0) + rest.filter { !$0.lacksKey }
      + rest.filter(\.lacksKey)
  }

  private mutating func add(
    _ choice: ProviderChoice, _ directory: ModelDirectory, _ found: LocalServer?
  ) {
    let provider = choice.provider
    let listing = directory.listing(of: provider)
    let letters = FoldedLetters(provider.listedName)
    let brand = provider.brand.map { FoldedLetters($0) }
    var models = listing?.models.filter(\.isForChat) ?? found?.models.map(Model.init(id:)) ?? []
    if models.isEmpty, !choice.lacksKey, !provider.defaultModel.isEmpty, !provider.tellsModel {
      models = [Model(id: provider.defaultModel)]
    }
    let choices = models.map { ModelChoice(provider: provider.id, model: $0.id) }
    for (model, choice) in zip(models, choices) {
      add(model, choice, letters: letters, brand: brand, isLocal: provider.isLocal)
    }
    let standing = Self.standing(choice, listing, directory.request(to: provider), found)
    vendors.append(
      Vendor(
        provider: provider, standing: standing, models: choices, lacksKey: choice.lacksKey))
  }

  private mutating func add(
    _ model: Model, _ choice: ModelChoice, letters: FoldedLetters, brand: FoldedLetters?,
    isLocal: Bool = false
  ) {
    entries[choice] = Entry(
      choice: choice, model: model, isLocal: isLocal, id: FoldedLetters(model.id),
      name: model.name.flatMap { $0 == model.id ? nil : FoldedLetters($0) }, provider: letters,
      brand: brand)
  }

  private static func standing(
    _ choice: ProviderChoice, _ listing: ModelListing?, _ request: ModelDirectory.Request?,
    _ found: LocalServer?
  ) -> Standing {
    if choice.lacksKey { return .noKey }
    if choice.provider.name == Provider.demo.name { return .scripted }
    switch request {
    case .asked?: return .refreshing(listed: listing?.fetchedAt)
    case .failed(let error)?:
      if choice.provider.isLocal, case .unreachable = error { return .notRunning }
      return .failed(error, needsKey: error.isAboutKey)
    case nil: break
    }
    guard let listing else { return found == nil ? .notListed : .running }
    return listing.models.contains(where: \.isForChat) ? .listed(listing.fetchedAt) : .noModels
  }

  /// Returns whether the provider's list is loaded, so that a model missing from it is probably a
  /// mistake.
  func hasList(_ provider: String) -> Bool {
    guard let vendor = vendor(provider) else { return false }
    return switch vendor.standing {
    case .listed, .refreshing(listed: .some): true
    case .noKey, .running: !vendor.models.isEmpty
    case .refreshing(listed: nil), .notRunning, .failed, .notListed, .scripted, .noModels: false
    }
  }

  func vendor(_ id: String) -> Vendor? { vendors.first { $0.provider.id == id } }

  func isFavorite(_ choice: ModelChoice) -> Bool { favorites.contains(choice) }
}

extension StreamError {
  /// Whether adding or replacing the key may help.
  var isAboutKey: Bool {
    guard case .refused(let refusal) = self else { return false }
    return switch refusal.cause {
    case .keyRefused, .keyMissing: true
    case .contextExceeded, .unknownModel, .outOfCredit, .notPermitted, .rateLimited, .redirected,
      .wrongAddress, .invalidRequest, .temporary:
      false
    }
  }

  /// Whether the server lacks the model, or has several and none was named.
  var isAboutModel: Bool {
    switch self {
    case .refused(let refusal): refusal.cause == .unknownModel
    case .invalidRequest(.severalModels), .invalidRequest(.noModel): true
    default: false
    }
  }

  /// Whether the server requires a key but none was sent.
  var isForWantOfKey: Bool {
    guard case .refused(let refusal) = self else { return false }
    return refusal.cause == .keyMissing
  }
}
