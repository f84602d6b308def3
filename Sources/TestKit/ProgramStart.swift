internal import Foundation

/// A way to start programs with `posix_spawn`.
///
/// Foundation's `Process` does not work here. It detects the end of a program via a descriptor
/// that every descendant inherits, so it would wait forever for a `tmux` that leaves its server
/// running.
enum ProgramStart {
  /// - Parameters:
  ///   - environment: the complete environment.
  ///   - files: the files for standard input, output and error, in this order.
  ///   - isSessionLeader: whether the first file, a terminal, becomes the program's controlling
  ///     terminal.
  /// - Returns: the process ID. The caller has to wait for the process.
  static func spawn(
    _ path: String, _ arguments: [String], environment: [String: String],
    files: [(path: String, flags: Int32)], isSessionLeader: Bool = false
  ) throws -> pid_t {
    var argv = ([path] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, file) in files.enumerated() {
      posix_spawn_file_actions_addopen(&actions, Int32(descriptor), file.path, file.flags, 0)
    }
    // Test threads block signals, and a child would inherit that: a tmux server would never learn
    // that its children have ended.
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    let session = isSessionLeader ? newSession : 0
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | session))
    var process: pid_t = 0
    guard posix_spawn(&process, path, &actions, &attributes, &argv, &envp) == 0 else {
      throw CocoaError(.executableNotLoadable, userInfo: [NSFilePathErrorKey: path])
    }
    return process
  }

  /// `POSIX_SPAWN_SETSID`, which glibc exposes only to C.
  #if canImport(Darwin)
    private static let newSession: Int32 = 0x400
  #else
    private static let newSession: Int32 = 0x80
  #endif

  /// - Returns: the shell's form of a status from `waitpid`: the exit status, or 128 plus the
  ///   number of the signal that ended the program.
  static func exitStatus(_ status: Int32) -> Int32 {
    status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }
}
