internal import App
internal import Chat
internal import Streaming
internal import Synchronization
internal import Words

internal import class Foundation.Thread

/// A service that lists models and stores keys for the screen. Each order runs on its own
/// thread, so that an unresponsive server or keyring delays nothing else.
final class CatalogService: Sendable {
  private let store: StoreService
  private let endpoints: EndpointSource
  private let settings: [ProviderSetting]
  private let keys: KeyStore
  private let post: @Sendable (Event) -> Void
  /// Each server's last known list of models; `nil` until the stored lists have been read.
  private let known = Mutex<[ModelListing]?>(nil)

  /// The dialect used to read each server's list in this run, by address.
  private let dialects = Mutex<[String: DialectName]>([:])

  private let patience: Duration

  /// - Parameters:
  ///   - patience: how long to wait for a server.
  ///   - post: called on any thread.
  init(
    _ setup: ChatSetup, _ store: StoreService, _ endpoints: EndpointSource,
    patience: Duration = .seconds(5), post: @escaping @Sendable (Event) -> Void
  ) {
    self.store = store
    self.endpoints = endpoints
    self.patience = patience
    settings = setup.settings
    keys = setup.keys.saved
    self.post = post
  }

  func perform(_ order: ModelOrder) {
    switch order {
    case .loadCatalog:
      store.loadCatalog { catalog in
        self.remember(catalog.listings)
        self.post(.catalogLoaded(catalog))
      }
    case .list(let provider):
      Thread { self.post(.modelsListed(provider, self.list(provider))) }.start()
    case .setFavorite(let choice, let isFavorite): store.setFavorite(choice, isFavorite)
    case .storeKey(let key, let provider):
      Thread { self.post(.keyChecked(provider, self.storeKey(key, of: provider))) }.start()
    }
  }

  // MARK: Lists

  private func list(_ provider: Provider) -> Result<ModelListing, StreamError> {
    do throws(StreamError) {
      let endpoint = try endpoints.listing(provider).get()
      let known = listing(of: provider)
      // A "Not modified" reply would keep a list that was read in another dialect.
      let entityTag = isReadSame(provider) ? known?.entityTag : nil
      let inquiry = ModelInquiry(
        engine: endpoints.engine, endpoint: endpoint, limit: patience)
      let answer = try inquiry.models(unlessMatching: entityTag)
      var listing = ModelListing(
        provider: provider.name, baseURL: provider.baseURL,
        models: answer?.models ?? known?.models ?? [], fetchedAt: WallClock.now())
      listing.entityTag = answer == nil ? known?.entityTag : answer?.entityTag
      remember([listing])
      dialects.withLock { $0[provider.baseURL] = provider.dialect }
      store.save(listing)
      return .success(listing)
    } catch {
      return .failure(error)
    }
  }

  private func isReadSame(_ provider: Provider) -> Bool {
    provider.dialectBasis == .stated
      || dialects.withLock { $0[provider.baseURL] } == provider.dialect
  }

  private func listing(of provider: Provider) -> ModelListing? {
    if known.withLock({ $0 == nil }) { remember(store.loadedCatalog().listings) }
    return known.withLock { listings in
      listings?.first { $0.provider == provider.name && $0.baseURL == provider.baseURL }
    }
  }

  /// Remembers the lists. Newer lists replace older ones from the same server.
  private func remember(_ listings: [ModelListing]) {
    known.withLock { known in
      for listing in listings {
        let older = known?.first {
          $0.provider == listing.provider && $0.baseURL == listing.baseURL
        }
        if let older, older.fetchedAt > listing.fetchedAt { continue }
        known?.removeAll { $0.provider == listing.provider && $0.baseURL == listing.baseURL }
        known = (known ?? []) + [listing]
      }
      known = known ?? []
    }
  }

  // MARK: Keys

  private func storeKey(_ typed: TypedKey, of provider: Provider) -> KeyOutcome {
    let text: String
    do throws(APIKey.Flaw) {
      text = try APIKey.trimmed(typed.text)
    } catch {
      return .invalid
    }
    guard let setting = settings.first(where: { $0.provider.name == provider.name }),
      let origin = provider.origin, setting.provider.origin == origin
    else { return .wrongAddress(Words.keyForOtherAddress(ownAddress(of: provider))) }
    let endpoint: Endpoint
    let verdict: ModelInquiry.KeyVerdict
    do {
      let key = try APIKey(text, for: origin, from: Words.keyEntry)
      endpoint = try Endpoint(provider: provider, key: key)
      let inquiry = ModelInquiry(
        engine: endpoints.engine, endpoint: endpoint, limit: patience)
      verdict = try inquiry.checkKey()
    } catch let error as StreamError {
      return .notAccepted(error)
    } catch {
      return .invalid
    }
    // Use the key in this run even if it cannot be saved.
    endpoints.adopt(endpoint)
    do throws(UsageProblem) {
      let place = try keys.save(
        text, for: provider.name, address: setting.addressOfSavedKey, among: endpoints.commands)
      switch verdict {
      case .accepted: return .stored(in: place)
      case .unchecked: return .stored(in: Words.uncheckedKey(in: place))
      }
    } catch {
      return .notStored(error.description)
    }
  }

  private func ownAddress(of provider: Provider) -> String {
    settings.first { $0.provider.name == provider.name }?.provider.shownBaseURL
      ?? provider.shownBaseURL
  }
}
