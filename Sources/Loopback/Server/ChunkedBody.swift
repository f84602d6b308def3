/// A writer of a response body of unknown length, in HTTP chunks.
///
/// Data is sent at the next ``flush()``, or when enough has accumulated to fill one of the client's
/// reads. One system call per event would be most of the cost of a fast stream.
package struct ChunkedBody {
  private static let mostPending = 16 << 10

  private let connection: Connection
  private var pending: [UInt8] = []

  /// Sends the response head.
  package init(on connection: Connection, headers: [(String, String)]) throws(Disconnected) {
    self.connection = connection
    pending.reserveCapacity(Self.mostPending + 4096)
    try connection.send(
      Reply.head(status: 200, headers: headers + [("Transfer-Encoding", "chunked")]))
  }

  package mutating func write(_ text: String) throws(Disconnected) {
    try write(text.utf8)
  }

  package mutating func write(_ bytes: some Collection<UInt8>) throws(Disconnected) {
    pending += bytes
    if pending.count >= Self.mostPending { try flush() }
  }

  package mutating func flush() throws(Disconnected) {
    guard !pending.isEmpty else { return }
    let size = String(pending.count, radix: 16)
    try connection.send(Array("\(size)\r\n".utf8) + pending + Array("\r\n".utf8))
    pending.removeAll(keepingCapacity: true)
  }

  package mutating func finish() throws(Disconnected) {
    try flush()
    try connection.send(Array("0\r\n\r\n".utf8))
  }
}
