/// The stretches that two texts have in common, in order. Either text may lack parts of the other:
/// whitespace that was trimmed, tags, or a part without tokens.
struct TextAlignment {
  struct Match: Equatable {
    let source: Int
    let target: Int
    var count: Int

    var sourceEnd: Int { source + count }
    var targetEnd: Int { target + count }
  }

  private(set) var matches: [Match] = []

  private let source: [UInt8]
  private let target: [UInt8]
  /// For each position of the target, the next position where the same bytes begin; -1 if there
  /// is none.
  private var repeats: [Int32] = []
  private var firsts: [UInt64: Int32]?

  /// The number of bytes that must agree for a match after a difference.
  private static let agreement = 8
  /// How far past a difference to search byte by byte for the point where the texts agree again.
  private static let reach = 48
  /// The maximum number of repetitions of the same bytes to examine.
  private static let mostRepeats = 64

  /// - Complexity: O(length of both) in practice; differences cost more than matches.
  init(_ source: [UInt8], to target: [UInt8]) {
    self.source = source
    self.target = target
    var (s, t) = (0, 0)
    while s < source.count, t < target.count {
      let count = commonCount(s, t)
      if count > 0 {
        matches.append(Match(source: s, target: t, count: count))
        (s, t) = (s + count, t + count)
        continue
      }
      guard let next = near(s, t) ?? far(s, t) else { return }
      (s, t) = next
    }
  }

  private func commonCount(_ s: Int, _ t: Int) -> Int {
    source.withUnsafeBufferPointer { source in
      target.withUnsafeBufferPointer { target in
        var count = 0
        let most = min(source.count - s, target.count - t)
        while count < most, source[s + count] == target[t + count] { count += 1 }
        return count
      }
    }
  }

  /// Returns the closest place where the texts agree again; `nil` if it is out of reach.
  private func near(_ s: Int, _ t: Int) -> (Int, Int)? {
    for distance in 1...Self.reach {
      for step in 0...distance {
        let place = (s + step, t + distance - step)
        if agrees(place.0, place.1) { return place }
      }
    }
    return nil
  }

  private func agrees(_ s: Int, _ t: Int) -> Bool {
    let count = min(Self.agreement, source.count - s, target.count - t)
    guard count > 0 else { return false }
    for offset in 0..<count where source[s + offset] != target[t + offset] { return false }
    return true
  }

  // MARK: Distant places

  private mutating func far(_ s: Int, _ t: Int) -> (Int, Int)? {
    let firsts = indexedTarget()
    guard s + Self.agreement <= source.count else { return nil }
    for place in s...(source.count - Self.agreement) {
      var candidate = firsts[Self.word(source, place)] ?? -1
      for _ in 0..<Self.mostRepeats where candidate >= 0 && Int(candidate) < t {
        candidate = repeats[Int(candidate)]
      }
      if Int(candidate) >= t { return (place, Int(candidate)) }
    }
    return nil
  }

  private mutating func indexedTarget() -> [UInt64: Int32] {
    if let firsts { return firsts }
    var found: [UInt64: Int32] = [:]
    let count = max(0, target.count - Self.agreement + 1)
    repeats = Array(repeating: -1, count: count)
    for place in (0..<count).reversed() {
      let word = Self.word(target, place)
      repeats[place] = found[word] ?? -1
      found[word] = Int32(clamping: place)
    }
    firsts = found
    return found
  }

  private static func word(_ bytes: [UInt8], _ place: Int) -> UInt64 {
    var word: UInt64 = 0
    for offset in 0..<agreement { word = word << 8 | UInt64(bytes[place + offset]) }
    return word
  }
}
