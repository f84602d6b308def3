#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Where the program's files are, by the XDG Base Directory Specification.
struct Paths {
  let environment: [String: String]

  /// Where no variable says so, the system's list of users does.
  private var home: String {
    if let home = environment["HOME"], !home.isEmpty { return home }
    return getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) } ?? ""
  }

  var configuration: String { base("XDG_CONFIG_HOME", ".config") + "/aside/config.toml" }
  var themes: String { base("XDG_CONFIG_HOME", ".config") + "/aside/themes" }
  /// What the program remembers of its own accord.
  var state: String { base("XDG_STATE_HOME", ".local/state") + "/aside/state.toml" }
  /// Which files exports to folders have written.
  var exports: String { base("XDG_STATE_HOME", ".local/state") + "/aside/exports" }
  /// What `aside login` keeps.
  var keys: String { base("XDG_DATA_HOME", ".local/share") + "/aside/keys.toml" }
  var database: String { base("XDG_DATA_HOME", ".local/share") + "/aside/aside.sqlite" }

  /// A path as a person types it: `~` is the folder of the person.
  func expanding(_ path: String) -> String {
    path == "~" || path.hasPrefix("~/") ? home + path.dropFirst() : path
  }

  /// A relative path in the variable is to be ignored (XDG Base Directory Specification, "Basics").
  private func base(_ variable: String, _ fallback: String) -> String {
    if let path = environment[variable], path.hasPrefix("/") { return path }
    return home + "/" + fallback
  }
}
