/// Names that lead to other names, such as nodes without a message. Each chain is walked once, however
/// many names lead into it.
struct NameChains {
  /// What a name leads to: `nil` for itself, `.some(nil)` for nothing.
  private let following: (String) -> String??
  private var ends: [String: String?] = [:]

  init(_ following: @escaping (String) -> String??) { self.following = following }

  /// Returns the name at the end of the chain; `nil` when the chain ends with nothing. A chain that
  /// runs in a circle ends with a name of the circle.
  /// - Complexity: O(1) amortized over all calls
  mutating func end(of name: String) -> String? {
    var path: [String] = []
    var onPath: Set<String> = []
    var end: String? = name
    while let current = end {
      if let known = ends[current] {
        end = known
        break
      }
      guard onPath.insert(current).inserted, let next = following(current) else { break }
      path.append(current)
      end = next
    }
    for name in path { ends.updateValue(end, forKey: name) }
    return end
  }
}

/// Numbers for names that are taken.
struct NameNumbers {
  /// The number that each repeated name tries next.
  private var next: [String: Int] = [:]

  /// Returns `name (2)` or, where that is taken too, the name with the next free number.
  /// - Complexity: O(1) amortized over all calls
  mutating func free(_ name: String, isTaken: (String) -> Bool) -> String {
    var number = next[name] ?? 2
    while isTaken("\(name) (\(number))") { number += 1 }
    next[name] = number + 1
    return "\(name) (\(number))"
  }
}
