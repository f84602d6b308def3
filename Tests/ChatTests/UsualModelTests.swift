import Chat
import Testing

/// The model and the dialect to use when none is named.
@Suite struct UsualModelTests {
  private func provider(_ usual: String, _ dialect: DialectName = .plain) -> Provider {
    Provider(
      name: "x", baseURL: "http://127.0.0.1:1/v1", dialect: dialect, keyVariable: nil,
      defaultModel: usual)
  }

  private func models(_ ids: [String], loaded: [String] = []) -> [Model] {
    ids.map {
      var model = Model(id: $0)
      if !loaded.isEmpty { model.isLoaded = loaded.contains($0) }
      return model
    }
  }

  @Test func onlyOrLoadedModelIsUsed() {
    #expect(UsualModel(models(["a"]), of: provider("")) == .named("a"))
    #expect(UsualModel(models(["a"]), of: provider("default")) == .named("a"))
    #expect(UsualModel(models(["a", "b"], loaded: ["b"]), of: provider("default")) == .named("b"))
    #expect(
      UsualModel(models(["a", "b"]), of: provider("default", .llamaCpp)) == .several(["a", "b"]))
    #expect(
      UsualModel(models(["a", "b", "c"], loaded: ["a", "b"]), of: provider(""))
        == .several(["a", "b"]))
  }

  @Test func defaultModelIsUsedIfTheServerHasIt() {
    #expect(UsualModel(models(["a", "b"]), of: provider("b")) == .named("b"))
    #expect(UsualModel(models(["a", "b"]), of: provider("c")) == .named("c"))
    #expect(UsualModel(nil, of: provider("c")) == .named("c"))
    #expect(UsualModel(nil, of: provider("default")) == .named("default"))
    #expect(UsualModel(nil, of: provider("")) == .none)
    #expect(UsualModel([], of: provider("")) == .none)
  }

  @Test func addressAloneLeavesTheDialectOpen() {
    #expect(Provider.aimlapi.moved(to: "http://127.0.0.1:1/v1").dialectBasis == .assumed)
    let router = Provider.aimlapi.moved(to: "https://openrouter.ai/api/v1")
    #expect(router.dialect == .openRouter && router.dialectBasis == .recognized("openrouter"))
    #expect(Provider.aimlapi.moved(to: "https://api.aimlapi.com/v2").dialectBasis == .stated)
    for provider in Provider.builtIn where provider.name != "aimlapi" {
      #expect(provider.moved(to: "http://127.0.0.1:1/v1").dialectBasis == .stated)
    }
  }
}
