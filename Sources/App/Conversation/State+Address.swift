internal import Chat
internal import Words

/// Connecting to a server at an address typed on screen, as with `--base-url`.
extension State {
  /// Switches the session to the server at an address. If a known provider has that address, uses
  /// that provider. The switch is immediate, so that no question goes to another server in the
  /// meantime.
  mutating func connect(to address: ServerAddress, model: String = "") -> [Effect] {
    guard stream == nil else {
      notice = Notice(.information, Words.Picker.stillAnswering)
      return []
    }
    let model = model.isEmpty ? options.modelForProvider ?? "" : model
    closePicker()
    if let known = providers.choices.first(where: { $0.provider.baseURL == address.baseURL }) {
      return model.isEmpty ? choose(known) : use(known, model: model)
    }
    providers.note(address)
    let choice = ProviderChoice(provider: providers.provider(at: address), lacksKey: false)
    let effects = use(choice, model: model)
    guard model.isEmpty else { return effects }
    models.awaited = .address(ModelDirectory.Server(choice.provider))
    notice = Notice(.information, Words.Picker.connecting(to: choice.provider.shownBaseURL))
    return effects + (models.request(to: choice.provider) == .asked ? [] : list([choice.provider]))
  }

  /// Connects if the text is an address and no provider has been chosen yet. Without this, the
  /// demo would just answer the text.
  mutating func connectInsteadOfAsking(_ text: String) -> [Effect]? {
    guard session.isDemo, conversation.isEmpty, editing == nil,
      attachments.attachments.isEmpty, let address = ServerAddress(recognizing: text)
    else { return nil }
    composer.clear()
    return connect(to: address)
  }

  /// Finishes connecting to an address once its server has sent its model list or failed to. If a
  /// key was saved for it, the notice still says so.
  mutating func finishConnecting(
    _ result: Result<ModelListing, StreamError>, to provider: Provider
  ) -> [Effect] {
    let said = models.keyNotice
    models.keyNotice = nil
    let effects = noteConnection(result, to: provider)
    if let said, notice?.kind != .trouble {
      let now = notice?.text == said ? "" : notice?.text ?? ""
      let advice = retryAdvice
      notice = Notice(
        .information, Words.sentences(said, now),
        advice: advice.isEmpty ? notice?.advice ?? "" : advice)
    }
    return effects
  }

  /// Chooses a model if only one is possible, and tells the user how the connection went.
  private mutating func noteConnection(
    _ result: Result<ModelListing, StreamError>, to provider: Provider
  ) -> [Effect] {
    if notice?.text == Words.Picker.connecting(to: provider.shownBaseURL) { notice = nil }
    guard session.isAt(provider), stream == nil else { return [] }
    let choice = ProviderChoice(provider: session.provider, lacksKey: false)
    switch result {
    case .failure(let error):
      notice = Notice(
        .trouble, ErrorText.sentence(error, at: provider),
        advice: error.isLackOfConnection
          ? say(.startServer)
          : error.keyStep(for: provider).map { say($0) }
            ?? ErrorText.advice(error, provider: provider))
      return []
    case .success(let listing):
      let ids = listing.models.filter(\.isForChat).map(\.id)
      // The server may have reported which model it has loaded.
      if ids.contains(session.model) { return use(choice, model: session.model) }
      if ids.count == 1 { return use(choice, model: ids[0]) }
      if !ids.isEmpty, conversationHasKeys, composer.isEmpty {
        return togglePicker(query: provider.shownName + " ", settled: provider)
      }
      notice = Notice(
        .information, Words.Picker.connected(to: provider.shownBaseURL),
        advice: say(ids.isEmpty ? .nameModel : .chooseModel))
      return []
    }
  }
}
