import Loopback

struct Response {
  var status: Int
  /// The headers by lower-case name.
  var headers: [String: String]
  var body: String = ""

  /// The data of each server-sent event.
  var events: [String] {
    body.split(separator: "\n\n").map { $0.dropFirst("data: ".count) }.map(String.init)
  }
}

extension RawClient {
  func request(
    _ method: String, _ path: String, headers: [String] = [], body: String = ""
  ) throws {
    let lines = ["\(method) \(path) HTTP/1.1", "Host: test", "Content-Length: \(body.utf8.count)"]
    try send((lines + headers).joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  /// Reads the status and headers.
  func head() throws -> Response {
    let lines = try line(endingIn: "\r\n\r\n").split(separator: "\r\n")
    let words = (lines.first ?? "").split(separator: " ")
    guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
      throw Failure.malformed
    }
    let headers = lines.dropFirst().map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return (line[..<colon].lowercased(), String(line[colon...].dropFirst(2)))
    }
    return Response(status: status, headers: Dictionary(headers) { $0 + ", " + $1 })
  }

  /// Reads one chunk of a chunked body.
  /// - Returns: `nil` for the empty chunk that ends the body.
  func chunk() throws -> String? {
    guard let size = Int(try line(), radix: 16) else { throw Failure.malformed }
    let bytes = try bytes(size)
    guard try line().isEmpty else { throw Failure.malformed }
    return size == 0 ? nil : String(decoding: bytes, as: UTF8.self)
  }

  func response() throws -> Response {
    var response = try head()
    if response.headers["transfer-encoding"] == "chunked" {
      while let chunk = try chunk() { response.body += chunk }
    } else if let count = response.headers["content-length"].flatMap({ Int($0) }) {
      response.body = String(decoding: try bytes(count), as: UTF8.self)
    }
    return response
  }

  func exchange(
    _ method: String, _ path: String, headers: [String] = [], body: String = ""
  ) throws -> Response {
    try request(method, path, headers: headers, body: body)
    return try response()
  }

  /// Sends a HEAD request and returns the reply, which never has a body, whatever its headers say.
  func peek(_ path: String, headers: [String] = []) throws -> Response {
    try request("HEAD", path, headers: headers)
    return try head()
  }

  func complete(_ body: String, headers: [String] = []) throws -> Response {
    try exchange("POST", "/v1/chat/completions", headers: headers, body: body)
  }
}

/// Runs the body with a new server.
func withServer<Result>(
  _ scenario: Scenario = .aimlapi(pace: .zero), _ body: (LoopbackServer) async throws -> Result
) async throws -> Result {
  let server = try LoopbackServer(scenario: scenario)
  do {
    let result = try await body(server)
    await server.stop()
    return result
  } catch {
    await server.stop()
    throw error
  }
}

/// Waits up to two minutes for the condition, and returns whether it became true.
func eventually(_ condition: () -> Bool) async -> Bool {
  let deadline = ContinuousClock.now + .seconds(120)
  while !condition() {
    guard ContinuousClock.now < deadline else { return false }
    await Task.yield()
  }
  return true
}

/// Returns the body of a request with one question. `fields` is inserted into the object.
func question(_ text: String = "Hello", _ fields: String = "") -> String {
  let more = fields.isEmpty ? "" : "," + fields
  return #"{"model":"alibaba/qwen3-32b","messages":[{"role":"user","content":"\#(text)"}]\#(more)}"#
}
