/// The reason why the program could not connect to a server.
public enum ConnectionFault: Equatable, Sendable {
  case unknownHost
  /// Nothing accepts connections at the address, or the network has no route to it.
  case noConnection
  case timedOut
  /// libcurl could not be loaded, with the operating system's reason.
  case noLibrary(String)
  /// Another reason, in the words of libcurl or the operating system.
  case other(String)
}

/// The reason why a connection ended before the response was complete.
public enum ConnectionLoss: Equatable, Sendable {
  /// The server closed a kept-alive connection just as the question was sent.
  case closedWhileSending
  /// The server closed the connection in the middle of its reply.
  case endedEarly
  /// The server, or something on the way to it, reset the connection.
  case reset
  /// The server ended the HTTP/2 stream. The associated value is libcurl's message.
  case endedStream(String)
  /// Another reason, in libcurl's words.
  /// - Parameter mayWantTLS: whether the address says HTTP but the port may expect TLS.
  case other(String, mayWantTLS: Bool = false)
  case noResponse
  /// The request was cancelled.
  case givenUp
  /// The program did not open a connection in advance. Doing so would only have saved time.
  case notPrepared
}
