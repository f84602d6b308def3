/// Checks a condition every 15 ms until it holds or `limit` has passed.
///
/// Other tests may occupy this thread for minutes, and a program under test may wait for a check to
/// read its output. So the limit counts checks, not time: on a busy machine they take longer.
/// - Returns: whether the condition held.
public func poll(
  within limit: Duration = .seconds(120), until isReached: () throws -> Bool
) async throws -> Bool {
  let pause = Duration.milliseconds(15)
  for _ in 0..<Int(limit / pause) {
    if try isReached() { return true }
    try await Task.sleep(for: pause)
  }
  return try isReached()
}
