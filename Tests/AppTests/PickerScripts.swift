import Chat
import Screen
import Testing

@testable import App

/// Helpers for tests of providers, their model lists and the picker.
extension Script {
  /// Returns a script with all built-in providers. Of those that need a key, only OpenRouter and
  /// the AI/ML API have one.
  static func withProviders(_ provider: Provider = .aimlapi, surface: Surface = .screen) -> Script {
    var script = Script(provider: provider, surface: surface)
    let choices = Provider.builtIn.map {
      ProviderChoice(
        provider: $0,
        lacksKey: $0.keyVariable != nil && !["aimlapi", "openrouter"].contains($0.name))
    }
    script.state.providers = KnownProviders(choices)
    return script
  }

  static func provider(_ name: String) -> Provider {
    Provider.builtIn.first { $0.name == name } ?? .demo
  }

  var picker: PickerPage? { state.pages.last as? PickerPage }
  var keyPage: KeyPage? { state.pages.last as? KeyPage }

  /// Takes the pending effects and returns the model orders.
  mutating func takeModelOrders() -> [ModelOrder] {
    takeEffects().compactMap { effect in
      if case .models(let order) = effect { order } else { nil }
    }
  }

  /// Returns a provider's model list that is the given number of hours old.
  func listing(_ name: String, _ models: [Model], hours: Int64 = 0) -> ModelListing {
    ModelListing(
      provider: name, baseURL: Script.provider(name).baseURL, models: models,
      fetchedAt: Timestamp(milliseconds: state.now.milliseconds - hours * 3_600_000))
  }

  /// A catalog with the lists of three providers, two favourites and two recent models.
  var catalog: ModelCatalog {
    var catalog = ModelCatalog()
    catalog.listings = [
      listing(
        "aimlapi",
        [
          .sample("alibaba/qwen3-32b", context: 131_072, 0.7, 2.8, "tk"),
          .sample("openai/gpt-4o", context: 128_000, 2.5, 10, "vk"),
          .sample("通义/千问-超长上下文-思考模型-2026", context: 1_000_000, 0.1, 0.4, "tvk"),
        ], hours: 3),
      listing(
        "openrouter",
        [
          .sample("qwen/qwen3-235b-a22b-thinking-2507", context: 262_144, 0.2, 0.6, "t"),
          .sample("deepseek/deepseek-r1:free", context: 163_840, 0, 0, "t"),
        ]),
      listing("ollama", [.sample("qwen3:8b", context: 40_960, nil, nil, "t")]),
    ]
    catalog.favorites = [
      ModelChoice(provider: "aimlapi", model: "alibaba/qwen3-32b"),
      ModelChoice(provider: "ollama", model: "qwen3:8b"),
    ]
    catalog.recent = [
      ModelChoice(provider: "ollama", model: "qwen3:8b"),
      ModelChoice(provider: "openrouter", model: "deepseek/deepseek-r1:free"),
    ]
    return catalog
  }

  /// Returns a script with the picker open and the sample catalog loaded. Only the lists of
  /// OpenRouter and Ollama are fresh.
  static func withPicker(_ provider: Provider = .aimlapi) -> Script {
    var script = withProviders(provider)
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(script.catalog))
    return script
  }

  mutating func fail(_ name: String, _ error: StreamError) {
    play(.modelsListed(Script.provider(name), .failure(error)))
  }

  mutating func list(_ name: String, _ ids: String...) {
    play(
      .modelsListed(Script.provider(name), .success(listing(name, ids.map(Model.init(id:))))))
  }

  static let refused = StreamError.unreachable(host: "127.0.0.1", .noConnection)
}

extension Model {
  /// - Parameter capabilities: `t` for thinking, `v` for vision, `k` for tool calls.
  static func sample(
    _ id: String, context: Int?, _ input: Double?, _ output: Double?, _ capabilities: String
  ) -> Model {
    var model = Model(id: id)
    model.contextLength = context
    model.inputPrice = input
    model.outputPrice = output
    model.capabilities.thinks = capabilities.contains("t")
    model.capabilities.sees = capabilities.contains("v")
    model.capabilities.callsTools = capabilities.contains("k")
    return model
  }
}
