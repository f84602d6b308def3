internal import App
internal import Chat
internal import Dispatch
internal import Screen
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// One answer from start to end, written as it comes.
struct AskRun {
  let setup: ChatSetup
  let showsReasoning: Bool
  /// Standard output gets a line of JSON for each event, not the bare answer.
  let isJSON: Bool

  private struct Progress {
    var endsWithLineFeed = true
    var hasContent = false
    var reasoning = ""
    /// Why standard output takes no more.
    var outputFailure: Int32?
  }

  /// - Returns: the exit status.
  func answer(_ request: AnswerRequest) -> Int32 {
    let streams = StreamService(EndpointSource(setup))
    let id = RequestID(1)
    let interrupt = Self.onInterrupt { streams.cancel(id) }
    defer { interrupt.cancel() }
    let ended = DispatchSemaphore(value: 0)
    let end = Mutex<StreamEnd?>(nil)
    let progress = Mutex(Progress())
    streams.start(id, request) { event in
      switch event {
      case .opened: break
      case .received(let delta):
        let hasFailed = progress.withLock { progress in
          write(delta, &progress)
          return progress.outputFailure != nil
        }
        // Nothing more is to be paid for that nobody can read.
        if hasFailed { streams.cancel(id) }
      case .ended(let outcome):
        end.withLock { $0 = outcome }
        ended.signal()
      }
    }
    ended.wait()
    streams.shutDown()
    let outcome = end.withLock { $0 } ?? StreamEnd(outcome: .cancelled)
    return progress.withLock { finish(outcome, &$0) }
  }

  private func write(_ delta: AnswerDelta, _ progress: inout Progress) {
    if showsReasoning, !delta.reasoning.isEmpty {
      StandardStreams.writeError(Sanitizer.sanitize(delta.reasoning))
    }
    // Kept in case no content comes: then it is the answer.
    if !progress.hasContent { progress.reasoning += delta.reasoning }
    if isJSON { print(AnswerJSON.lines(delta), &progress) }
    guard !delta.content.isEmpty else { return }
    if !progress.hasContent { endReasoning(progress) }
    progress.hasContent = true
    progress.reasoning = ""
    if !isJSON { writeAnswer(delta.content, &progress) }
  }

  /// A pipe gets the bytes as they are; a terminal gets nothing that could steer it.
  private func writeAnswer(_ text: String, _ progress: inout Progress) {
    print(StandardStreams.isOutputTerminal ? Sanitizer.sanitize(text) : text, &progress)
    progress.endsWithLineFeed = text.utf8.last == UInt8(ascii: "\n")
  }

  private func print(_ text: String, _ progress: inout Progress) {
    guard progress.outputFailure == nil, !text.isEmpty else { return }
    progress.outputFailure = StandardStreams.writeOutput(text)
  }

  private func endReasoning(_ progress: Progress) {
    guard showsReasoning, let last = progress.reasoning.utf8.last, last != UInt8(ascii: "\n")
    else { return }
    StandardStreams.writeError("\n")
  }

  /// Ends the output, and says in one line what is wrong with the answer, if anything.
  /// - Returns: the exit status.
  private func finish(_ end: StreamEnd, _ progress: inout Progress) -> Int32 {
    if !progress.hasContent, !progress.reasoning.isEmpty {
      endReasoning(progress)
      if case .complete = end.outcome, !isJSON { writeAnswer(progress.reasoning, &progress) }
    }
    let isEmpty = !progress.hasContent && progress.reasoning.isEmpty
    let trouble = trouble(end, isEmpty: isEmpty)
    if isJSON {
      print(AnswerJSON.line(end, complaint: trouble?.complaint), &progress)
    } else if !progress.endsWithLineFeed {
      writeAnswer("\n", &progress)
    }
    if let failure = progress.outputFailure {
      return giveUpOutput(failure)
    }
    guard let (complaint, status) = trouble else { return 0 }
    StandardStreams.complain(Sanitizer.sanitizeLine(complaint))
    return status
  }

  /// A reader that has gone away ends a filter without a word, as the signal would have: it was
  /// blocked on the thread that wrote.
  private func giveUpOutput(_ failure: Int32) -> Int32 {
    if failure == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    let words = String(cString: strerror(failure))
    StandardStreams.complain("Standard output cannot be written: \(words).")
    return 1
  }

  private func trouble(_ end: StreamEnd, isEmpty: Bool) -> (complaint: String, status: Int32)? {
    switch end.outcome {
    case .complete:
      switch end.finishReason {
      case .length: return ("The answer reached the token limit and is cut off there.", 1)
      case .contentFilter: return ("The server's content filter ended the answer.", 1)
      case .toolCalls where isEmpty:
        return ("The model called a tool, which cannot be answered here.", 1)
      case .stop, .toolCalls, .other, nil:
        return isEmpty ? ("The model answered nothing.", 1) : nil
      }
    case .cancelled:
      return ("Cancelled; \(isEmpty ? "nothing had come." : "what came is above.")", 130)
    case .truncated: return ("The answer was cut off: the connection ended early.", 1)
    case .failed(let error):
      let advice = ErrorText.advice(error, provider: setup.session.provider)
      if case .invalidRequest = error { return (ErrorText.sentence(error), 2) }
      return ("\(ErrorText.sentence(error)) \(advice)", 1)
    }
  }

  private static func onInterrupt(
    _ action: @escaping @Sendable () -> Void
  ) -> any DispatchSourceSignal {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler(handler: action)
    source.resume()
    return source
  }
}
