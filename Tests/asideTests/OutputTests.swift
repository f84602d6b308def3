import Foundation
import TestKit
import Testing

/// Standard streams that are full or closed, and arguments that are not UTF-8.
@Suite struct OutputTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  /// Runs a shell command in the home folder, with the program's path in `$A`.
  private func shell(_ line: String) throws -> ProcessRun {
    try ProcessRun(
      "/bin/bash", ["-c", "cd \"$HOME\"; \(line)"],
      environment: [
        "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
        "A": AsideProgram.path,
      ])
  }

  private func fill() throws {
    let messages = #"{"role":"user","content":"hello"},{"role":"assistant","content":"Hi"}"#
    let line = #"{"messages":[\#(messages)]}"#
    try Data(line.utf8).write(to: home.appending(path: "in.jsonl"))
    let run = try shell(
      """
      $A import in.jsonl && $A export --all --format json > all.json && $A backup other.sqlite
      """)
    try #require(run.status == 0, "\(run.error)")
  }

  static let commands = [
    "list", "list --json", "search hello", "stats", "stats --json", "doctor --provider demo",
    "check", "import all.json", "merge other.sqlite", "backup --force other.sqlite",
    "login --forget", "models --provider demo", "demo-server", "export last",
    "ask --demo --no-think hi", "--version", "--help", "list --help", "help ask",
  ]

  @Test(arguments: commands) func failedOutputIsReported(_ command: String) throws {
    try fill()
    for (place, reason) in [
      ("> /dev/full", "No space left on device"), (">&-", "it is closed"),
    ] {
      // There must be a key to remove.
      if command == "login --forget" { _ = try shell("echo sk-1 | $A login") }
      let run = try shell("$A \(command) < /dev/null \(place)")
      #expect(run.status == 1, "\(command) \(place)")
      #expect(run.error == "aside: Cannot write to standard output: \(reason).\n")
    }
  }

  @Test func savedKeySurvivesFailedOutput() throws {
    let run = try shell("echo sk-1 | $A login > /dev/full")
    #expect(run.status == 1)
    #expect(run.error == "aside: Cannot write to standard output: No space left on device.\n")
    #expect(try shell("cat .local/share/aside/keys.toml").output.contains("sk-1"))
  }

  @Test func closedPipeIsNotAnError() throws {
    try fill()
    for command in ["list", "stats", "export --all", "--help"] {
      // The other end of the pipe is closed before the program starts.
      let run = try shell(
        "mkfifo p; exec 3<>p; exec 4>p; exec 3>&-; $A \(command) >&4; echo $? >&2; rm p")
      #expect(run.error == "141\n", "\(command)")
    }
  }

  @Test func nonBlockingPipeIsAwaited() throws {
    let text = String(repeating: "many words ", count: 40_000)
    let line = #"{"messages":[{"role":"user","content":"\#(text)"}]}"#
    try Data(line.utf8).write(to: home.appending(path: "in.jsonl"))
    // A second program that shares the pipe makes it non-blocking.
    let nonblocking = "import os; os.set_blocking(1, False)"
    let run = try shell(
      """
      $A import in.jsonl > /dev/null; $A export last > direct
      (python3 -c '\(nonblocking)'; $A export last) | (read -r -n 1 first; printf '%s' "$first"; cat) > piped
      cmp direct piped && echo same
      """)
    #expect(run.output == "same\n", "\(run.error)")
  }

  @Test func databaseNeverReplacesAClosedStream() throws {
    try fill()
    for streams in ["<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"] {
      for command in ["list", "check", "import all.json", "backup --force other.sqlite"] {
        _ = try shell("$A \(command) \(streams)")
      }
      let check = try shell("$A check")
      #expect(check.status == 0, "\(streams): \(check.output)\(check.error)")
    }
    #expect(try shell("$A ask --demo --no-think hi <&- 2>&- | head -c 3").output == "**T")
  }

  @Test func askSendsNothingIfNobodyCanReadTheAnswer() throws {
    let run = try shell("$A ask --demo --no-think hi >&-; echo $? >&2; $A list")
    #expect(run.error.contains("\n1\n") && run.error.contains("no conversation has been saved"))
    #expect(run.output == "")
  }

  @Test(arguments: [
    "list --database", "list --config", "export last --output", "import", "merge", "backup", "ask",
    "--database",
  ])
  func argumentThatIsNotUTF8IsRefused(_ arguments: String) throws {
    try fill()
    let before = try shell("ls -A").output
    let run = try shell(#"$A \#(arguments) $'caf\xE9'"#)
    #expect(run.status == 2)
    #expect(run.error.contains("not valid UTF-8"), "\(run.error)")
    #expect(try shell("ls -A").output == before)
  }

  @Test func homeThatIsNotUTF8IsRefused() throws {
    let run = try shell(#"HOME=$PWD/$'caf\xE9' $A list; echo $?; ls -A"#)
    #expect(run.output == "2\n")
    #expect(run.error.contains("Environment variable HOME is not valid UTF-8"), "\(run.error)")
  }
}
