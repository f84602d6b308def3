internal import Chat
internal import Words

/// A model as typed after `/model` or `/provider NAME`, compared with the provider's list.
enum TypedModel: Equatable {
  /// The provider lists the model or has it as its default, or the user has used or chosen it
  /// before.
  case known(id: String)
  /// The user typed ``force`` after the ID, to use the model even if it is not listed. Servers
  /// have models that they do not list, and lists can be out of date.
  case forced(id: String)
  /// The provider's model list is not available.
  case unchecked(id: String)
  case unlisted(id: String, nearest: String?)

  /// Typed after an ID, to use the model even if it is not listed.
  static let force: Character = "!"
}

extension State {
  /// Compares a typed model with the known models of a provider.
  func typedModel(_ text: String, at provider: Provider) -> TypedModel {
    let (listed, others) = knownModels(at: provider)
    if (listed + others).contains(text) { return .known(id: text) }
    if text.last == TypedModel.force, text.count > 1 { return .forced(id: String(text.dropLast())) }
    guard !listed.isEmpty else { return .unchecked(id: text) }
    // Ollama assumes this tag if none is typed.
    if listed.contains(text + ":latest") { return .known(id: text) }
    let same = listed.filter { Session.short($0) == text }
    if same.count == 1 { return .known(id: same[0]) }
    return .unlisted(id: text, nearest: Self.nearest(to: text, in: listed))
  }

  /// Returns the models that the provider lists, and others: its default model, and those that
  /// were used or chosen before.
  private func knownModels(at provider: Provider) -> (listed: [String], others: [String]) {
    let found = models.localServers.first { $0.provider.id == provider.id }?.models ?? []
    let listing = models.listing(of: provider)?.models ?? []
    let chosen = models.catalog.recent + models.catalog.favorites
    let here = session.isAt(provider) ? [session.model] : []
    return (
      (found + listing.flatMap { [$0.id] + $0.aliases }).filter { !$0.isEmpty },
      chosen.filter { $0.provider == provider.id }.map(\.model) + here + [provider.defaultModel]
    )
  }

  /// Returns the ID that is most similar to the text; `nil` if none is similar.
  private static func nearest(to text: String, in ids: [String]) -> String? {
    let word = text.lowercased()
    let limit = max(1, min(4, word.count / 3))
    let typos = ids.map { id in
      let names = [id, Session.short(id)].map { $0.lowercased() }
      return (id, names.map { CommandTypo.distance(word, $0, limit: limit) }.min() ?? .max)
    }
    if let best = typos.filter({ $0.1 <= limit }).min(by: { $0.1 < $1.1 }) { return best.0 }
    return Candidate.matching(text, ids.map { Candidate($0) }).first?.text
  }

  /// Switches to a model that was typed. If the provider is known not to list it, shows a notice
  /// and leaves the text in the composer.
  /// - Parameter command: the command before the model's ID, such as `/model`.
  mutating func useTyped(
    _ text: String, at choice: ProviderChoice, after command: String
  ) -> [Effect] {
    let name = choice.provider.shownName
    switch typedModel(text, at: choice.provider) {
    case .known(let id), .forced(let id):
      composer.clear()
      return use(choice, model: id)
    case .unchecked(let id):
      composer.clear()
      let effects = use(choice, model: id)
      if notice?.kind == .information { notice?.advice = Words.ProviderChoice.unchecked(name) }
      return effects
    case .unlisted(let id, let nearest):
      notice = Notice(
        .trouble, Words.ProviderChoice.unlisted(id, at: name),
        advice: Words.sentences(
          nearest.map(Words.ProviderChoice.didYouMean) ?? "",
          Words.ProviderChoice.force("\(command) \(id)\(TypedModel.force)")))
      return []
    }
  }
}
