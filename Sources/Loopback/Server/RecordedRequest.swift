import Chat

/// A request as it came.
public struct RecordedRequest: Equatable, Sendable {
  public let method: String
  /// The target as sent, query included.
  public let path: String
  /// Names in lower case; repeated headers are joined with a comma.
  public let headers: [String: String]
  public let body: [UInt8]
}

extension RecordedRequest {
  /// The path without the query.
  var route: Substring { path.prefix { $0 != "?" } }

  package var asksForStream: Bool {
    JSONValue(text: String(decoding: body, as: UTF8.self))?["stream"] == .bool(true)
  }

  /// The GET that a HEAD asks about.
  var asGet: RecordedRequest {
    RecordedRequest(method: "GET", path: path, headers: headers, body: body)
  }
}
