internal import Foundation

/// A real terminal that runs a program in a tmux server of its own. Releasing this object stops
/// the server.
///
/// Tests wait for what they expect to see. Nothing here sleeps for a fixed time, apart from
/// polling.
public final class TmuxScreen {
  private let socket = "aside-test-\(UUID().uuidString.prefix(8))"
  public let home: TestHome

  /// Written when the program has ended: tmux 3.3 does not always report the exit status of a dead
  /// pane.
  private let statusFile: URL
  private let processFile: URL

  public struct TimedOut: Error, CustomStringConvertible {
    public let description: String
  }

  /// Starts a shell command in a window of the given size, in a separate environment.
  /// - Parameters:
  ///   - beforehand: a shell command to run first.
  ///   - afterwards: a shell command to run after the program has ended.
  public init(
    _ command: String, width: Int = 80, height: Int = 24, environment: [String: String] = [:],
    home: TestHome? = nil, beforehand: String = "true", afterwards: String = "true"
  ) throws {
    self.home = try home ?? TestHome()
    statusFile = self.home.appending(path: "status-\(socket)")
    processFile = self.home.appending(path: "process-\(socket)")
    var variables = [
      "HOME": self.home.path, "LANG": "C.UTF-8", "TZ": "UTC",
      "PATH": "/usr/local/bin:/usr/bin:/bin",
    ]
    variables.merge(environment) { _, new in new }
    let assignments = variables.map { "\($0.key)=\"\($0.value)\"" }.sorted()
      .joined(separator: " ")
    let terminal = environment["TERM"] == nil ? "TERM=$TERM" : ""
    // Start two lines from the top: tmux scrolls when it reports that a pane is dead.
    try tmux([
      "-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)",
      "echo; echo; \(beforehand); "
        + "sh -c 'echo $$ >\(processFile.path); exec env -i \(terminal) \(assignments) \(command)'; "
        + "s=$?; \(afterwards); echo $s >\(statusFile.path)",
      ";", "set", "-g", "remain-on-exit", "on", ";", "set", "-g", "status", "off",
      ";", "set", "-sg", "escape-time", "0",
    ])
  }

  deinit {
    // If tmux could not be started, there is no server.
    _ = try? tmux(["kill-server"])
  }

  /// Presses keys by their tmux names: `Enter`, `C-t`, `F2`.
  public func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  /// Types the text, which may begin with a dash.
  public func type(_ text: String) throws { try tmux(["send-keys", "-l", "--", text]) }

  public func paste(_ text: String) throws {
    try tmux(["set-buffer", "--", text])
    try tmux(["paste-buffer", "-p"])
  }

  /// Makes tmux keep everything that programs send to the clipboard from now on, so that it can
  /// be read.
  public func keepClipboard() throws { try tmux(["set", "-g", "set-clipboard", "on"]) }

  public func clipboard() throws -> String { try tmux(["show-buffer"]) }

  public func resize(width: Int, height: Int) throws {
    try tmux(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  /// Returns the rows of the screen; with `styled`, including the escape sequences that draw
  /// them.
  public func text(styled: Bool = false) throws -> String {
    try tmux(["capture-pane", "-p"] + (styled ? ["-e"] : []))
  }

  /// Returns the columns at which ASCII text occurs on the screen, from top to bottom. They count
  /// the terminal's cells, which cannot be derived from the text of a row.
  public func columns(of text: String) throws -> [Int] {
    try tmux([
      "set", "-g", "wrap-search", "off", ";", "copy-mode", ";", "send", "-X", "history-top",
    ])
    var places: [String] = []
    while true {
      let place = try tmux(
        [
          "send", "-X", places.isEmpty ? "search-forward" : "search-again",
        ] + (places.isEmpty ? [text] : []) + [
          ";", "display-message", "-p", "#{copy_cursor_y} #{copy_cursor_x}",
        ])
      if place == places.last { break }
      places.append(place)
    }
    try tmux(["send", "-X", "cancel"])
    return places.compactMap {
      $0.split { $0.isWhitespace }.last.flatMap { Int($0) }
    }
  }

  /// Returns a tmux variable of the pane, such as `cursor_x` or `pane_title`.
  public func variable(_ name: String) throws -> String {
    try tmux(["display-message", "-p", "#{\(name)}"]).trimmingCharacters(in: .newlines)
  }

  /// Polls until the screen's text meets a condition.
  /// - Returns: that text.
  @discardableResult
  public func wait(
    for what: String, within limit: Duration = .seconds(120), until isReached: (String) -> Bool
  ) async throws -> String {
    var text = ""
    let isSeen = try await poll(within: limit) {
      text = try self.text()
      return isReached(text)
    }
    if isSeen { return text }
    let state =
      try variable("pane_width") + "x" + variable("pane_height") + " alternate "
      + variable("alternate_on") + ", cursor " + variable("cursor_x") + "," + variable("cursor_y")
    throw TimedOut(description: "never saw \(what); the screen (\(state)) is:\n\(text)")
  }

  /// Polls until the screen shows the text. The text may be wrapped, even next to the thinking
  /// pane and inside a long word. Where it breaks depends on the length of a temporary path.
  @discardableResult
  public func wait(
    forText wanted: String, within limit: Duration = .seconds(120)
  ) async throws -> String {
    try await wait(for: "“\(wanted)”", within: limit) {
      let rows = Self.rows(of: $0)
      return $0.contains(wanted) || rows.joined(separator: " ").contains(wanted)
        || rows.joined().contains(wanted)
    }
  }

  /// Returns the rows of a screen up to the edge of the first pane, without their margins.
  private static func rows(of text: String) -> [String] {
    text.split(separator: "\n").map { row in
      row.prefix { $0 != "│" }.trimmingCharacters(in: .whitespaces)
    }
  }

  /// Polls until the program has ended.
  /// - Returns: its exit status, as a shell reports it.
  public func waitForExit(within limit: Duration = .seconds(120)) async throws -> Int {
    try await wait(for: "the program's end", within: limit) { _ in exitStatus != nil }
    return exitStatus ?? -1
  }

  private var exitStatus: Int? {
    // The file does not exist until the program has ended.
    guard let text = try? String(contentsOf: statusFile, encoding: .utf8) else { return nil }
    return Int(text.trimmingCharacters(in: .newlines))
  }

  /// Sends a signal to the program.
  public func signal(_ signal: Int32) throws {
    let text = try String(contentsOf: processFile, encoding: .utf8)
    guard let process = pid_t(text.trimmingCharacters(in: .newlines)), kill(process, signal) == 0
    else { throw TimedOut(description: "the program does not run") }
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let result = try ProcessRun("/usr/bin/env", ["tmux", "-L", socket] + arguments)
    guard result.status == 0 else {
      throw TimedOut(description: "tmux \(arguments.joined(separator: " ")): \(result.error)")
    }
    return result.output
  }
}
