#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The paths of the program's files, following the XDG Base Directory Specification.
struct Paths {
  let environment: [String: String]

  /// The user's home folder. Without `HOME`, it comes from the system's user database.
  var home: String {
    if let home = environment["HOME"], !home.isEmpty { return home }
    return getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) } ?? ""
  }

  var configuration: String { base("XDG_CONFIG_HOME", ".config") + "/aside/config.toml" }
  var themes: String { base("XDG_CONFIG_HOME", ".config") + "/aside/themes" }
  var presets: String { base("XDG_CONFIG_HOME", ".config") + "/aside/presets" }
  var prompts: String { base("XDG_CONFIG_HOME", ".config") + "/aside/prompts" }
  /// The path of the state that is kept between runs.
  var state: String { base("XDG_STATE_HOME", ".local/state") + "/aside/state.toml" }
  /// The record of the files written by exports to folders.
  var exports: String { base("XDG_STATE_HOME", ".local/state") + "/aside/exports" }
  /// The keys saved by `aside login`.
  var keys: String { base("XDG_DATA_HOME", ".local/share") + "/aside/keys.toml" }
  var database: String { base("XDG_DATA_HOME", ".local/share") + "/aside/aside.sqlite" }

  /// Expands a leading `~` to the home folder.
  func expanding(_ path: String) -> String {
    path == "~" || path.hasPrefix("~/") ? home + path.dropFirst() : path
  }

  /// Returns the base folder that the variable names, or else `fallback` in the home folder. The
  /// specification says to ignore a relative path in the variable ("Basics").
  private func base(_ variable: String, _ fallback: String) -> String {
    if let path = environment[variable], path.hasPrefix("/") { return path }
    return home + "/" + fallback
  }
}
