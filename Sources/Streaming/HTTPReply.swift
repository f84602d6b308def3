/// A complete HTTP reply.
public struct HTTPReply: Equatable, Sendable {
  public let status: Int
  /// The `Server` field of the response head.
  public let server: String?
  /// The `ETag` field, which identifies this version of the resource.
  public var entityTag: String?
  public let body: [UInt8]
  /// The time from the order to the last byte.
  public let time: Duration
}
