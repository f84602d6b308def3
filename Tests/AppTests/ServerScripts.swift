import Chat
import Testing

@testable import App

extension KnownProviders {
  /// The built-in providers. Those that need a key have none.
  static var withoutKeys: KnownProviders {
    KnownProviders(
      Provider.builtIn.map { ProviderChoice(provider: $0, lacksKey: $0.keyVariable != nil) })
  }
}

extension ModelListing {
  /// A server's list of these models.
  init(of provider: Provider, _ ids: [String], at time: Timestamp) {
    self.init(
      provider: provider.name, baseURL: provider.baseURL, models: ids.map(Model.init(id:)),
      fetchedAt: time)
  }
}

extension Script {
  /// The demo for a user without a key.
  static func demo(
    surface: Surface = .screen, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Script {
    var script = Script(provider: .demo, surface: surface, sourceLocation: sourceLocation)
    script.state.providers = .withoutKeys
    script.restDoesNotMatter()
    return script
  }

  /// Plays the arrival of a server's list of models.
  mutating func list(_ ids: String..., at provider: Provider) {
    play(.modelsListed(provider, .success(ModelListing(of: provider, ids, at: state.now))))
  }
}
