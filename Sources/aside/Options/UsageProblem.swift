/// A request that cannot be carried out as given: one line on standard error, and exit status 2.
struct UsageProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
