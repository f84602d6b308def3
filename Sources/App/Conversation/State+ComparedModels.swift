internal import Chat
internal import Words

/// A reason why a comparison cannot be made. Nothing was sent.
enum ComparisonProblem: Error, Equatable {
  case unknownModel(String)
  /// Several providers have the model.
  /// - Parameter choices: the possible models, as they can be typed.
  case ambiguous(String, choices: [String])
  /// The provider was named without a model and has no last-used, sole or default model.
  case noUsualModel(provider: String)
  /// There are fewer than two answers to compare.
  case tooFew
  case tooMany

  /// The wrong word in the command; `nil` if no single word is wrong.
  var word: String? {
    switch self {
    case .unknownModel(let word), .ambiguous(let word, _), .noUsualModel(let word): word
    case .tooFew, .tooMany: nil
    }
  }

  var notice: Notice {
    let sentence =
      switch self {
      case .unknownModel(let word): Words.Comparison.unknownModel(word)
      case .ambiguous(let word, _): Words.Comparison.ambiguous(word)
      case .noUsualModel(let provider): Words.Comparison.noUsualModel(provider)
      case .tooFew: Words.Comparison.tooFew
      case .tooMany: Words.Comparison.tooMany(limit: State.mostCompared)
      }
    var advice = ""
    switch self {
    case .unknownModel(let word): advice = Words.Comparison.nameProvider(example: word)
    case .ambiguous(_, let choices): advice = Words.Comparison.useOne(of: choices)
    case .noUsualModel, .tooFew, .tooMany: break
    }
    return Notice(.trouble, sentence, advice: advice)
  }
}

/// Finding the models that `/compare` names.
///
/// Each word is a model's ID, or the part of an ID after the last slash. `PROVIDER:MODEL`, or a
/// provider's name followed by a model, picks one of several providers. A provider's name alone
/// means its usual model, such as the one last used there.
extension State {
  /// The maximum number of answers to compare.
  static let mostCompared = 4

  func comparedModels(
    typed text: String
  ) throws(ComparisonProblem) -> [AskedModel] {
    let content = pickerContent
    var asked: [AskedModel] = []
    var rest = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
    while let word = rest.popFirst() {
      if let choice = knownProvider(word) {
        if let next = rest.first, !namesProvider(next) {
          rest.removeFirst()
          asked.append(AskedModel(choice, model: listedID(next, at: choice, content)))
        } else if let model = usualModel(of: choice.provider) {
          asked.append(AskedModel(choice, model: model))
        } else if choice.provider.tellsModel {
          // Let the server use the model that it has loaded.
          asked.append(AskedModel(choice, model: ""))
        } else {
          throw .noUsualModel(provider: word)
        }
      } else {
        asked.append(try model(named: word, content))
      }
    }
    if asked.count > Self.mostCompared { throw .tooMany }
    return asked
  }

  /// Returns whether a word is a provider's name, or begins with one followed by a colon.
  private func namesProvider(_ word: String) -> Bool {
    knownProvider(word) != nil || parts(of: word) != nil
  }

  /// Returns a provider by its ID, or by the name or address that the user typed for it.
  func knownProvider(_ id: String) -> ProviderChoice? {
    var id = id
    if let address = ServerAddress(recognizing: id) {
      guard isKnown(address) else { return nil }
      id = address.baseURL
    }
    return session.isConfigured && session.provider.id == id
      ? ProviderChoice(provider: session.provider, lacksKey: session.lacksKey) : providers[id: id]
  }

  /// Returns whether a typed address is one that was used or typed before.
  private func isKnown(_ address: ServerAddress) -> Bool {
    let id = address.baseURL
    return session.provider.id == id || providers.lists(id)
      || models.catalog.recent.contains { $0.provider == id }
      || models.catalog.favorites.contains { $0.provider == id }
  }

  /// Returns the provider and model of a word like `PROVIDER:MODEL`. An address has colons, too.
  private func parts(of word: String) -> (provider: ProviderChoice, model: String)? {
    for (colon, character) in zip(word.indices, word) where character == ":" {
      let model = word[word.index(after: colon)...]
      guard !model.isEmpty, let choice = knownProvider(String(word[..<colon])) else { continue }
      // `localhost:8090` is an address, with or without a model.
      if choice.provider.isElsewhere, knownProvider(word) != nil { continue }
      return (choice, String(model))
    }
    return nil
  }

  /// Returns a model chosen earlier, with its provider's current details.
  func current(_ asked: AskedModel) -> AskedModel {
    knownProvider(asked.provider.id).map { AskedModel($0, model: asked.model) } ?? asked
  }

  private func model(
    named word: String, _ content: PickerContent
  ) throws(ComparisonProblem) -> AskedModel {
    if let (choice, model) = parts(of: word) {
      return AskedModel(choice, model: listedID(model, at: choice, content))
    }
    let here = session.provider.id
    for isMatch in [{ $0 == word }, { Session.short($0) == word }] as [(String) -> Bool] {
      var found = content.everyChoice.filter { isMatch($0.model) }
      if found.contains(where: { $0.provider == here }) {
        found.removeAll { $0.provider != here }
      }
      // Prefer providers that can be used: those whose key was found or that need none.
      let usable = found.filter { knownProvider($0.provider)?.lacksKey == false }
      if !usable.isEmpty { found = usable }
      if found.count > 1 {
        throw .ambiguous(
          word, choices: found.map { "\(KnownProviders.typedName($0.provider)):\($0.model)" })
      }
      if let only = found.first, let choice = knownProvider(only.provider) {
        return AskedModel(choice, model: only.model)
      }
    }
    // A server that has not listed its models may have this model.
    guard session.isConfigured, models.listing(of: session.provider) == nil else {
      throw .unknownModel(word)
    }
    return AskedModel(
      ProviderChoice(provider: session.provider, lacksKey: session.lacksKey), model: word)
  }

  /// Returns the ID of a model named without its maker's prefix, if the provider lists only one
  /// such model. Otherwise, returns the word itself.
  private func listedID(
    _ word: String, at choice: ProviderChoice, _ content: PickerContent
  ) -> String {
    let ids = content.everyChoice.filter { $0.provider == choice.provider.id }.map(\.model)
    if ids.contains(word) { return word }
    let same = ids.filter { Session.short($0) == word }
    return same.count == 1 ? same[0] : word
  }

  // MARK: Obstacles

  /// Returns why one of these models cannot be asked; `nil` if all of them can. If one cannot,
  /// nothing is sent.
  func obstacle(toAll asked: [AskedModel], kept: Words.Kept) -> Notice? {
    for one in asked {
      if let error = unreachability(of: one.provider) {
        return Notice(
          .trouble, Words.Asking.obstacle(ErrorText.sentence(error, at: one.provider), kept),
          advice: say(.startServer))
      }
      if var obstacle = obstacle(to: session.asking(one), in: front, kept: kept) {
        if one.lacksKey {
          obstacle.advice = Words.Comparison.addKeyInPicker(preferences.keymap.name(of: .setModel))
        }
        return obstacle
      }
    }
    return nil
  }

  /// Returns the error of a server on this machine that could not be reached; `nil` if there was
  /// none.
  private func unreachability(of provider: Provider) -> StreamError? {
    guard case .failed(let error)? = models.request(to: provider),
      error.stoppedServer(of: provider) != nil
    else { return nil }
    return error
  }
}
