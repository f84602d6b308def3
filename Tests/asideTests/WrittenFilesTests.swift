import Foundation
import TestKit
import Testing

/// The files that commands write: their location, their owner, and what they replace.
@Suite struct WrittenFilesTests {
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

  private static let firstDay: Int64 = 1_700_000_000_000

  /// Stores conversations with these titles, each with one message per element of `texts`.
  /// Conversations that already exist get only the new messages.
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

  // MARK: Temporary names

  @Test func temporaryFilesNeverReplaceExistingOnes() throws {
    try fill(["One"])
    let run = try shell(
      """
      echo precious > victim
      for name in o.md o.sqlite .local/share/aside/keys.toml .local/state/aside/state.toml; do
        mkdir -p $(dirname $name)
        for ending in unfinished new tmp; do ln -s ~/victim $name.$ending; done
      done
      umask 0
      $A export last --output o.md && $A backup o.sqlite && echo sk-1 | $A login || exit 1
      cat victim
      stat -c '%a %F' o.md o.sqlite .local/share/aside/keys.toml
      find . -name '.aside-*'; find . -lname '*victim' | wc -l
      """)
    #expect(run.status == 0, "\(run.error)")
    #expect(
      run.output.contains(
        "precious\n600 regular file\n600 regular file\n600 regular file\n12\n"), "\(run.output)")
  }

  @Test(
    arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)],
    ["export last --output o.md", "export last --output out/", "backup o.sqlite"])
  func signalLeavesNothingBehind(_ ending: (String, Int), _ command: String) throws {
    try fill(["Long"], [String(repeating: "So many words.\n", count: 250_000)])
    // On a busy machine, the program may finish before the signal. Then its file is complete, and
    // the script tries again.
    let run = try shell(
      """
      set -m
      mkdir out
      for attempt in $(seq 40); do
        rm -rf o.md o.sqlite out; mkdir out
        $A \(command) > report &
        while kill -0 $! 2>/dev/null; do
          for file in .aside-* out/.aside-*; do [ ! -e "$file" ] || break 2; done
        done
        kill -\(ending.0) $! 2>/dev/null
        wait $!
        status=$?
        ls -A . out | grep '^.aside-' && break
        [ $status = 0 ] || break
      done
      echo $status
      ls -A . out
      """)
    #expect(run.output.hasPrefix("\(ending.1)\n"), "\(run.output)\(run.error)")
    #expect(!run.output.contains(".aside-"), "\(run.output)")
    #expect(!run.output.contains("o.md") && !run.output.contains("o.sqlite"))
  }

  @Test func fullDiskLeavesNothingBehind() throws {
    try fill(["Long"], [String(repeating: "So many words.\n", count: 4000)])
    let run = try shell(
      """
      $A list > /dev/null; mkdir out
      (ulimit -f 40; $A export last --output o.md; echo $?; $A export last --output out/; echo $?)
      ls -A . out
      """)
    #expect(run.output == "1\n1\n.:\n.local\nout\n\nout:\n", "\(run.output)")
    #expect(run.error.contains("Cannot write o.md: File too large."))
  }

  // MARK: Special files

  @Test func devicesAndPipesAreWrittenInPlace() throws {
    try fill(["One"])
    let run = try shell(
      """
      mkfifo p
      $A export last --output p --force; echo $?
      cat p > copy & $A export last --output p; echo $?; wait
      $A export last > direct; cmp copy direct && [ -p p ] && echo same
      $A export last --output /dev/full; echo $?
      $A export last --output /dev/null --force; echo $?; [ -c /dev/null ] && echo device
      $A export last --output >(wc -l > lines); echo $?
      $A backup p --force; echo $?
      $A backup /dev/null --force; echo $?; [ -c /dev/null ] && echo device
      """)
    #expect(run.output == "1\n0\nsame\n1\n0\ndevice\n0\n2\n2\ndevice\n", "\(run.error)")
    #expect(run.error.contains("Cannot write p: no program is reading from this pipe."))
    #expect(run.error.contains("Cannot write /dev/full: No space left on device."))
    #expect(run.error.contains("p is not a regular file."))
  }

  @Test func linkStaysAndItsTargetIsReplaced() throws {
    try fill(["One"])
    let run = try shell(
      """
      mkdir other; echo mine > other/x.md; ln -s other/x.md l.md; ln -s none d.md
      $A export last --output l.md; echo $?
      $A export last --output l.md --force; echo $?
      [ -L l.md ] && head -n 1 other/x.md; ls -A other
      $A export last --output d.md --force; echo $?
      ln -s other/keys.toml keys; mkdir -p .local/share/aside
      ln -s ~/other/keys.toml .local/share/aside/keys.toml; : > other/keys.toml; chmod 600 other/keys.toml
      echo sk-1 | $A login > /dev/null; grep -c sk-1 other/keys.toml
      $A backup b.sqlite > /dev/null; ln -s b.sqlite lb; $A backup lb --force; readlink lb
      ln -s .local/share/aside/aside.sqlite self; $A backup self --force; echo $?
      """)
    #expect(
      run.output
        == "2\n0\n# One\nx.md\n1\n1\nCopied 1 conversation to lb.\nb.sqlite\n2\n",
      "\(run.error)")
    #expect(run.error.contains("Cannot write d.md: it is a link to a missing file."))
  }

  // MARK: Folders

  @Test func everyTitleGivesAValidFileName() throws {
    try fill([
      "क" + String(repeating: "्ा", count: 400), String(repeating: "a", count: 300),
      "é" + String(repeating: "\u{301}", count: 500), String(repeating: "日本", count: 200), "", "..",
      String(repeating: "日本", count: 200),
    ])
    let run = try shell("$A export --all --format html --output out/; echo $?; ls out | wc -l")
    #expect(run.output == "0\n7\n", "\(run.error)")
  }

  @Test func oneFailedExportDoesNotStopTheOthers() throws {
    try fill(["One", "Two", "Three", "Four"])
    let run = try shell(
      """
      mkdir -p out/2023-11-14-Two.md; echo mine > out/2023-11-14-Three.md
      $A export --all --output out; echo $?
      cat out/2023-11-14-Three.md; ls -A out
      """)
    #expect(
      run.output
        == """
        1
        mine
        2023-11-14-Four.md
        2023-11-14-One.md
        2023-11-14-Three.md
        2023-11-14-Two.md

        """)
    #expect(run.error.contains("Cannot write out/2023-11-14-Two.md: it is a folder."))
    #expect(run.error.contains("out/2023-11-14-Three.md already exists and was not overwritten."))
    #expect(run.error.contains("2 of 4 conversations not exported."))
    let again = try shell(
      """
      rmdir out/2023-11-14-Two.md; rm out/2023-11-14-Three.md
      $A export --all --output out; echo $?; ls out | wc -l
      """)
    #expect(again.output == "0\n4\n", "\(again.error)")
  }

  @Test func repeatedExportUpdatesItsOwnFiles() throws {
    let titles = ["One", "Same", "Same"]
    let export = "$A export --all --output out/; echo $?; ls out | wc -l"
    try fill(titles)
    #expect(try shell(export).output == "0\n3\n")
    #expect(try shell(export).output == "0\n3\n")
    try fill(titles, ["Why?", "And now?"])
    let changed = try shell(export + "; grep -l 'And now' out/* | wc -l")
    #expect(changed.output == "0\n3\n3\n", "\(changed.error)")
    // The file's name contains the date of last use.
    try fill(["One"], ["Why?", "And now?", "A week later"], usedAt: Self.firstDay + 7 * 86_400_000)
    let later = try shell(export + "; grep -l 'A week' out/*")
    #expect(later.output == "0\n4\nout/2023-11-21-One.md\n", "\(later.error)")
  }

  @Test func fileChangedByTheUserIsNotReplaced() throws {
    let export = "$A export --all --output out"
    try fill(["One", "Two"])
    #expect(try shell("mkdir out; \(export) && echo edited >> out/2023-11-14-One.md").status == 0)
    // Another name for the same folder makes no difference.
    try fill(["One", "Two"], ["Why?", "And now?"])
    let run = try shell("cd out; $A export --all --output ../out; echo $?; grep -c now *")
    #expect(run.output == "1\n2023-11-14-One.md:0\n2023-11-14-Two.md:1\n", "\(run.error)")
    #expect(try shell("tail -n 1 out/2023-11-14-One.md").output == "edited\n")
    #expect(try shell("\(export) --force; grep -c now out/*One.md").output == "1\n")
  }

  @Test func fileOfAnotherConversationIsNotReplaced() throws {
    try fill(["Same", "Same"])
    let run = try shell(
      """
      mkdir out
      for id in $($A list | cut -d' ' -f1); do $A export $id --format json --output out; done
      cat out/* | grep -o '"id":"018bcfe5-68[0-9]*-7000-8000-000000000000"' | sort -u | wc -l
      """)
    #expect(run.output == "2\n", "\(run.error)")
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
