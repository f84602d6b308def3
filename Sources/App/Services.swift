public import Chat

/// The program's connection to the outside world. The executable and the tests each supply
/// their own. Every closure returns immediately, and results arrive as events.
public struct Services {
  public var now: () -> Timestamp
  public var perform: (Effect) -> Void

  public init(now: @escaping () -> Timestamp, perform: @escaping (Effect) -> Void) {
    self.now = now
    self.perform = perform
  }
}
