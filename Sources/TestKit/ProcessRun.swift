internal import Foundation

/// A program that has been run to its end.
public struct ProcessRun: Sendable {
  public let status: Int32
  public let output: String
  public let error: String

  /// - Parameters:
  ///   - environment: all of it; `nil` hands on this process's.
  ///   - input: what the program reads on standard input.
  public init(
    _ path: String, _ arguments: [String], environment: [String: String]? = nil, input: String = ""
  ) throws {
    // Files, not pipes: a server that the program leaves behind may hold a pipe open for ever.
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "aside-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["input", "output", "error"].map { folder.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    try Data(input.utf8).write(to: files[0])
    status = try Self.spawn(path, arguments, environment, files.map(\.path))
    output = try String(decoding: Data(contentsOf: files[1]), as: UTF8.self)
    error = try String(decoding: Data(contentsOf: files[2]), as: UTF8.self)
  }

  /// Foundation's `Process` is of no use here: it notices the end of a program by a descriptor that
  /// every descendant inherits, so it waits for ever for a `tmux` that leaves its server behind.
  /// - Returns: the exit status, or 128 and the number of the signal that ended it.
  private static func spawn(
    _ path: String, _ arguments: [String], _ environment: [String: String]?, _ files: [String]
  ) throws -> Int32 {
    let variables = environment ?? ProcessInfo.processInfo.environment
    var argv = ([path] + arguments).map { strdup($0) } + [nil]
    var envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, files[0], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, files[1], O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, files[2], O_WRONLY, 0)
    // Test threads block signals, which a child would inherit: a tmux server that never learns of
    // its children's ends.
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
    #else
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let failure = posix_spawn(&process, path, &actions, &attributes, &argv, &envp)
    guard failure == 0 else {
      throw CocoaError(.executableNotLoadable, userInfo: [NSFilePathErrorKey: path])
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }
}

/// The program under test, built beside the tests.
public enum AsideProgram {
  public static var path: String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: ".build/debug/aside").path
  }
}
