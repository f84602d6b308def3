import Chat
import GRDB
import Testing

@testable import Storage

@Suite struct ModelCatalogTests {
  private let now = Timestamp(milliseconds: 1_700_000_000_000)

  private var listing: ModelListing {
    var full = Model(id: "a/full\0")
    full.aliases = ["full"]
    full.name = "Full"
    full.contextLength = 131_072
    full.outputLimit = 16_384
    full.inputPrice = 0.1
    full.outputPrice = 1.0 / 3
    full.isForChat = false
    full.isLoaded = true
    full.capabilities.thinks = true
    full.capabilities.sees = false
    full.capabilities.callsTools = true
    return ModelListing(
      provider: "p", baseURL: "https://a.example/v1", models: [full, Model(id: "bare")],
      fetchedAt: now, entityTag: "W/\"1\"")
  }

  @Test func listRoundTripsAndReplacesTheLastOne() throws {
    let store = try ConversationStore.inMemory()
    try store.save(listing)
    #expect(try store.modelCatalog().listings == [listing])
    var newer = listing
    newer.models = []
    newer.entityTag = nil
    var elsewhere = listing
    elsewhere.baseURL = "https://b.example/v1"
    try store.save(newer)
    try store.save(elsewhere)
    #expect(try store.modelCatalog().listings == [newer, elsewhere])
  }

  @Test(arguments: ["", "[", "{}", "[1]", "[{\"name\": \"no id\"}]", "null", "[{\"id\": 7}]"])
  func unreadableListIsSkipped(_ json: String) throws {
    let store = try ConversationStore.inMemory()
    try store.save(listing)
    try store.database.write {
      try $0.execute(
        sql: "INSERT INTO model_list VALUES ('a', 'b', 1, NULL, ?)", arguments: [json])
    }
    #expect(try store.modelCatalog().listings == [listing])
  }

  @Test func unknownFieldsOfANewerVersionAreIgnored() throws {
    let store = try ConversationStore.inMemory()
    try store.database.write {
      try $0.execute(
        sql: """
          INSERT INTO model_list VALUES ('a', 'b', 1, NULL, '[{"id": "m", "sings": [true]}]')
          """)
    }
    #expect(try store.modelCatalog().listings.map(\.models) == [[Model(id: "m")]])
  }

  @Test func favoritesAreSetAndRemoved() throws {
    let store = try ConversationStore.inMemory()
    let choices = ["m", "n", "a\0b"].map { ModelChoice(provider: "p", model: $0) }
    for choice in choices + choices { try store.setFavorite(choice, true) }
    #expect(try store.modelCatalog().favorites == Set(choices))
    try store.setFavorite(choices[2], false)
    try store.setFavorite(choices[2], false)
    #expect(try store.modelCatalog().favorites == Set(choices.prefix(2)))
  }

  @Test func recentModelsAreThoseOfTheNewestAnswers() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    var conversation = samples.conversation()
    for number in 0..<25 {
      conversation.append(
        samples.answer("a", after: conversation.path.last, model: "m\(number)"))
    }
    conversation.append(samples.answer("a", after: conversation.path.last, model: "m10"))
    try store.save(conversation, messages: conversation.path)
    // Saving an old answer again does not make its model recent.
    try store.save(conversation, messages: [conversation.path[0]])
    let expected = ["m10"] + (5..<25).reversed().filter { $0 != 10 }.map { "m\($0)" }
    #expect(try store.modelCatalog().recent.map(\.model) == expected)
    #expect(Set(try store.modelCatalog().recent.map(\.provider)) == ["demo"])
  }

  @Test func onlyModelsThatAnsweredAreRecent() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    for (number, status) in [MessageStatus.streaming, .failed, .cancelled, .truncated].enumerated()
    {
      for text in ["", "text"] {
        var conversation = samples.conversation()
        var answer = samples.answer(text, after: nil, model: "m\(number)\(text)")
        answer.reasoning = ""
        answer.status = status
        conversation.append(answer)
        try store.save(conversation, messages: conversation.path)
      }
    }
    let recent = try store.modelCatalog().recent.map(\.model)
    #expect(Set(recent) == ["m0text", "m1text", "m2text", "m3text"])
  }

  /// Older versions stored the model of a server at an address under the provider whose name the
  /// address borrows.
  @Test func modelsOfOtherAddressesAreNotOfferedAtTheProvider() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    for (model, addresses) in [
      ("tiny", ["http://127.0.0.1:1/v1"]), ("both", ["http://127.0.0.1:1/v1", nil]), ("own", [nil]),
    ] {
      for address in addresses {
        var conversation = samples.conversation()
        conversation.append(samples.answer("a", after: nil, model: model))
        conversation.settings = ConversationSettings(
          provider: "demo", baseURL: address, model: model)
        try store.save(conversation, messages: conversation.path)
      }
    }
    #expect(Set(try store.modelCatalog().recent.map(\.model)) == ["both", "own"])
  }

  @Test func migrationFillsTheRecentModels() throws {
    let folder = try TemporaryFolder()
    let database = try DatabaseQueue(path: folder.database)
    try database.writeWithoutTransaction { connection in
      for migration in Migrations.all.prefix(6) { try migration(connection) }
      try connection.execute(
        sql: """
          PRAGMA application_id = \(Migrations.applicationID);
          PRAGMA user_version = 6;
          INSERT INTO conversation (id, title, created_at, updated_at)
            VALUES ('01900000-0000-7000-8000-000000000000', 't', 1, 1);
          INSERT INTO message
            (id, conversation_id, role, status, created_at, provider, model, content, reasoning)
          SELECT value, '01900000-0000-7000-8000-000000000000', 'assistant', 'complete', value,
            'p', iif(value = 12, NULL, 'm' || (value % 3)), '', '' FROM json_each('[1,2,3,4,5,12]');
          """)
    }
    try database.close()
    let store = try ConversationStore(path: folder.database)
    #expect(try store.modelCatalog().recent.map(\.model) == ["m2", "m1", "m0"])
  }

  @Test func mergingUnitesFavoritesAndRecentModels() throws {
    var samples = Samples()
    let folder = try TemporaryFolder()
    let paths = ["a", "b"].map { folder.path + "/" + $0 }
    let stores = try paths.map { try ConversationStore(path: $0) }
    for (number, store) in stores.enumerated() {
      try store.setFavorite(ModelChoice(provider: "p", model: "m\(number)"), true)
      var conversation = samples.conversation()
      conversation.append(samples.answer("a", after: nil, model: "m\(number)"))
      try store.save(conversation, messages: conversation.path)
    }
    try stores[1].save(listing)
    for (store, other) in [(stores[0], paths[1]), (stores[1], paths[0]), (stores[0], paths[1])] {
      _ = try store.merge(other)
    }
    for store in stores {
      let catalog = try store.modelCatalog()
      #expect(Set(catalog.favorites.map(\.model)) == ["m0", "m1"])
      #expect(catalog.recent.map(\.model) == ["m1", "m0"])
    }
    #expect(try stores[0].modelCatalog().listings.isEmpty)
  }
}
