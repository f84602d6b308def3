/// The problems found in a settings file, in order. One bad setting does not hide the next.
struct SettingProblems {
  private(set) var all: [UsageProblem] = []

  /// - Returns: the value; `nil` if it is invalid or missing.
  mutating func note<Value>(_ read: () throws(UsageProblem) -> Value?) -> Value? {
    do throws(UsageProblem) {
      return try read()
    } catch {
      all.append(error)
      return nil
    }
  }

  mutating func note(_ problem: UsageProblem) { all.append(problem) }

  /// - Throws: all problems, one per line.
  func checkAll() throws(UsageProblem) {
    if !all.isEmpty { throw UsageProblem(lines: all.flatMap(\.lines)) }
  }

  /// - Throws: the first problem.
  func check() throws(UsageProblem) {
    if let first = all.first { throw first }
  }
}
