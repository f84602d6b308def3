/// What is wrong with the settings of a file, in its order: one that is wrong does not hide the next.
struct SettingProblems {
  private(set) var all: [UsageProblem] = []

  /// - Returns: what was read; `nil` when it is wrong, or not there.
  mutating func note<Value>(_ read: () throws(UsageProblem) -> Value?) -> Value? {
    do throws(UsageProblem) {
      return try read()
    } catch {
      all.append(error)
      return nil
    }
  }

  mutating func note(_ problem: UsageProblem) { all.append(problem) }

  /// - Throws: the first one.
  func check() throws(UsageProblem) {
    if let first = all.first { throw first }
  }
}
