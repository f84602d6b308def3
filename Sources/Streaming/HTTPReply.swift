/// A reply that was read whole.
public struct HTTPReply: Equatable, Sendable {
  public let status: Int
  /// What the server calls itself in its head.
  public let server: String?
  public let body: [UInt8]
  /// From the order to the last byte.
  public let time: Duration
}
