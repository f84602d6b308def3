internal import App
internal import Dispatch

/// A writer that saves the last choice of provider, model and thinking to the state file whenever
/// it changes, so that the next window starts with it and closing the terminal loses nothing. It is
/// used on the main thread, but writes on a queue, so that a slow disk cannot delay a keystroke.
final class ChoiceMemory {
  private let path: String
  private let configured: String
  /// The choice that was written last, or that the run began with.
  private var known: LastChoice
  private let queue = DispatchQueue(label: "aside.state")

  /// - Parameter configured: this run's ``Configuration/whom``.
  init(path: String, _ choice: LastChoice, configured: String) {
    self.path = path
    known = choice
    self.configured = configured
  }

  /// Saves the choice in the background if it has changed.
  func note(_ choice: LastChoice) {
    guard choice != known else { return }
    known = choice
    queue.async { [path, configured] in
      // Keep the rest of the file, which each run writes only when it ends.
      var state = RememberedState(path: path)
      state.choice = choice
      state.configured = configured
      state.write(to: path)
    }
  }

  /// Waits until everything is written.
  func finish() { queue.sync {} }
}
