internal import App
internal import Chat
internal import Dispatch
internal import Storage
internal import Synchronization

/// Searches run on their own queue and connection. A slow search does not delay saving.
extension StoreService {
  /// Starts a search. Interrupts the running one and drops any that are queued: only the latest
  /// matters.
  func search(
    _ request: RequestID, _ query: SearchQuery, _ order: SearchOrder, includesReasoning: Bool,
    limit: Int
  ) {
    newestSearch.withLock { $0 = request }
    (shared.withLock { $0 } ?? copy.withLock { $0 })?.interruptSearch()
    searches.async {
      guard self.newestSearch.withLock({ $0 }) == request else { return }
      let result: Result<SearchResult?, StoreError>
      do throws(StoreError) {
        result = .success(
          try self.storeToSearch().search(
            query, order: order, includesReasoning: includesReasoning, limit: limit,
            now: WallClock.now()))
      } catch {
        result = .failure(error)
      }
      switch result {
      case .success(let found?):
        self.post(.found(request, .success(found)))
        // Another program has stored something, so index it.
        if found.indexed != nil { self.indexOlder() }
      // Interrupted by a newer search.
      case .success(nil): break
      case .failure(let error):
        let said = self.queue.sync { self.lettingGo(error) }
        self.post(.found(request, .failure(said)))
      }
    }
  }

  private func storeToSearch() throws(StoreError) -> ConversationStore {
    if let store = shared.withLock({ $0 }) { return store }
    let opened: Result<ConversationStore, StoreError> = queue.sync {
      if let damage = currentDamage { return .failure(damage) }
      return read { (store) throws(StoreError) in store }
    }
    return try opened.get()
  }

  /// The number of texts indexed at a time. A save may have to wait for one batch.
  private static let batch = 400
  /// The number of batches indexed between two updates to the screen.
  private static let batchesBetweenNews = 10

  /// Indexes what an older version or another program stored, in batches between other orders. Does
  /// nothing if indexing is already running.
  func indexOlder() {
    guard !isIndexing.exchange(true, ordering: .relaxed) else { return }
    indexBatch(1)
  }

  private func indexBatch(_ number: Int) {
    queue.async {
      guard !self.isFinished.load(ordering: .relaxed), self.currentDamage == nil,
        case .success(let hasMore) = self.read({ (store) throws(StoreError) in
          try store.indexOlder(Self.batch)
        })
      else { return self.isIndexing.store(false, ordering: .relaxed) }
      if !hasMore { self.isIndexing.store(false, ordering: .relaxed) }
      if !hasMore || number % Self.batchesBetweenNews == 0 { self.post(.indexed) }
      if hasMore { self.indexBatch(number + 1) }
    }
  }
}
