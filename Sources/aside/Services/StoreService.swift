internal import App
internal import Chat
internal import Dispatch
internal import Storage
internal import Synchronization

/// A service that runs the store on its own queue. It carries out orders one at a time, and the
/// screen never waits for a disk. The first order opens the file. A later order opens it again
/// if that failed, or if the file was damaged, moved or replaced.
final class StoreService: Sendable {
  private let path: String
  private let history: HistorySetting
  let queue = DispatchQueue(label: "aside.store", qos: .userInitiated)
  let searches = DispatchQueue(label: "aside.search", qos: .userInitiated)
  let newestSearch = Mutex<RequestID?>(nil)
  let isFinished = Atomic(false)
  let isIndexing = Atomic(false)
  /// The number of times exports were cancelled. Each cancellation ends the exports ordered before
  /// it.
  let cancellations = Atomic(0)
  let post: @Sendable (Event) -> Void
  /// The open store. Set only on `queue`.
  let shared = Mutex<ConversationStore?>(nil)
  /// A damaged file, which is no longer written to. Set only on `queue`.
  let damage = Mutex<KnownDamage?>(nil)
  /// A copy to read from while the file cannot be written. Set only on `queue`, once.
  let copy = Mutex<ConversationStore?>(nil)

  init(path: String, history: HistorySetting, post: @escaping @Sendable (Event) -> Void) {
    self.path = path
    self.history = history
    self.post = post
  }

  /// Opens the file early, so that problems are reported before the first question, and moves
  /// conversations older than the configured age to the trash.
  /// - Parameter kept: the conversation about to be continued.
  func open(keeping kept: StartingPoint) {
    queue.async {
      let deleted = self.attempt { (store) throws(StoreError) in
        try self.deleteOld(in: store, keeping: kept)
      }
      switch deleted {
      case .success(let count):
        if count > 0 {
          self.post(.conversationsDeleted(count: count, unusedForDays: self.history.daysKept ?? 0))
        }
        self.indexOlder()
        ConversationStore.removeAbandonedCopies()
      case .failure(let error): self.post(.saved(error))
      }
    }
    if history.isStored { watch() }
  }

  /// The time between two checks for changes by other programs: short enough to follow a
  /// conversation in another terminal, long enough that an idle program hardly wakes.
  private static let timeBetweenChecks = DispatchTimeInterval.seconds(3)

  /// Checks for changes by other programs until the program ends. Wakes only the store's queue.
  private func watch() {
    queue.asyncAfter(deadline: .now() + Self.timeBetweenChecks) { [weak self] in
      guard let self, !self.isFinished.load(ordering: .relaxed) else { return }
      if let event = self.checkForChanges() { self.post(event) }
      self.watch()
    }
  }

  private func checkForChanges() -> Event? {
    // Nothing is open yet, or the next order reports what is wrong with the file.
    guard let store = shared.withLock({ $0 }), (try? store.hasChangedElsewhere()) == true else {
      return nil
    }
    return .changedElsewhere
  }

  private func deleteOld(
    in store: ConversationStore, keeping kept: StartingPoint
  ) throws(StoreError) -> Int {
    guard let limit = history.limit(now: WallClock.now()) else { return 0 }
    let kept =
      switch kept {
      case .new: nil as ConversationID?
      case .newest: try store.newestConversation()
      case .conversation(let id): id
      }
    return try store.deleteConversations(unusedSince: limit, except: kept, at: WallClock.now())
  }

  func perform(_ order: StoreOrder) {
    if case .search(let request, let query, let ranking, let includesReasoning, let limit) = order {
      return search(request, query, ranking, includesReasoning: includesReasoning, limit: limit)
    }
    // A cancellation must not wait for the export.
    if order == .cancelExports { cancellations.add(1, ordering: .relaxed) }
    let number = cancellations.load(ordering: .relaxed)
    queue.async {
      if let event = self.answer(order, since: number) { self.post(event) }
    }
  }

  /// Returns once all orders have been carried out.
  /// - Returns: the most recently used conversation, if any is stored.
  func finish() -> ConversationID? {
    isFinished.store(true, ordering: .relaxed)
    return queue.sync {
      let newest = read { (store) throws(StoreError) in try store.newestConversation() }
      // If this fails, the resume hint names no conversation.
      return try? newest.get()
    }
  }

  /// - Parameter number: the value of `cancellations` when the order was given.
  private func answer(_ order: StoreOrder, since number: Int) -> Event? {
    switch order {
    case .saveQuestion(let request, let conversation, let messages):
      .questionSaved(request, save(conversation, messages, restores: true))
    case .save(let conversation, let messages): .saved(save(conversation, messages))
    case .saveHeader(let conversation): .saved(save(conversation, []))
    case .adoptDraft(let id, let draft): adoptDraft(draft, of: id)
    case .appendText(_, let id, let piece):
      .saved(error(attempt { (store) throws(StoreError) in try store.append(piece, to: id) }))
    case .deleteMessages(let messages, let conversation):
      .saved(
        error(
          attempt { (store) throws(StoreError) in
            try store.delete(messages, of: conversation)
          }))
    case .change(let conversations, let change):
      .saved(
        error(
          attempt { (store) throws(StoreError) in
            try store.change(conversations, change, at: WallClock.now())
          }))
    case .noteExpense(let expense):
      .saved(error(attempt { (store) throws(StoreError) in try store.note(expense) }))
    case .notePrice(let expense):
      .saved(error(attempt { (store) throws(StoreError) in try store.notePrice(expense) }))
    case .loadSpending(let request, let time, let id):
      .spendingLoaded(
        request, id, read { (store) throws(StoreError) in try store.spending(since: time, on: id) })
    case .erase(let conversations):
      .saved(error(attempt { (store) throws(StoreError) in try store.erase(conversations) }))
    case .open: .saved(error(attempt { (_) throws(StoreError) in }))
    case .loadSummaries(let request, let shelf, let last):
      .summariesLoaded(request, page(of: shelf, after: last))
    case .loadPreview(let request, let id):
      .previewLoaded(request, read { (store) throws(StoreError) in try store.preview(of: id) })
    case .loadConversation(let request, let id):
      .conversationLoaded(
        request, read { (store) throws(StoreError) in try store.conversation(id) })
    case .checkForChanges: checkForChanges()
    case .loadMarks(let request, let id):
      .marksLoaded(request, read { (store) throws(StoreError) in try store.marks(of: id) })
    case .loadNewest(let request):
      .conversationLoaded(
        request,
        read { (store) throws(StoreError) in
          guard let id = try store.newestConversation() else { return nil }
          return try store.conversation(id)
        })
    case .restoreDeletion(let request, let id):
      .deletionRestored(
        request, attempt { (store) throws(StoreError) in try store.restoreLastDeletion(of: id) })
    case .restoreLastConversation(let request):
      .conversationLoaded(
        request, attempt { (store) throws(StoreError) in try store.restoreLastConversation() })
    case .export(let ids, let path, let replaces):
      export(ids, path, replaces: replaces, since: number)
    // Searches have their own queue, and exports are cancelled at once.
    case .search, .cancelExports: nil
    }
  }

  /// The number of rows read first. They fill more than a screen and arrive within a frame.
  private static let firstListed = 200
  /// The number of rows in each later read. A save may have to wait for one such read.
  private static let nextListed = 1_000

  /// Returns the first page of a list, or the page after one of its conversations.
  private func page(
    of shelf: Shelf, after last: ConversationSummary?
  ) -> Result<ListPage, StoreError> {
    read { (store) throws(StoreError) in
      let limit = last == nil ? Self.firstListed : Self.nextListed
      let summaries = try store.summaries(on: shelf, after: last, limit: limit)
      return ListPage(summaries, hasMore: summaries.count >= limit)
    }
  }

  /// - Parameter restores: whether to restore the conversation if it is in the trash. Only a question
  ///   does that. An answer that ends later is kept in the trash.
  private func save(
    _ conversation: Conversation, _ messages: [MessageID], restores: Bool = false
  ) -> StoreError? {
    let result = attempt { (store) throws(StoreError) in
      try store.save(conversation, messages: messages, restores: restores)
    }
    switch result {
    case .success(let undone?): post(.deletionUndone(conversation.id, conversation.title, undone))
    case .success(nil): break
    case .failure(let error): return error
    }
    return nil
  }

  private func adoptDraft(_ draft: String, of id: ConversationID) -> Event? {
    shared.withLock { $0 }?.adoptDraft(draft, of: id)
    return nil
  }

  private func error(_ result: Result<Void, StoreError>) -> StoreError? {
    if case .failure(let error) = result { error } else { nil }
  }

  func attempt<Value>(
    _ body: (ConversationStore) throws(StoreError) -> Value
  ) -> Result<Value, StoreError> {
    do throws(StoreError) {
      let store = try openStore()
      shared.withLock { $0 = store }
      return .success(try body(store))
    } catch {
      return .failure(lettingGo(error))
    }
  }

  /// Closes a file that was moved or replaced, or one that is damaged, so that it can be repaired
  /// while the screen stays open. The next order opens whatever file is there by then, and saves
  /// everything that could not be saved. Runs only on `queue`.
  func lettingGo(_ error: StoreError) -> StoreError {
    guard error.isOfTheFile else { return error }
    if let known = KnownDamage(error, path: path) { damage.withLock { $0 = known } }
    guard let store = shared.withLock({ $0 }) else { return error }
    shared.withLock { $0 = nil }
    return error.lettingGo(of: store)
  }

  /// Reads from the store, even if its file cannot be written.
  func read<Value>(
    _ body: (ConversationStore) throws(StoreError) -> Value
  ) -> Result<Value, StoreError> {
    do throws(StoreError) {
      guard let damage = currentDamage, shared.withLock({ $0 }) == nil else {
        return .success(try body(try storeToRead()))
      }
      // Show what can be read, then close the file so that it can be repaired.
      guard let store = try? ConversationStore.reading(path: path) else { throw damage }
      defer { _ = store.letGo() }
      return .success(try body(store))
    } catch {
      return .failure(lettingGo(error))
    }
  }

  private func storeToRead() throws(StoreError) -> ConversationStore {
    do throws(StoreError) {
      let store = try openStore()
      shared.withLock { $0 = store }
      return store
    } catch {
      guard case .readOnly = error else { throw error }
      if let copy = copy.withLock({ $0 }) { return copy }
      let opened = try ConversationStore.reading(path: path)
      copy.withLock { $0 = opened }
      return opened
    }
  }

  private func openStore() throws(StoreError) -> ConversationStore {
    if let opened = shared.withLock({ $0 }) { return opened }
    if let damage = currentDamage { throw damage }
    return history.isStored
      ? try ConversationStore(path: path) : try ConversationStore.inMemory()
  }

  /// The damage found in the current file.
  var currentDamage: StoreError? { damage.withLock { $0?.error(at: path) } }
}
