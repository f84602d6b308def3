public import Chat

/// How orders reach the world. Filled in by the executable, replaced by literals in tests.
/// Every closure returns at once; answers come as events.
public struct Services {
  public var now: () -> Timestamp
  public var perform: (Effect) -> Void

  public init(now: @escaping () -> Timestamp, perform: @escaping (Effect) -> Void) {
    self.now = now
    self.perform = perform
  }
}
