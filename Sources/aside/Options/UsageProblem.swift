/// A request that cannot be carried out as given. The program prints a line on standard error,
/// or several for a file with several faults, and exits with status 2.
struct UsageProblem: Error, CustomStringConvertible {
  let lines: [String]

  var description: String { lines.joined(separator: "\n") }

  init(_ description: String) { lines = [description] }

  init(lines: [String]) { self.lines = lines }
}
