#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An error reply, in one of the two shapes that this server sends (wire.md 1.5).
struct Refusal: Error {
  private enum Source {
    /// The gateway's own: the documented flat shape (a).
    case gateway
    /// The model server's behind it, passed on as it is: shape (c).
    case upstream
  }

  private let status: Int
  private let message: String
  private let source: Source

  static func invalidBody(_ details: String) -> Refusal {
    Refusal(status: 400, message: "Body validation error: \(details)", source: .gateway)
  }

  static func upstream(_ message: String) -> Refusal {
    Refusal(status: 400, message: message, source: .upstream)
  }

  static let unauthorized = Refusal(
    status: 401, message: "Unauthorized: the API key is missing or invalid", source: .gateway)

  static func notFound(_ request: RecordedRequest) -> Refusal {
    Refusal(status: 404, message: "Cannot \(request.method) \(request.path)", source: .gateway)
  }

  func reply(to request: RecordedRequest) -> Reply {
    let id = UUID().uuidString.lowercased()
    let body =
      switch source {
      case .gateway: gatewayBody(id, request.path)
      case .upstream: upstreamBody(id)
      }
    return Reply(status: status, headers: Exchange.headers(of: request, id: id), json: body)
  }

  private func gatewayBody(_ id: String, _ path: String) -> String {
    let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    return #"{"message":\#(JSONText.quote(message)),"path":\#(JSONText.quote(path)),"#
      + #""requestId":"\#(id)","statusCode":\#(status),"timestamp":"\#(time)"}"#
  }

  private func upstreamBody(_ id: String) -> String {
    #"{"error":{"code":"invalid_parameter_error","param":null,"#
      + #""message":\#(JSONText.quote(message)),"type":"invalid_request_error"},"#
      + #""id":"chatcmpl-\#(id)","request_id":"\#(id)"}"#
  }
}
