internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The process groups of running commands, so that none outlives the program. Methods may be called
/// from any thread.
final class RunningCommands: Sendable {
  private struct State {
    var groups: Set<pid_t> = []
    var isEnded = false
  }

  private let state = Mutex(State())

  /// Starts a command, unless `end` has been called.
  /// - Parameter start: returns the leader of a new process group, or why it failed.
  func begin(
    _ start: () -> Result<pid_t, ShellCommand.Failure>
  ) throws(ShellCommand.Failure) -> pid_t {
    // Hold the lock throughout, or `end` would miss a command that is just starting.
    let result = state.withLock { state -> Result<pid_t, ShellCommand.Failure> in
      guard !state.isEnded else { return .failure(.interrupted) }
      let result = start()
      if case .success(let group) = result { state.groups.insert(group) }
      return result
    }
    return try result.get()
  }

  var isEnded: Bool { state.withLock { $0.isEnded } }

  /// Kills what is left of a group, and reaps its leader.
  /// - Returns: the leader's status, as from `waitpid`.
  func finish(_ group: pid_t) -> Int32 {
    // Hold the lock until the group is removed: once it is reaped, its number may be reused.
    state.withLock { state in
      kill(-group, SIGKILL)
      var status: Int32 = 0
      while waitpid(group, &status, 0) < 0, errno == EINTR {}
      state.groups.remove(group)
      return status
    }
  }

  /// Kills every command, and prevents new ones.
  func end() {
    state.withLock { state in
      state.isEnded = true
      for group in state.groups { kill(-group, SIGKILL) }
    }
  }
}
