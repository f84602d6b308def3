internal import App
internal import Chat
internal import Dispatch
internal import Storage
internal import Synchronization
internal import Words

/// A line of the terminal that says what a command is doing. It appears after half a second, if
/// standard error is a terminal, and is erased in the end. A timer draws it, so it also appears
/// while a single long call is running. Nothing else may be written meanwhile.
final class ProgressLine {
  private let line: Line
  private let timer: (any DispatchSourceTimer)?

  /// - Parameters:
  ///   - what: the label.
  ///   - isShown: whether to show anything at all.
  init(_ what: String, isShown: Bool = true) {
    let line = Line(what)
    self.line = line
    guard isShown, StandardStreams.isErrorTerminal else {
      timer = nil
      return
    }
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "aside.progress"))
    timer.schedule(deadline: .now() + .milliseconds(500), repeating: .milliseconds(100))
    timer.setEventHandler { line.draw() }
    timer.resume()
    self.timer = timer
  }

  deinit { clear() }

  /// - Parameter part: the completed fraction, from 0 to 1; 0 if unknown.
  func show(_ part: Double) { line.show(nil, part) }

  /// Replaces the label.
  func show(_ what: String, _ part: Double = 0) { line.show(what, part) }

  /// Shows the progress of an import or merge. The caller's label is shown while reading, and
  /// then replaced by the label of the step.
  func show(_ step: ImportProgress) {
    switch step {
    case .reading(let part): show(part)
    case .storing(let part): show(Words.saving, part)
    case .indexing(let part): show(Words.buildingSearchIndex, part)
    }
  }

  /// Erases the line for good.
  func clear() {
    timer?.cancel()
    line.clear()
  }

  /// Shows the line while `work` runs.
  /// - Parameter interrupted: returns a sentence to print if Ctrl-C ends the program meanwhile.
  ///   Receives whether that left a file unfinished.
  static func during<Value, Failure: Error>(
    _ what: String, interrupted: @escaping @Sendable (Bool) -> String? = { _ in nil },
    _ work: (ProgressLine) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let progress = ProgressLine(what)
    let line = progress.line
    let signals = EndingSignals { isUnfinished in
      line.clear()
      return interrupted(isUnfinished)
    }
    defer {
      progress.clear()
      withExtendedLifetime(signals) {}
    }
    return try work(progress)
  }
}

/// What a progress line shows: a bar or, if the completed fraction is unknown, the seconds since
/// the work began. Can be used from any thread.
private final class Line: Sendable {
  private struct Content {
    var what: String
    var part = 0.0
    /// When the work with this label began.
    var start = ContinuousClock.now
    /// The text on the screen; `nil` if there is none.
    var shown: String?
    var isCleared = false

    var text: String {
      guard part > 0 else {
        let elapsed = ContinuousClock.now - start
        return elapsed < .seconds(1) ? "\(what)…" : "\(what)… \(Figures.seconds(elapsed))"
      }
      let filled = Int(clamping: min(part, 1) * 20)
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
      return "\(what) \(bar) \(Figures.percent(part))"
    }
  }

  private let content: Mutex<Content>

  init(_ what: String) { content = Mutex(Content(what: what)) }

  func show(_ what: String?, _ part: Double) {
    content.withLock { content in
      content.part = part
      guard let what, what != content.what else { return }
      content.what = what
      content.start = ContinuousClock.now
    }
  }

  func draw() {
    content.withLock { content in
      let text = content.text
      guard !content.isCleared, text != content.shown else { return }
      content.shown = text
      StandardStreams.writeOver(text)
    }
  }

  func clear() {
    content.withLock { content in
      content.isCleared = true
      guard content.shown != nil else { return }
      content.shown = nil
      StandardStreams.writeOver("")
    }
  }
}
