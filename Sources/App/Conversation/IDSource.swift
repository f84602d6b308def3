internal import Chat

/// A source of IDs, which are derived from a seed and the time so that `update` is deterministic.
struct IDSource: RandomNumberGenerator, Equatable {
  private var state: UInt64
  private var requests = 0

  init(seed: UInt64) { state = seed }

  /// Returns the next number of SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom
  /// Number Generators", 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func uuid(at time: Timestamp) -> UUIDv7 { UUIDv7(time: time, random: &self) }

  mutating func request() -> RequestID {
    requests += 1
    return RequestID(requests)
  }
}
