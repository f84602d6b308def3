/// Why no connection to a server was made.
public enum ConnectionFault: Equatable, Sendable {
  case unknownHost
  /// Nothing accepts connections at the address, or the network has no route to it.
  case noConnection
  case timedOut
  /// Another reason, in the words of libcurl or of the system.
  case other(String)
}

/// Why a connection ended before the response was complete.
public enum ConnectionLoss: Equatable, Sendable {
  /// The server closed a connection that had been kept, just as the question was sent.
  case closedWhileSending
  /// The server ended the HTTP/2 stream. Contains libcurl's message.
  case endedStream(String)
  /// Another reason, in libcurl's words.
  /// - Parameter mayWantTLS: whether the address says HTTP but the port may expect TLS.
  case other(String, mayWantTLS: Bool = false)
  case noResponse
  /// The request was cancelled.
  case givenUp
  /// A connection to be opened in advance, only to save time, was not opened.
  case notPrepared
}
