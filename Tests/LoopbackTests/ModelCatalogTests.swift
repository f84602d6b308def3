import Chat
import Faults
import Loopback
import Testing

/// Model lists: the AI/ML API's, which supports filters, and those of other servers.
struct ModelCatalogTests {
  private func list(_ name: String, _ query: String = "") async throws -> [JSONValue] {
    let response = try await withServer(try #require(Scenario.named(name))) { server in
      try RawClient(server).exchange("GET", "/v1/models" + query)
    }
    #expect(response.status == 200)
    guard case .array(let models)? = try decoded(response.body)["data"] else {
      return try #require(nil)
    }
    return models
  }

  @Test func isLongAndNamesAreUnique() async throws {
    let models = try await list("models-aimlapi")
    #expect(models.count > 400)
    #expect(Set(models.map { text($0["id"]) }).count == models.count)
    for model in models {
      for part in ["pricing", "modalities", "capabilities", "created", "owned_by"] {
        #expect(model[part] == nil)
      }
      #expect(text(model["info"]?["name"]).isEmpty == false)
    }
  }

  @Test(arguments: [
    ("?include=pricing", ["pricing"]), ("?include=ALL", ["pricing", "modalities", "capabilities"]),
    ("?include=modalities,capabilities", ["modalities", "capabilities"]),
    ("?include=modalities&include=pricing", ["modalities", "pricing"]), ("?include=what", []),
    ("?include=modalities%2Cpricing", ["modalities", "pricing"]),
  ])
  func includesRequestedDetails(_ query: String, _ parts: [String]) async throws {
    let model = try #require(try await list("models-aimlapi", query).first)
    for part in ["pricing", "modalities", "capabilities"] {
      #expect((model[part] != nil) == parts.contains(part), "\(part)")
    }
  }

  @Test func pricesComeInBothFormats() async throws {
    let prices = try await list("models-aimlapi", "?include=pricing").map { $0["pricing"] }
    let units = prices.compactMap { first($0?["units"]) }
    #expect(units.contains { $0["measure"] == .string("input") && $0["price"]?.isNumber == true })
    #expect(units.contains { $0["origin"] == .string("provided") && $0["per"] == .integer(1000) })
    #expect(prices.contains { $0?["kind"] == .string("variants") })
    #expect(prices.contains { $0 == nil })
  }

  @Test(arguments: [
    ("?id=alibaba/qwen3-32b", 1...1), ("?id=QWEN3-32B", 1...1), ("?id=alibaba%2Fqwen3-32b", 1...1),
    ("?id=qwen3-32b,nobody", 1...1), ("?id=nobody", 0...0),
    ("?id=qwen3-32b&type=openai/images", 0...0),
    ("?type=openai/images", 42...42), ("?output_modalities=image", 42...42),
    ("?tags=reasoning", 1...1),
    ("?capabilities=thinking", 1...1), ("?tags=acme&tags=delta", 140...140),
    ("?tags=acme&tags=new&tags=acme", 120...120), ("?unknown=x", 421...421),
  ])
  func filters(_ query: String, _ counts: ClosedRange<Int>) async throws {
    let count = try await list("models-aimlapi", query).count
    #expect(counts.contains(count), "\(count)")
  }

  @Test func everyListHasItsOwnTag() async throws {
    try await withServer(try #require(Scenario.named("models-aimlapi"))) { server in
      let client = try RawClient(server)
      let plain = try #require(try client.exchange("GET", "/v1/models").headers["etag"])
      let priced = try #require(
        try client.exchange("GET", "/v1/models?include=pricing").headers["etag"])
      #expect(plain != priced)
      let known = ["If-None-Match: \(plain)"]
      #expect(try client.exchange("GET", "/v1/models", headers: known).status == 304)
      #expect(try client.exchange("GET", "/v1/models?include=all", headers: known).status == 200)
    }
  }

  @Test func eachModelHasItsOwnPath() async throws {
    try await withServer(try #require(Scenario.named("models-aimlapi"))) { server in
      let client = try RawClient(server)
      for name in ["alibaba/qwen3-32b", "qwen3-32b", "alibaba%2Fqwen3-32b"] {
        let found = try decoded(client.exchange("GET", "/model/\(name)").body)
        #expect(found["object"] == .string("model"))
        #expect(found["data"]?["id"] == .string("alibaba/qwen3-32b"))
      }
      #expect(try client.exchange("GET", "/model/nobody").status == 404)
    }
  }

  @Test func otherServersUseTheirOwnFormats() async throws {
    #expect(try await list("models-openai").first?["owned_by"] == .string("system"))
    #expect(try await list("models-vllm").first?["max_model_len"] == .integer(40_960))
    #expect(
      try await list("models-llama-cpp").first?["meta"]?["n_ctx_train"] == .integer(40_960))
    #expect(try await list("models-ollama").first?["id"] == .string("qwen3:32b"))
    let routed = try await list("models-openrouter").first
    #expect(routed?["context_length"] == .integer(40_960))
    #expect(routed?["pricing"]?["prompt"] == .string("0.00000005"))
    #expect(try await list("models-none").isEmpty)
  }
}

extension JSONValue {
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .number: true
    case .null, .bool, .string, .array, .object: false
    }
  }
}
