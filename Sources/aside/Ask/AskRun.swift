internal import App
internal import Chat
internal import Dispatch
internal import Screen
internal import Synchronization

/// One answer from start to end. The engine's thread prints the answer; the main thread waits
/// and stores it.
struct AskRun {
  let setup: ChatSetup
  let source: EndpointSource
  let output: AskOutput
  /// The record that stores the conversation; `nil` if nothing is stored.
  let record: AskRecord?
  /// The model's context window in tokens, if it is known.
  let window: Int?

  init(
    _ setup: ChatSetup, _ source: EndpointSource, _ output: AskOutput, _ record: AskRecord?,
    window: Int?
  ) {
    self.setup = setup
    self.source = source
    self.output = output
    self.record = record
    self.window = window
  }

  /// The time between saves. A crash loses at most this much of an answer.
  private static let saveInterval = DispatchTimeInterval.milliseconds(250)

  /// - Returns: the exit status.
  func answer(_ request: AnswerRequest) -> Int32 {
    let streams = StreamService(source)
    let id = RequestID(1)
    let interruption = Interruption { streams.cancel(id) }
    let reception = Reception(output, isStored: record != nil)
    streams.start(id, request, to: setup.session.provider) { event in
      // Do not pay for text that nobody can read.
      if !reception.take(event) { streams.cancel(id) }
    }
    store(reception)
    streams.shutDown()
    var (end, rest) = reception.arrivals.withLock {
      ($0.end ?? StreamEnd(outcome: .cancelled), $0.unsaved)
    }
    // A signal other than Ctrl-C does not mean that the user rejects the answer.
    if end.outcome == .cancelled, interruption.isTermination { end.outcome = .truncated }
    record?.end(end, after: rest, from: setup.session.provider)
    let status = reception.output.withLock {
      $0.finish(
        end, of: request, window: window, isTerminated: interruption.isTermination,
        provider: setup.session.provider, conversation: record?.conversation.id)
    }
    interruption.raiseAgain()
    return status
  }

  /// Saves new text four times a second until the answer ends. Leaves the text received after the
  /// last save for the caller.
  private func store(_ reception: Reception) {
    guard let record else { return reception.hasEnded.wait() }
    while reception.hasEnded.wait(timeout: .now() + Self.saveInterval) == .timedOut {
      let delta = reception.arrivals.withLock { arrivals in
        defer { arrivals.unsaved = AnswerDelta() }
        return arrivals.unsaved
      }
      if delta != AnswerDelta() { record.append(delta) }
    }
  }
}

/// A receiver that runs on the engine's thread. It prints the answer, and keeps what the main
/// thread needs.
private final class Reception: Sendable {
  struct Arrivals {
    var unsaved = AnswerDelta()
    var end: StreamEnd?
  }

  let arrivals = Mutex(Arrivals())
  let output: Mutex<AskOutput>
  let hasEnded = DispatchSemaphore(value: 0)
  private let isStored: Bool

  init(_ output: AskOutput, isStored: Bool) {
    self.output = Mutex(output)
    self.isStored = isStored
  }

  /// - Returns: `false` if the answer can no longer be written to the output.
  func take(_ event: StreamEvent) -> Bool {
    switch event {
    case .opened, .thinkingNotEnded: return true
    case .retrying(let retry):
      output.withLock { $0.write(retry) }
      return true
    case .received(let delta):
      if isStored { arrivals.withLock { $0.unsaved.add(delta) } }
      return output.withLock { output in
        output.write(delta)
        return output.failure == nil
      }
    case .ended(let end):
      arrivals.withLock { $0.end = end }
      hasEnded.signal()
      return true
    }
  }
}
