import Foundation
import TestKit
import Testing

/// The files that commands write: where, as whose, and what they replace.
@Suite struct WrittenFilesTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  /// Runs a line of the shell in the home folder, with the program as `$A`.
  private func shell(_ line: String) throws -> ProcessRun {
    try ProcessRun(
      "/bin/bash", ["-c", "cd \"$HOME\"; \(line)"],
      environment: [
        "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
        "A": AsideProgram.path,
      ])
  }

  private static let firstDay: Int64 = 1_700_000_000_000

  /// Conversations with these titles, and in each a message for each of the texts. What is there
  /// already goes on with the texts that are new.
  private func fill(
    _ titles: [String], _ texts: [String] = ["Why?"], usedAt time: Int64 = firstDay
  ) throws {
    let lines = try titles.enumerated().map { number, title in
      let id = "018bcfe5-68\(number + 10)-7000-8000-00000000000"
      let messages = texts.enumerated().map { index, text in
        [
          "id": id + "\(index + 1)", "role": "user", "status": "complete",
          "created_ms": Self.firstDay, "content": text,
          "parent": index == 0 ? NSNull() : id + "\(index)",
        ] as [String: Any]
      }
      let conversation: [String: Any] = [
        "id": id + "0", "title": title, "created_ms": Self.firstDay, "updated_ms": time,
        "selected": id + "\(texts.count)", "messages": messages,
      ]
      return String(
        decoding: try JSONSerialization.data(withJSONObject: conversation), as: UTF8.self)
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: home.appending(path: "in.jsonl"))
    let run = try shell("$A import in.jsonl && rm in.jsonl")
    try #require(run.status == 0, "\(run.error)")
  }

  // MARK: Paths

  @Test func tildeIsTheHomeFolderInEveryPath() throws {
    try fill(["One"])
    let run = try shell(
      """
      echo 'database = "~/b.sqlite"' > c.toml; mkdir elsewhere; cd elsewhere
      $A export last --output='~/o.json' && $A backup '~/b.sqlite' && $A import '~/o.json' &&
      $A merge '~/b.sqlite' && $A list '--database=~/b.sqlite' && $A stats '--config=~/c.toml' &&
      $A '--config=~/c.toml' check && $A doctor --provider demo '--database=~/b.sqlite' &&
      $A ask --demo --no-think '--database=~/new.sqlite' hi > /dev/null || exit 1
      ls -A; cd; ls
      """)
    #expect(run.status == 0, "\(run.output)\(run.error)")
    #expect(run.output.contains("\nok     \(home.path)/b.sqlite: 1 conversation, 1 message\n"))
    #expect(run.output.contains("\nb.sqlite\nc.toml\nelsewhere\nnew.sqlite\no.json\n"))
    let empty = try shell("$A export last --output ''; echo $?; ls -A elsewhere")
    #expect(empty.output == "2\n")
  }
}
