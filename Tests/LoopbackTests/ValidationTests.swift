import Chat
import Loopback
import Testing

/// The validation of every field of a request, according to the API's description (wire.md 1.2,
/// 2).
struct ValidationTests {
  @Test(arguments: ValidationCases.accepted)
  func accepts(_ field: String) async throws {
    let response = try await withServer { server in
      try RawClient(server).complete(question("json please", field))
    }
    #expect(response.status == 200, "\(response.body)")
  }

  @Test(arguments: ValidationCases.refused)
  func refuses(_ field: String, _ details: String) async throws {
    let response = try await withServer { server in
      try RawClient(server).complete(question("json please", field))
    }
    #expect(response.status == 400)
    #expect(
      JSONShape.keys(response.body) == ["message", "path", "requestId", "statusCode", "timestamp"])
    let body = try decoded(response.body)
    #expect(text(body["message"]) == "Body validation error: \(details)")
    #expect(body["path"] == .string("/v1/chat/completions"))
    #expect(body["statusCode"] == .integer(400))
  }

  @Test(arguments: ValidationCases.acceptedMessages)
  func accepts(message: String) async throws {
    let response = try await withServer { server in
      try RawClient(server).complete(#"{"model":"qwen3-32b","messages":[\#(message)]}"#)
    }
    #expect(response.status == 200, "\(response.body)")
  }

  @Test(arguments: ValidationCases.refusedBodies)
  func refuses(body: String, _ details: String) async throws {
    let response = try await withServer { server in try RawClient(server).complete(body) }
    #expect(response.status == 400)
    #expect(try text(decoded(response.body)["message"]) == "Body validation error: \(details)")
  }

  @Test(arguments: ValidationCases.refusedUpstream)
  func forwardsTheModelServersRefusal(_ field: String, _ message: String) async throws {
    let response = try await withServer { server in
      try RawClient(server).complete(question("Hello", field))
    }
    #expect(response.status == 400)
    #expect(
      JSONShape.keys(response.body) == [
        "error", "code", "param", "message", "type", "id", "request_id",
      ])
    let error = try decoded(response.body)["error"]
    let sent = text(error?["message"])
    #expect(sent.hasPrefix(message))
    #expect(error?["code"] == .string("invalid_parameter_error"))
  }
}
