/// A reply that was read whole.
public struct HTTPReply: Equatable, Sendable {
  public let status: Int
  public let body: [UInt8]
  /// From the order to the last byte.
  public let time: Duration
}
