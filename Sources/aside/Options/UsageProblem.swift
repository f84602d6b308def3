/// What cannot be done as it was asked for: a line for standard error, and exit status 2.
struct UsageProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
