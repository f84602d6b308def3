internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The process groups of commands that run now, so that none outlives the program. Every method may be
/// called from any thread.
final class RunningCommands: Sendable {
  private struct State {
    var groups: Set<pid_t> = []
    var isEnded = false
  }

  private let state = Mutex(State())

  /// Starts a command, unless `end` was called.
  /// - Parameter start: returns the leader of a new process group, or why there is none.
  func begin(
    _ start: () -> Result<pid_t, ShellCommand.Failure>
  ) throws(ShellCommand.Failure) -> pid_t {
    // The lock is held meanwhile: a command that starts during `end` would be missed by it.
    let result = state.withLock { state -> Result<pid_t, ShellCommand.Failure> in
      guard !state.isEnded else { return .failure(.interrupted) }
      let result = start()
      if case .success(let group) = result { state.groups.insert(group) }
      return result
    }
    return try result.get()
  }

  var isEnded: Bool { state.withLock { $0.isEnded } }

  /// Kills what is left of a group, and waits for its leader.
  /// - Returns: the leader's status, as `waitpid` tells it.
  func finish(_ group: pid_t) -> Int32 {
    // The lock is held until the group is forgotten: its number may be another's once it is reaped.
    state.withLock { state in
      kill(-group, SIGKILL)
      var status: Int32 = 0
      while waitpid(group, &status, 0) < 0, errno == EINTR {}
      state.groups.remove(group)
      return status
    }
  }

  /// Kills every command. Later ones are not started.
  func end() {
    state.withLock { state in
      state.isEnded = true
      for group in state.groups { kill(-group, SIGKILL) }
    }
  }
}
