internal import Chat
internal import Loopback

/// An answer of twenty thousand small pieces, recorded once from the scripted server.
struct Recording: Sendable {
  static let chunkCount = 20_000
  /// The number of bytes that libcurl delivers at a time.
  private static let readSize = 16 << 10

  /// The body as it would arrive from the network.
  let reads: [[UInt8]]
  /// The data of every JSON event.
  let chunks: [[UInt8]]
  var size: Int { reads.reduce(0) { $0 + $1.count } }

  init() throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let client = try RawClient(port: server.port)
    var response: [UInt8] = []
    try client.post(Self.body(chunks: Self.chunkCount)) { response += $0 }
    let body = Self.body(of: response)
    reads = stride(from: 0, to: body.count, by: Self.readSize).map {
      Array(body[$0..<min($0 + Self.readSize, body.count)])
    }
    chunks = body.split(separator: UInt8(ascii: "\n"))
      .filter { $0.starts(with: "data: {".utf8) }.map { Array($0.dropFirst(6)) }
  }

  static func body(chunks: Int) -> String {
    #"{"model":"alibaba/qwen3-32b","messages":[{"role":"user","content":"/chunks \#(chunks)"}],"#
      + #""stream":true,"enable_thinking":true}"#
  }

  /// Returns the body of a response, without the head and the transfer coding.
  private static func body(of response: [UInt8]) -> [UInt8] {
    guard let head = response.firstRange(of: Array("\r\n\r\n".utf8)) else { return [] }
    var body: [UInt8] = []
    var rest = response[head.upperBound...]
    while let line = rest.firstRange(of: Array("\r\n".utf8)),
      let count = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16),
      count > 0
    {
      body += rest[line.upperBound...].prefix(count)
      rest = rest[line.upperBound...].dropFirst(count + 2)
    }
    return body
  }
}

extension LoopbackServer {
  var port: UInt16 { UInt16(baseURL.split { !$0.isNumber }.dropFirst(4).first ?? "") ?? 0 }
}

extension AnswerRequest {
  /// Returns the request that produces the recording, in the form that the engine accepts.
  static func chunks(_ count: Int) -> AnswerRequest {
    AnswerRequest(
      model: "alibaba/qwen3-32b", turns: [Turn(role: .user, content: "/chunks \(count)")],
      thinking: ThinkingMode(isOn: true))
  }
}
