internal import App
internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A service that opens addresses with `open` or `xdg-open`. It passes an address as an argument,
/// so no shell sees it.
struct LinkService {
  /// The full path of a program that opens addresses, and its environment.
  struct Program {
    let path: String
    let environment: [String: String]

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Returns `nil` over SSH, where a browser would open on the wrong machine, and without a
    /// desktop.
    init?(environment: [String: String]) {
      func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
      guard !isSet("SSH_CONNECTION"), !isSet("SSH_TTY") else { return nil }
      #if canImport(Darwin)
        let name = "open"
      #else
        guard isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") else { return nil }
        let name = "xdg-open"
      #endif
      let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
      // Skip relative folders, which could be anywhere.
      let paths = folders.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
      guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
        return nil
      }
      self.path = path
      self.environment = environment
    }
  }

  let program: Program?
  let post: @Sendable (Event) -> Void

  /// Returns at once, and checks in the background whether the program succeeded.
  func open(_ address: LinkAddress) {
    guard let program else { return post(.linkNotOpened(address, by: "")) }
    guard let process = Self.spawn(program, address.text) else {
      return post(.linkNotOpened(address, by: program.name))
    }
    // Some of these programs run until the browser is closed.
    let thread = Thread { [post] in
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      if status != 0 { post(.linkNotOpened(address, by: program.name)) }
    }
    thread.start()
  }

  /// Starts the program with `/dev/null` as its standard streams, as the leader of a new process
  /// group.
  private static func spawn(_ program: Program, _ address: String) -> pid_t? {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETPGROUP)))
    let words = [program.path, address]
    var arguments = words.map { strdup($0) } + [nil]
    var variables = program.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let result = posix_spawn(
      &process, program.path, &actions, &attributes, &arguments, &variables)
    return result == 0 ? process : nil
  }
}
