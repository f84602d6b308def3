#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An error reply in one of the formats that servers send (wire.md 1.5).
package struct Refusal: Error {
  package enum Shape {
    /// The gateway's own documented format (a). Its status is a string or a number.
    case flat(statusIsText: Bool = false)
    /// The gateway's format (b) for billing errors.
    case titled
    /// The upstream model server's format (c), passed on unchanged.
    case upstream(code: String, type: String)
  }

  package var status: Int
  var message: String
  var shape: Shape
  var headers: [(String, String)]

  package init(
    status: Int, message: String, shape: Shape, headers: [(String, String)] = []
  ) {
    self.status = status
    self.message = message
    self.shape = shape
    self.headers = headers
  }

  static func invalidBody(_ details: String) -> Refusal {
    Refusal(status: 400, message: "Body validation error: \(details)", shape: .flat())
  }

  package static func upstream(_ message: String) -> Refusal {
    Refusal(
      status: 400, message: message,
      shape: .upstream(code: "invalid_parameter_error", type: "invalid_request_error"))
  }

  static let unauthorized = Refusal(
    status: 401, message: "Unauthorized: the API key is missing or invalid", shape: .flat())

  package static func notFound(_ request: RecordedRequest) -> Refusal {
    Refusal(status: 404, message: "Cannot \(request.method) \(request.path)", shape: .flat())
  }

  package func reply(to request: RecordedRequest) -> Reply {
    let id = UUID().uuidString.lowercased()
    let headers = Exchange.headers(of: request, id: id) + headers
    return Reply(status: status, headers: headers, json: json(id, request.path).text)
  }

  private func json(_ id: String, _ path: String) -> WireJSON {
    switch shape {
    case .flat(let statusIsText):
      let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
      return [
        "message": .string(message), "path": .string(path), "requestId": .string(id),
        "statusCode": statusIsText ? .string(String(status)) : .integer(status),
        "timestamp": .string(time),
      ]
    case .titled:
      return [
        "title": .string(Reply.phrase(status)), "status": .integer(status),
        "message": .string(message),
      ]
    case .upstream(let code, let type):
      return [
        "error": [
          "code": .string(code), "param": nil, "message": .string(message), "type": .string(type),
        ], "id": "chatcmpl-\(id)", "request_id": .string(id),
      ]
    }
  }
}
