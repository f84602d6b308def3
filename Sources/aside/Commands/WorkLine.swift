internal import App
internal import Dispatch

/// A line of the terminal that says what a command is doing while its progress is unknown, and for
/// how many seconds. It appears after half a second, if standard error is a terminal, and is erased
/// in the end. Nothing else may be written meanwhile.
final class WorkLine {
  private let queue = DispatchQueue(label: "aside.work-line")
  private let timer: any DispatchSourceTimer

  /// Shows the line while `body` runs.
  static func show<Value, Failure>(
    _ what: String, while body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    guard StandardStreams.isErrorTerminal else { return try body() }
    let line = WorkLine(what)
    defer { line.end() }
    return try body()
  }

  private init(_ what: String) {
    timer = DispatchSource.makeTimerSource(queue: queue)
    let start = ContinuousClock.now
    timer.setEventHandler {
      let elapsed = Figures.seconds(ContinuousClock.now - start)
      StandardStreams.writeOver("\(what) … \(elapsed)")
    }
    timer.schedule(deadline: .now() + .milliseconds(500), repeating: .seconds(1))
    timer.resume()
  }

  private func end() {
    // On the queue, so that a line that is being written is erased, too.
    queue.sync {
      timer.cancel()
      StandardStreams.writeOver("")
    }
  }
}
