internal import App
internal import Chat
internal import Dispatch
internal import Screen
internal import Synchronization

/// Runs one answer from start to end. The engine's thread writes it; the main thread waits and
/// stores it.
struct AskRun {
  let setup: ChatSetup
  let source: EndpointSource
  let output: AskOutput
  /// `nil` if nothing is stored.
  let record: AskRecord?

  /// What the engine's thread hands to the main thread.
  private struct Arrivals {
    var unsaved = AnswerDelta()
    var end: StreamEnd?
  }

  /// A crash loses at most this much of an answer.
  private static let saveInterval = DispatchTimeInterval.milliseconds(250)

  /// - Returns: the exit status.
  func answer(_ request: AnswerRequest) -> Int32 {
    let streams = StreamService(source)
    let id = RequestID(1)
    let interruption = Interruption { streams.cancel(id) }
    let hasEnded = DispatchSemaphore(value: 0)
    let arrivals = Mutex(Arrivals())
    let output = Mutex(self.output)
    let isStored = record != nil
    streams.start(id, request, to: setup.session.provider) { event in
      switch event {
      case .opened: break
      case .retrying(let retry): output.withLock { $0.write(retry) }
      case .received(let delta):
        if isStored { arrivals.withLock { $0.unsaved.add(delta) } }
        let hasFailed = output.withLock { output in
          output.write(delta)
          return output.failure != nil
        }
        // Do not pay for text that nobody can read.
        if hasFailed { streams.cancel(id) }
      case .ended(let end):
        arrivals.withLock { $0.end = end }
        hasEnded.signal()
      }
    }
    store(arrivals, until: hasEnded)
    streams.shutDown()
    var (end, rest) = arrivals.withLock {
      ($0.end ?? StreamEnd(outcome: .cancelled), $0.unsaved)
    }
    // A signal from elsewhere does not mean that the user rejects the answer.
    if end.outcome == .cancelled, interruption.isTermination { end.outcome = .truncated }
    record?.end(end, after: rest)
    let status = output.withLock {
      $0.finish(
        end, of: request, isTerminated: interruption.isTermination,
        provider: setup.session.provider, conversation: record?.conversation.id)
    }
    interruption.raiseAgain()
    return status
  }

  /// Saves new text four times a second until the answer ends. The text since the last save is left
  /// for the caller.
  private func store(_ arrivals: borrowing Mutex<Arrivals>, until hasEnded: DispatchSemaphore) {
    guard let record else { return hasEnded.wait() }
    while hasEnded.wait(timeout: .now() + Self.saveInterval) == .timedOut {
      let delta = arrivals.withLock { arrivals in
        defer { arrivals.unsaved = AnswerDelta() }
        return arrivals.unsaved
      }
      if delta != AnswerDelta() { record.append(delta) }
    }
  }
}
