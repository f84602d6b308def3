internal import App
internal import Chat
internal import Dispatch
internal import Storage

/// Model lists and favourites. A failure to store a list is not reported: the server can be asked
/// again.
extension StoreService {
  /// Calls back once, on the store's queue. The catalog is empty if the database cannot be read.
  func loadCatalog(_ use: @escaping @Sendable (ModelCatalog) -> Void) {
    queue.async { use(self.readCatalog()) }
  }

  /// Blocks until the catalog is loaded. Never called on the store's queue.
  func loadedCatalog() -> ModelCatalog { queue.sync { readCatalog() } }

  private func readCatalog() -> ModelCatalog {
    let catalog = read { (store) throws(StoreError) in try store.modelCatalog() }
    // If the stored lists cannot be read, the servers are asked instead.
    return (try? catalog.get()) ?? ModelCatalog()
  }

  func save(_ listing: ModelListing) {
    queue.async {
      _ = self.attempt { (store) throws(StoreError) in try store.save(listing) }
    }
  }

  /// Posts `saved` when done.
  func setFavorite(_ choice: ModelChoice, _ isFavorite: Bool) {
    queue.async {
      let result = self.attempt { (store) throws(StoreError) in
        try store.setFavorite(choice, isFavorite)
      }
      switch result {
      case .success: self.post(.saved(nil))
      case .failure(let error): self.post(.saved(error))
      }
    }
  }
}
