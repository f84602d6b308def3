/// The headers that link a reply to its request (wire.md 1.1).
package enum Exchange {
  package static func headers(of request: RecordedRequest, id: String) -> [(String, String)] {
    var headers = [("x-inference-id", id)]
    if let clientID = request.headers["x-client-request-id"], isValid(clientID) {
      headers.append(("x-client-request-id", clientID))
    }
    return headers
  }

  /// Returns whether the client's ID is valid. An invalid ID is silently dropped.
  private static func isValid(_ id: String) -> Bool {
    (1...128).contains(id.utf8.count)
      && id.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "._:-".utf8.contains(byte)
        }
      }
  }
}
