internal import Chat
internal import Screen

/// A row of the picker. Equal rows are the same item, even after new lists arrive.
enum PickerRow: Hashable {
  enum Section: Hashable {
    case favorites
    case recent
    /// The provider's own models.
    case provider
    /// All models that match the filter.
    case matches
  }

  case heading(Section)
  /// The provider with this ID, and the state of its model list.
  case provider(String)
  case model(ModelChoice, in: Section)
  /// A typed model that is not in any list.
  case typed(ModelChoice)
  /// A typed server address.
  case connect(ServerAddress)
  /// The folded models of a provider without a key.
  case more(String)

  var isHeading: Bool { if case .heading = self { true } else { false } }

  /// The model that the row shows.
  var choice: ModelChoice? {
    switch self {
    case .model(let choice, in: _), .typed(let choice): choice
    case .heading, .provider, .more, .connect: nil
    }
  }
}

extension PickerContent {
  /// Returns the rows that match a filter.
  /// - Parameter awaited: a provider whose row stays until its list has arrived.
  func rows(matching query: String, awaiting awaited: String? = nil) -> [PickerRow] {
    if let vendor = vendor(namedBy: query) { return rows(of: vendor, awaiting: awaited) }
    let words = query.split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? sections : matches(words.map(String.init), awaiting: awaited)
  }

  private var sections: [PickerRow] {
    section(.favorites, favorites) + section(.recent, recent)
      + vendors.flatMap { [.provider($0.provider.id)] + ownRows(of: $0) }
  }

  /// Returns the rows of the provider's own models. Without a key, only a few models are shown,
  /// to leave room for providers that can be used.
  private func ownRows(of vendor: Vendor) -> [PickerRow] {
    let rows = vendor.models.map { PickerRow.model($0, in: .provider) }
    guard vendor.foldedCount > 0 else { return rows }
    return rows.prefix(Vendor.previewed) + [.more(vendor.provider.id)]
  }

  private func section(
    _ section: PickerRow.Section, _ choices: [ModelChoice]
  ) -> [PickerRow] {
    choices.isEmpty
      ? [] : [.heading(section)] + choices.map { .model($0, in: section) }
  }

  // MARK: Filtering

  /// Returns the provider whose name, followed by a space, is the entire filter.
  private func vendor(namedBy query: String) -> Vendor? {
    guard query.last?.isWhitespace == true else { return nil }
    let name = query.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return named(name)
  }

  /// Returns the provider that the user refers to by name or address.
  private func named(_ name: String) -> Vendor? {
    vendors.first { $0.provider.listedName == name } ?? vendor(name)
  }

  /// Returns the provider's models, favourites and recent ones first. Includes the provider's row
  /// if Enter on that row triggers an action, if its list is awaited, or if the provider has no
  /// models.
  private func rows(of vendor: Vendor, awaiting awaited: String?) -> [PickerRow] {
    let name = vendor.provider.id
    let choices = everyChoice.filter { $0.provider == name }
    let ranked = choices.filter { ranks[$0] != nil }.sorted { ranks[$0] ?? 0 < ranks[$1] ?? 0 }
    let models = (ranked + choices.filter { ranks[$0] == nil }).map {
      PickerRow.model($0, in: .matches)
    }
    if vendor.lacksKey { return [.provider(name)] + models }
    let isShown = models.isEmpty || vendor.standing.needsAction || name == awaited
    return models + (isShown ? [.provider(name)] : [])
  }

  /// Returns the rows that match the filter. Every word must match the model's ID or name, or the
  /// provider's name. The best match comes first. Among equals, favourites come before recent
  /// models, and both before all others. If the filter begins with a provider's name, that
  /// provider's models come before those of all others.
  private func matches(_ words: [String], awaiting awaited: String?) -> [PickerRow] {
    let wanted = words.map { FuzzyMatch($0) }
    let named = words.count > 1 ? self.named(words[0])?.provider.id : nil
    var scored: [(isOther: Int, score: Int, rank: Int, order: Int, choice: ModelChoice)] = []
    for (order, choice) in everyChoice.enumerated() {
      guard let entry = entries[choice], let score = Self.score(entry, wanted) else { continue }
      scored.append(
        (choice.provider == named ? 0 : 1, score, ranks[choice] ?? Int.max, order, choice))
    }
    scored.sort {
      ($0.isOther, $1.score, $0.rank, $0.order) < ($1.isOther, $0.score, $1.rank, $1.order)
    }
    let models = scored.map { PickerRow.model($0.choice, in: .matches) }
    let found = models + providers(matching: wanted, awaiting: awaited)
    let typed = typed(words)
    return (found.isEmpty ? failure(before: typed) : found) + typed
  }

  /// Returns the row of the provider whose list could not be loaded, so that Enter first tries to
  /// load it. A server without a list (404) may have the typed model.
  private func failure(before typed: [PickerRow]) -> [PickerRow] {
    guard case .typed(let choice)? = typed.first, let vendor = vendor(choice.provider) else {
      return []
    }
    switch vendor.standing {
    case .failed(.refused(let refusal), needsKey: _) where refusal.status == 404: return []
    case .failed, .notRunning: return [.provider(choice.provider)]
    case .listed, .refreshing, .noKey, .notListed, .running, .scripted, .noModels: return []
    }
  }

  /// Returns the rows of the providers that match, best match first, if Enter on the row triggers an
  /// action or the provider's list is awaited.
  private func providers(
    matching words: [FuzzyMatch], awaiting awaited: String?
  ) -> [PickerRow] {
    var scored: [(score: Int, order: Int, id: String)] = []
    for (order, vendor) in vendors.enumerated()
    where vendor.standing.needsAction || vendor.provider.id == awaited {
      // The user may have given a provider another address and still use its name.
      let provider = vendor.provider
      let names = [provider.listedName, provider.id, provider.brand].compactMap(\.self)
        .map { FoldedLetters($0) }
      let scores = words.compactMap { word in names.compactMap(word.score(in:)).max() }
      guard scores.count == words.count else { continue }
      scored.append((scores.reduce(0, +), order, vendor.provider.id))
    }
    scored.sort { ($1.score, $0.order) < ($0.score, $1.order) }
    return scored.map { .provider($0.id) }
  }

  private static func score(_ entry: Entry, _ words: [FuzzyMatch]) -> Int? {
    var sum = 0
    for word in words {
      var best = word.score(in: entry.id)
      if let name = entry.name, let score = word.score(in: name) {
        best = max(best ?? score, score)
      }
      if let score = word.score(in: entry.provider) { best = max(best ?? score, score) }
      if let brand = entry.brand, let score = word.score(in: brand) {
        best = max(best ?? score, score)
      }
      guard let best else { return nil }
      sum += best
    }
    return sum
  }

  /// Returns a row for a typed server address or model ID. The model is at the current provider,
  /// or at the provider named first, as in `ollama qwen3:4b`. A provider's name is not a model
  /// ID, and the demo has only its own models.
  private func typed(_ words: [String]) -> [PickerRow] {
    guard let first = words.first else { return [] }
    if words.count == 1, let address = ServerAddress(recognizing: first) {
      return [.connect(address)]
    }
    if words.count == 1, ServerAddress.fault(in: first) != nil { return [] }
    let choice: ModelChoice
    if words.count == 2, let vendor = named(first) {
      choice = ModelChoice(provider: vendor.provider.id, model: words[1])
    } else if words.count == 1, named(first) == nil, let vendor = vendors.first {
      choice = ModelChoice(provider: vendor.provider.id, model: first)
    } else {
      return []
    }
    let isListed = vendor(choice.provider)?.models.contains(choice) == true
    return isListed || choice.provider == Provider.demo.name ? [] : [.typed(choice)]
  }
}

extension PickerContent.Standing {
  /// Whether Enter on the provider's row triggers an action.
  var needsAction: Bool {
    switch self {
    case .noKey, .notRunning, .failed: true
    case .listed, .refreshing, .notListed, .running, .scripted, .noModels: false
    }
  }
}
