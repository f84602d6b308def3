/// Checks a condition every 15 ms until it holds or `limit` has passed.
///
/// Other tests may occupy this thread for minutes between two checks, and an old result is no
/// reason to give up. So the last check begins after the deadline.
/// - Returns: whether the condition held.
public func poll(
  within limit: Duration = .seconds(120), until isReached: () throws -> Bool
) async throws -> Bool {
  let deadline = ContinuousClock.now + limit
  var isLate = false
  repeat {
    isLate = ContinuousClock.now >= deadline
    if try isReached() { return true }
    try await Task.sleep(for: .milliseconds(15))
  } while !isLate
  return false
}
