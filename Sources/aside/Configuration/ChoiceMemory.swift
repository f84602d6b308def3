internal import App
internal import Dispatch

/// Writes the last choice to the state file whenever it changes, so that a window opened next knows
/// it and a closed terminal loses nothing. Used on the main thread; the file is written on a queue,
/// because a slow disk must not delay a key.
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

  /// Keeps the choice if it has changed.
  func note(_ choice: LastChoice) {
    guard choice != known else { return }
    known = choice
    queue.async { [path, configured] in
      // The rest of the file belongs to whoever leaves last.
      var state = RememberedState(path: path)
      state.choice = choice
      state.configured = configured
      state.write(to: path)
    }
  }

  /// Waits until everything is written.
  func finish() { queue.sync {} }
}
