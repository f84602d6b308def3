#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// libFuzzer's input, and the ways to split it. The splits depend only on the bytes, so that a
/// saved input fails again.
struct Input {
  let bytes: [UInt8]

  init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
    bytes = Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// Returns two ways to split an array made from the input: into pieces of random size, some of
  /// them empty, and into pieces of one or a few elements.
  func cuts<Element>(of whole: [Element]) -> [[[Element]]] {
    var random = Random(seed: bytes)
    let fine = Bool.random(using: &random) ? whole.map { [$0] } : random.pieces(of: whole, upTo: 4)
    return [random.pieces(of: whole, upTo: max(2, whole.count)), fine]
  }
}

/// SplitMix64: the same sequence for the same input.
private struct Random: RandomNumberGenerator {
  private var state: UInt64

  /// Hashes the bytes with FNV-1a.
  init(seed: [UInt8]) {
    state = seed.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func pieces<Element>(of whole: [Element], upTo size: Int) -> [[Element]] {
    var pieces: [[Element]] = []
    var rest = whole[...]
    while !rest.isEmpty {
      let count = Int.random(in: 0...size, using: &self)
      pieces.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return pieces
  }
}

/// Ends the process on failure, so that libFuzzer saves the input.
func require(_ condition: Bool, _ complaint: @autoclosure () -> String) {
  if condition { return }
  let line = Array("BROKEN: \(complaint())\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  abort()
}
