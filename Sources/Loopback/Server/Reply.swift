/// A response that is complete before it is sent.
package struct Reply: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]

  package init(status: Int, headers: [(String, String)] = [], json: String) {
    self.status = status
    self.headers = [("Content-Type", "application/json; charset=utf-8")] + headers
    body = Array(json.utf8)
  }

  package init(status: Int, headers: [(String, String)], body: String = "") {
    self.status = status
    self.headers = headers
    self.body = Array(body.utf8)
  }

  package var bytes: [UInt8] { headBytes + body }

  /// The reply to a HEAD: everything except the body.
  package var headBytes: [UInt8] {
    // A 304 never has a body, and its `Content-Length` would be that of the full reply.
    let framing = status == 304 ? [] : [("Content-Length", String(body.count))]
    return Self.head(status: status, headers: headers + framing)
  }

  static func head(status: Int, headers: [(name: String, value: String)]) -> [UInt8] {
    let lines = ["HTTP/1.1 \(status) \(phrase(status))"] + headers.map { "\($0.name): \($0.value)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  package static func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 411: "Length Required"
    case 413: "Content Too Large"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "Unknown"
    }
  }
}
