extension ContinuousClock.Instant {
  /// Returns the earlier of two deadlines; `nil` if both are `nil`.
  static func earlier(_ first: Self?, _ second: Self?) -> Self? {
    guard let first, let second else { return first ?? second }
    return min(first, second)
  }
}

/// Named timers. Setting a timer again moves its deadline.
public struct Timers<Name: Hashable & Sendable>: Sendable {
  public typealias Instant = ContinuousClock.Instant

  private var deadlines: [Name: Instant] = [:] {
    didSet { next = deadlines.values.min() }
  }
  /// The earliest deadline.
  public private(set) var next: Instant?

  public init() {}

  public mutating func set(_ name: Name, at deadline: Instant) { deadlines[name] = deadline }

  public mutating func cancel(_ name: Name) {
    if deadlines[name] != nil { deadlines[name] = nil }
  }

  /// Removes the timers that are due and returns their names, earliest first.
  public mutating func takeDue(at now: Instant) -> [Name] {
    guard let next, next <= now else { return [] }
    let due = deadlines.filter { $0.value <= now }.sorted { $0.value < $1.value }
    for (name, _) in due { deadlines[name] = nil }
    // Not a key path: generic code would create it again at each turn of the loop.
    return due.map { $0.key }
  }
}
