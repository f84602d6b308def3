import Chat
import Synchronization
import Testing

@testable import Streaming

/// A recorder of one transfer's events that lets a test wait for them.
final class EventRecorder: Sendable {
  private let recorded = Mutex<[StreamEvent]>([])

  var events: [StreamEvent] { recorded.withLock { $0 } }

  var answer: Answer { Answer(events) }

  var record: @Sendable (StreamEvent) -> Void {
    { event in self.recorded.withLock { $0.append(event) } }
  }

  /// Waits until the transfer has ended.
  func end() async throws -> StreamEnd {
    try await waitUntil("the transfer has ended") { self.answer.end != nil }
    return try #require(answer.end)
  }
}

/// Waits for a condition, and fails if it does not hold in time.
func waitUntil(
  _ what: Comment, within limit: Duration = .seconds(120), _ condition: () async -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while await !condition() {
    try #require(ContinuousClock.now < deadline, what)
    // No fixed delay is needed, because the condition is checked again every millisecond.
    await Task.yield()
    try await Task.sleep(for: .milliseconds(1))
  }
}

/// A reply that another thread sets and a test waits for.
final class ReplyBox: Sendable {
  private let stored = Mutex<Result<HTTPReply, StreamError>?>(nil)

  var value: Result<HTTPReply, StreamError>? { stored.withLock { $0 } }

  var set: @Sendable (Result<HTTPReply, StreamError>) -> Void {
    { value in self.stored.withLock { $0 = value } }
  }

  func wait() async throws -> Result<HTTPReply, StreamError> {
    try await waitUntil("a reply") { self.value != nil }
    return try #require(value)
  }
}

extension TransferHandle.Limits {
  /// For tests of anything but time limits. While many tests run, minutes may pass before a test
  /// continues, and the server must not seem dead by then.
  static var patient: Self {
    var limits = Self()
    limits.idle = .seconds(3600)
    return limits
  }
}
