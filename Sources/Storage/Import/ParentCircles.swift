/// A search for cycles of parents in data that should form a tree. Following such a cycle would
/// never end.
enum ParentCircles {
  /// Returns the first member of each cycle, in list order. Clearing the parents of these members
  /// breaks every cycle.
  /// - Parameter parents: the index of each item's parent in the list; `nil` for none.
  /// - Complexity: O(length of the list)
  static func firsts(_ parents: [Int?]) -> [Int] {
    var firsts: [Int] = []
    var isInTree = Array(repeating: false, count: parents.count)
    for start in parents.indices {
      var path: [Int] = []
      var onPath: Set<Int> = []
      var next: Int? = start
      while let index = next, !isInTree[index], onPath.insert(index).inserted {
        path.append(index)
        next = parents[index]
      }
      if let index = next, !isInTree[index], let place = path.firstIndex(of: index),
        let first = path[place...].min()
      {
        firsts.append(first)
      }
      for index in path { isInTree[index] = true }
    }
    return firsts
  }
}
