public import Chat
import Foundation
import GRDB

extension ConversationStore {
  /// The number of recently used models in a ``ModelCatalog``.
  static let recentModels = 20

  /// Returns everything stored about models. Skips lists that cannot be read, since they can be
  /// fetched again.
  /// - Complexity: O(size of the lists + number of conversations), regardless of the number of
  ///   messages.
  public func modelCatalog() throws(StoreError) -> ModelCatalog {
    try database.read { connection in
      var catalog = ModelCatalog()
      let lists = try Row.fetchCursor(
        connection, sql: "SELECT * FROM model_list ORDER BY provider, base_url")
      while let row = try lists.next() {
        if let listing = ModelListing(row) { catalog.listings.append(listing) }
      }
      catalog.favorites = Set(try choices("favorite_model", connection))
      catalog.recent = try choices(Self.recent, connection)
      return catalog
    }
  }

  /// The recently used models. Earlier versions of `aside ask` stored answers from an address given
  /// with `--base-url` under the provider whose name the address borrows. That provider may not
  /// have the model, so it is left out if only conversations at other addresses use it.
  private static let recent = """
    used_model WHERE (provider, model) NOT IN (
      SELECT provider, model FROM conversation WHERE provider IS NOT NULL AND model IS NOT NULL
      GROUP BY provider, model HAVING min(base_url IS NOT NULL)
    ) ORDER BY used_at DESC, provider, model LIMIT \(recentModels)
    """

  private func choices(_ source: String, _ connection: Connection) throws -> [ModelChoice] {
    let rows = try Row.fetchCursor(connection, sql: "SELECT provider, model FROM \(source)")
    var choices: [ModelChoice] = []
    while let row = try rows.next() {
      guard let provider = row.text("provider"), let model = row.text("model") else { continue }
      choices.append(ModelChoice(provider: provider, model: model))
    }
    return choices
  }

  /// Replaces the stored list of a server's models.
  public func save(_ listing: ModelListing) throws(StoreError) {
    try database.write { connection in
      try connection.execute(
        sql: """
          INSERT OR REPLACE INTO model_list (provider, base_url, fetched_at, etag, models)
          VALUES (CAST(? AS TEXT), CAST(? AS TEXT), ?, CAST(? AS TEXT), CAST(? AS TEXT))
          """,
        arguments: [
          listing.provider.bytes, listing.baseURL.bytes, listing.fetchedAt.milliseconds,
          listing.entityTag?.bytes, Columns.json(listing.models.map { StoredModel($0) }),
        ])
    }
  }

  /// Adds a model to the favourites or removes it from them.
  public func setFavorite(_ choice: ModelChoice, _ isFavorite: Bool) throws(StoreError) {
    try database.write { connection in
      try connection.execute(
        sql: isFavorite
          ? "INSERT OR IGNORE INTO favorite_model VALUES (CAST(? AS TEXT), CAST(? AS TEXT))"
          : """
          DELETE FROM favorite_model WHERE provider = CAST(? AS TEXT) AND model = CAST(? AS TEXT)
          """,
        arguments: [choice.provider.bytes, choice.model.bytes])
    }
  }

  /// Records that the models of these answers were used. A request that returned nothing does not
  /// count, because its server may not have the model.
  func noteModels(_ messages: [Message], _ connection: Connection) throws {
    for message in messages {
      // An empty name means that the server had not yet reported its model.
      guard let origin = message.origin, !origin.model.isEmpty,
        message.status == .complete || !message.isEmpty
      else { continue }
      try connection.cachedStatement(sql: Self.notingModel).execute(arguments: [
        origin.provider.bytes, origin.model.bytes, message.createdAt.milliseconds,
      ])
    }
  }

  private static let notingModel = """
    INSERT INTO used_model VALUES (CAST(? AS TEXT), CAST(? AS TEXT), ?)
    ON CONFLICT (provider, model) DO UPDATE SET used_at = excluded.used_at
    WHERE excluded.used_at > used_at
    """
}

extension ModelListing {
  /// Returns `nil` if the models are stored in a form that this version does not know.
  fileprivate init?(_ row: Row) {
    guard let provider = row.text("provider"), let baseURL = row.text("base_url"),
      let models: [StoredModel] = row.json("models")
    else { return nil }
    self.init(
      provider: provider, baseURL: baseURL, models: models.map(\.model),
      fetchedAt: row.timestamp("fetched_at"), entityTag: row.text("etag"))
  }
}
