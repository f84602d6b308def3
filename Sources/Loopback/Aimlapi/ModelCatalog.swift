/// A server's replies about its models.
package enum ModelCatalog: Sendable {
  /// Like the AI/ML API: filtered, with an ETag so that an unchanged list is not sent again
  /// (wire.md 1.6).
  case aimlapi([AimlapiModel])
  /// The same list for every request.
  case fixed(WireJSON)

  /// Returns the reply to a request for models; `nil` if the request is for something else.
  package func reply(to request: RecordedRequest) -> Reply? {
    guard request.method == "GET" else { return nil }
    let isList = ["/v1/models", "/models", "/api/v1/models"].contains(request.route)
    switch self {
    case .fixed(let list):
      return isList ? Reply(status: 200, json: list.text) : nil
    case .aimlapi(let models):
      return isList ? Self.list(of: models, for: request) : Self.one(of: models, for: request)
    }
  }

  private static func list(of models: [AimlapiModel], for request: RecordedRequest) -> Reply {
    let query = ModelQuery(request.path)
    let data = models.filter(query.selects).map { $0.json(query.parts) }
    let list: WireJSON = ["object": "list", "data": .array(data)]
    return tagged(list.text, for: request)
  }

  /// Returns the reply to `/model/ID`, which is outside the versioned paths; `nil` if the request
  /// is for something else.
  private static func one(of models: [AimlapiModel], for request: RecordedRequest) -> Reply? {
    let query = ModelQuery(request.path)
    let prefix = "/model/"
    guard request.route.hasPrefix(prefix) else { return nil }
    let name = ModelQuery.decoded(request.route.dropFirst(prefix.count))
    guard let model = models.first(where: { $0.names.contains(name) }) else { return nil }
    let found: WireJSON = ["object": "model", "data": model.json(query.parts)]
    return Reply(status: 200, json: found.text)
  }

  private static func tagged(_ body: String, for request: RecordedRequest) -> Reply {
    let tag = "\"" + String(hash(body), radix: 16) + "\""
    let known = request.headers["if-none-match"]?.split(separator: ",").map { tag in
      tag.filter { $0 != " " }
    }
    let isKnown = known?.contains { [tag, "W/" + tag, "*"].contains($0) } ?? false
    return isKnown
      ? Reply(status: 304, headers: [("ETag", tag)])
      : Reply(status: 200, headers: [("ETag", tag)], json: body)
  }

  /// Returns the FNV-1a hash, because Swift's own hashes differ from run to run.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
