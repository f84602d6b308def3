import Chat
import Screen
import Testing

@testable import App

/// The user's own server, chosen without a model: which model is used or offered, and what the
/// screen shows in the meantime.
@Suite struct ModelLackTests {
  private static let two = Provider(
    name: "two", baseURL: "http://127.0.0.1:7071/v1", dialect: .plain, keyVariable: nil,
    defaultModel: ""
  ).assumingDialect

  private static let wantsKey = StreamError.refused(
    ServerRefusal(status: 401, message: "No key", cause: .keyMissing))
  private static let refusesKey = StreamError.refused(
    ServerRefusal(status: 401, message: "Bad key", cause: .keyRefused))

  private func script(_ current: Provider = .aimlapi, surface: Surface = .screen) -> Script {
    var script = Script.withProviders(current, surface: surface)
    script.state.providers.choices.append(ProviderChoice(provider: Self.two, lacksKey: false))
    return script
  }

  private func catalog(_ recent: String...) -> ModelCatalog {
    var catalog = ModelCatalog()
    catalog.recent = recent.map { ModelChoice(provider: "two", model: $0) }
    return catalog
  }

  private func listing(_ ids: [String], _ script: Script) -> ModelListing {
    ModelListing(of: Self.two, ids, at: script.state.now)
  }

  private func started(_ catalog: ModelCatalog) -> Script {
    var script = script(Self.two)
    script.state.options.isModelOpen = true
    _ = script.state.start()
    script.play(.catalogLoaded(catalog))
    #expect(script.takeModelOrders() == [.list(Self.two)])
    return script
  }

  // MARK: Starting

  @Test(arguments: [Script.refused, Self.wantsKey])
  func withoutAListTheStartUsesTheLastModel(_ error: StreamError) {
    var script = started(catalog("m1", "m2"))
    script.play(.modelsListed(Self.two, .failure(error)))
    #expect(script.state.session.model == "m1" && script.state.newSession.model == "m1")
    #expect(script.picker == nil)
  }

  @Test(arguments: [
    (Script.refused, "not running · Enter to retry"),
    (Self.wantsKey, "no key · Enter to add one"),
    (Self.refusesKey, "rejected the key · Enter to replace the key"),
  ])
  func withoutAListOrALastModelThePickerSaysWhy(_ error: StreamError, _ words: String) {
    var script = started(catalog())
    script.play(.modelsListed(Self.two, .failure(error)))
    #expect(script.picker?.query.text == "two ")
    #expect(script.picker?.selection == .provider("two"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains(words) })
    script.restDoesNotMatter()
  }

  @Test func aServerThatIsLoadingItsModelIsLeftAlone() {
    var script = started(catalog())
    let loading = ServerRefusal(status: 503, message: "Loading model")
    script.play(.modelsListed(Self.two, .failure(.refused(loading))))
    #expect(script.picker == nil)
  }

  /// A provider with a default model was moved to a new address. Its last model belongs to the
  /// old one.
  @Test(arguments: [true, false])
  func withoutAListTheDefaultModelIsTried(_ isReached: Bool) {
    var moved = Provider.aimlapi.moved(to: "http://127.0.0.1:7072/v1")
    // As `--base-url` does.
    moved.defaultModel = Provider.aimlapi.defaultModel
    var script = script(moved)
    script.state.front.session.model = ""
    script.state.newSession.model = ""
    script.state.options.isModelOpen = true
    _ = script.state.start()
    var catalog = ModelCatalog()
    catalog.recent = [ModelChoice(provider: "aimlapi", model: "m1")]
    script.play(.catalogLoaded(catalog))
    #expect(script.takeModelOrders() == [.list(moved)])
    let empty = ModelListing(
      provider: "aimlapi", baseURL: moved.baseURL, models: [], fetchedAt: script.state.now)
    script.play(.modelsListed(moved, isReached ? .success(empty) : .failure(Script.refused)))
    #expect(script.picker == nil && script.state.session.model.isEmpty)
    let standing = isReached ? "ready" : "not running"
    #expect(script.rows(width: 80, height: 24).contains { $0.contains(standing) })
  }

  @Test func theStatusSaysThatThereIsNoModel() {
    var script = started(catalog())
    let waiting = script.rows(width: 80, height: 24)
    #expect(waiting.contains { $0.hasPrefix(" two ") && $0.contains("ready") })
    script.play(.modelsListed(Self.two, .failure(Script.refused)))
    script.press(.escape)
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.hasPrefix(" two ") && $0.contains("no model · F3") })
    #expect(!rows.contains { $0.contains("ready") })
    script.restDoesNotMatter()
  }

  @Test func enterInThePickerChoosesFromTheProvider() {
    var script = started(catalog())
    script.play(.modelsListed(Self.two, .success(listing(["b", "a"], script))))
    #expect(script.picker?.rows.compactMap(\.choice?.provider) == ["two", "two"])
    script.press(.enter)
    #expect(script.state.session.provider == Self.two && script.state.session.model == "b")
    script.restDoesNotMatter()
  }

  // MARK: The command

  private func commanded(_ catalog: ModelCatalog) -> Script {
    var script = script()
    script.type("/provider two")
    script.press(.enter)
    _ = script.takeEffects()
    script.play(.catalogLoaded(catalog))
    return script
  }

  @Test func theCommandUsesTheLastModel() {
    var script = commanded(catalog("m1"))
    #expect(script.takeModelOrders() == [])
    #expect(script.state.session.provider == Self.two && script.state.session.model == "m1")
  }

  @Test func theCommandUsesTheOnlyModel() {
    var script = commanded(catalog())
    #expect(script.takeModelOrders() == [.list(Self.two)])
    script.play(.modelsListed(Self.two, .success(listing(["only"], script))))
    #expect(script.state.session.provider == Self.two && script.state.session.model == "only")
    #expect(script.state.notice?.text == "Now using only (two).")
    script.restDoesNotMatter()
  }

  @Test func theCommandOffersSeveralModels() {
    var script = commanded(catalog())
    script.play(.modelsListed(Self.two, .success(listing(["b", "a"], script))))
    #expect(script.picker?.query.text == "two ")
    #expect(script.state.session.provider == .aimlapi)
    script.press(.enter)
    #expect(script.state.session.provider == Self.two && script.state.session.model == "b")
    script.restDoesNotMatter()
  }

  @Test func aFailureDoesNotLeaveTheProviderWithoutAModel() {
    var script = commanded(catalog())
    script.play(.modelsListed(Self.two, .failure(Script.refused)))
    #expect(script.picker?.selection == .provider("two"))
    #expect(script.state.session.provider == .aimlapi && !script.state.session.model.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func thePickerDoesNotInterruptTyping() {
    var script = commanded(catalog())
    script.type("hel")
    script.play(.modelsListed(Self.two, .failure(Script.refused)))
    #expect(script.picker == nil)
    #expect(script.state.notice?.text == "No model chosen.")
    script.restDoesNotMatter()
  }

  // MARK: The picker

  @Test func aServerThatWantsAKeyGetsOne() {
    var script = script()
    script.press(Key(.function(3)))
    script.play(
      .catalogLoaded(catalog()), .modelsListed(Self.two, .failure(Self.wantsKey)))
    script.type("two ")
    script.press(.enter)
    #expect(script.keyPage?.provider == Self.two)
    script.restDoesNotMatter()
  }

  @Test func whileItIsAskedNothingElseIsChosen() {
    var script = script()
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(script.catalog))
    script.type("two ")
    #expect(script.picker?.rows == [.provider("two")])
    script.press(.enter)
    #expect(script.state.session.provider == .aimlapi && script.picker != nil)
    script.play(.modelsListed(Self.two, .success(listing(["b"], script))))
    #expect(script.picker?.selection?.choice?.model == "b")
    script.restDoesNotMatter()
  }

  @Test func aNarrowPickerNamesTheProvider() {
    var script = script()
    script.press(Key(.function(3)))
    script.play(
      .catalogLoaded(script.catalog),
      .modelsListed(Self.two, .success(listing(["qwen3:8b"], script))))
    script.type("qwen3:8b")
    #expect(script.rows(width: 40, height: 10).contains { $0.hasPrefix("── ollama · 40k") })
    script.press(Key(.down))
    #expect(script.rows(width: 40, height: 10).contains { $0.hasPrefix("── two") })
    script.restDoesNotMatter()
  }

  @Test func blankModelsAreNeverOffered() {
    var script = script()
    script.press(Key(.function(3)))
    var catalog = catalog("", "m1")
    catalog.favorites = [ModelChoice(provider: "two", model: "")]
    script.play(.catalogLoaded(catalog))
    #expect(script.picker?.rows.contains { $0.choice?.model == "" } == false)
    #expect(script.state.models.catalog.recent.map(\.model) == ["m1"])
    script.restDoesNotMatter()
  }

  @Test func aProviderWithoutAModelIsNotTheLastChoice() {
    var script = script(Self.two)
    script.state.chooseForNew()
    #expect(script.state.recent.choice.provider == "two" && script.state.recent.choice.model == nil)
  }

  @Test func aFailedQuestionMarksTheServer() throws {
    var script = script(Self.two)
    script.state.session.model = "m1"
    let request = try script.ask("hello")
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(Script.refused)))))
    var catalog = catalog("m1")
    catalog.listings = [listing(["m1"], script)]
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(catalog))
    #expect(isMarked(&script))
    script.press(.escape)
    let next = try script.ask("again")
    script.play(.streamed(next, .opened))
    script.press(Key(.function(3)))
    #expect(!isMarked(&script))
    script.restDoesNotMatter()
  }

  @Test func aFailedCheckMarksTheServer() {
    var script = script(Self.two)
    script.press(Key(.function(3)))
    var catalog = catalog()
    catalog.listings = [listing(["m1"], script)]
    script.play(.catalogLoaded(catalog))
    #expect(!isMarked(&script))
    script.play(.serverUnreachable(Self.two))
    #expect(isMarked(&script))
    script.restDoesNotMatter()
  }

  private func isMarked(_ script: inout Script) -> Bool {
    script.rows(width: 80, height: 24).contains {
      $0.contains("two") && $0.contains("not running")
    }
  }

  // MARK: A small window

  @Test func theKeyThatAddsAKeyIsNotCutOff() {
    var script = script()
    script.type("/provider deepseek deepseek-chat")
    script.press(.enter)
    let rows = script.rows(width: 40, height: 10)
    #expect(rows.contains { $0.contains("! No API key for deepseek.") })
    #expect(rows.contains { $0.contains("Ctrl-X K to add the key") })
  }
}
