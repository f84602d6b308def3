import Chat

/// A request as received.
public struct RecordedRequest: Equatable, Sendable {
  public let method: String
  /// The target as sent, including the query.
  public let path: String
  /// The header values by lower-case name. The values of a repeated header are joined with a
  /// comma.
  public let headers: [String: String]
  public let body: [UInt8]
}

extension RecordedRequest {
  /// The path without the query.
  var route: Substring { path.prefix { $0 != "?" } }

  package var asksForStream: Bool {
    JSONValue(text: String(decoding: body, as: UTF8.self))?["stream"] == .bool(true)
  }

  /// The GET that corresponds to a HEAD.
  var asGet: RecordedRequest {
    RecordedRequest(method: "GET", path: path, headers: headers, body: body)
  }
}
