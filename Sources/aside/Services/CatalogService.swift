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
  private let keys: KeyLookup
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
    keys = setup.keys
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
    case .findKey(let provider):
      Thread { self.post(.keyFound(provider, self.standing(of: provider))) }.start()
    case .removeKey(let provider):
      Thread { self.post(.keyRemoved(provider, self.removeKey(of: provider))) }.start()
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
    guard let origin = provider.origin else {
      return .refused(Words.noOriginForKey(provider.shownBaseURL))
    }
    let setting = endpoints.setting(for: provider).0
    let owner = KeyOwner(setting, at: origin)
    if owner.isAddress, provider.isInTheOpen {
      return .refused(Words.keyInTheOpen(provider.shownBaseURL))
    }
    let endpoint: Endpoint
    let verdict: ModelInquiry.KeyVerdict
    do {
      let key = try APIKey(text, for: origin, from: Words.keyEntry)
      endpoint = try Endpoint(provider: provider, key: key)
      let inquiry = ModelInquiry(
        engine: endpoints.engine, endpoint: endpoint, limit: patience)
      verdict = try inquiry.checkKey(isOfAddress: owner.isAddress)
    } catch let error as StreamError {
      return .notAccepted(error)
    } catch {
      return .invalid
    }
    // Use the key in this run even if it cannot be saved.
    endpoints.adopt(endpoint)
    return save(text, for: owner, verdict)
  }

  private func save(
    _ text: String, for owner: KeyOwner, _ verdict: ModelInquiry.KeyVerdict
  ) -> KeyOutcome {
    do throws(UsageProblem) {
      let place = try keys.saved.save(
        text, for: owner.name, address: owner.address, among: endpoints.commands)
      switch verdict {
      case .accepted: return .stored(in: place)
      case .unchecked: return .stored(in: Words.uncheckedKey(in: place))
      }
    } catch {
      return .notStored(error.description)
    }
  }

  private func standing(of provider: Provider) -> KeyStanding {
    let (setting, getsGeneralKey) = endpoints.setting(for: provider)
    // An unreadable key file counts as empty here. It is reported when a key from it is needed.
    let name = try? keys.savedNames(for: setting).first
    let key = name.flatMap { try? keys.saved.savedKey(for: $0) }
    // An invalid key in the variable is reported when it is used.
    let variable = (try? keys.variableKey(for: setting, isFirst: getsGeneralKey))?.source
    let command = setting.hasCommand ? Words.keyCommand(of: setting.provider.name) : nil
    return KeyStanding(
      savedIn: key.map { keys.saved.place(of: $0) }, overriddenBy: variable ?? command)
  }

  private func removeKey(of provider: Provider) -> KeyRemoval {
    do throws(UsageProblem) {
      let (setting, getsGeneralKey) = endpoints.setting(for: provider)
      for name in try keys.savedNames(for: setting) {
        _ = try keys.saved.remove(name, among: endpoints.commands)
      }
      endpoints.forgetKey(for: provider)
      return .removed(hasOther: try keys.mayHaveKey(for: setting, isFirst: getsGeneralKey))
    } catch {
      return .failed(error.description)
    }
  }
}
