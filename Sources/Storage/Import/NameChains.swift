/// Names that lead to other names, for example through nodes without a message. Each chain is
/// followed once, no matter how many names lead into it.
struct NameChains {
  /// Returns the next name: `nil` if the name is the end of its chain, `.some(nil)` if it leads
  /// nowhere.
  private let following: (String) -> String??
  private var ends: [String: String?] = [:]

  init(_ following: @escaping (String) -> String??) { self.following = following }

  /// Returns the name at the end of the chain; `nil` if the chain leads nowhere. A cyclic chain
  /// ends with one of the names in the cycle.
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

/// Numbers that make repeated names unique.
struct NameNumbers {
  /// The next number to try for each repeated name.
  private var next: [String: Int] = [:]

  /// Returns `name (2)` or, if that is taken, the name with the next free number.
  /// - Complexity: O(1) amortized over all calls
  mutating func free(_ name: String, isTaken: (String) -> Bool) -> String {
    var number = next[name] ?? 2
    while isTaken("\(name) (\(number))") { number += 1 }
    next[name] = number + 1
    return "\(name) (\(number))"
  }
}
