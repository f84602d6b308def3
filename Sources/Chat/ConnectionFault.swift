/// Why no connection to a server was made.
public enum ConnectionFault: Equatable, Sendable {
  case unknownHost
  /// Nobody accepts connections there, or the network does not lead there.
  case noConnection
  case timedOut
  /// Another reason, in the words of libcurl or of the system.
  case other(String)
}

/// Why a connection ended before the response was complete.
public enum ConnectionLoss: Equatable, Sendable {
  /// The server closed a connection that had been kept, just as the question was sent.
  case closedWhileSending
  /// The server ended the HTTP/2 stream. Contains libcurl's words.
  case endedStream(String)
  /// Another reason, in libcurl's words.
  /// - Parameter mayWantTLS: the address says HTTP, and the port may expect TLS.
  case other(String, mayWantTLS: Bool = false)
  case noResponse
  /// The request was cancelled.
  case givenUp
  /// A connection that only saves time was not opened.
  case notPrepared
}
