/// Circles in what should be a tree, where following parents never ends.
enum ParentCircles {
  /// - Parameter parents: where each one's parent is in the list; `nil` for none.
  /// - Returns: the first of each circle, by the order of the list. Without their parents there is no
  ///   circle left.
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
