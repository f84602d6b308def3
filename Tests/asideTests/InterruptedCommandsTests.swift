import Foundation
import TestKit
import Testing

/// Ctrl-C during a long command leaves complete files and an intact database.
///
/// Each test waits for a sign that the work has begun. If the machine is so fast that the work is
/// done before the signal arrives, the test repeats with ten times as many conversations.
@Suite(.serialized) struct InterruptedCommandsTests {
  private static let counts = [1_000, 10_000, 100_000]

  /// A home with a file of conversations, and an empty folder for temporary files.
  private struct Place {
    let home: TestHome
    let count: Int

    init(_ count: Int) throws {
      home = try TestHome()
      self.count = count
      try FileManager.default.createDirectory(
        atPath: path("tmp"), withIntermediateDirectories: true)
      let filler = String(repeating: "some words about nothing in particular ", count: 40)
      let lines = (1...count).map { number in
        #"{"messages":[{"role":"user","content":"Question \#(number)"},"#
          + #"{"role":"assistant","content":"needle\#(number) \#(filler)"}]}"#
      }
      try Data(lines.joined(separator: "\n").utf8).write(
        to: URL(fileURLWithPath: path("in.jsonl")))
    }

    func path(_ name: String) -> String { home.appending(path: name).path }

    func run(_ arguments: [String]) throws -> ProcessRun {
      try ProcessRun(
        AsideProgram.path, arguments,
        environment: [
          "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
          "TMPDIR": path("tmp"),
        ])
    }

    func start(_ arguments: [String]) throws -> PseudoTerminal {
      try PseudoTerminal(
        arguments, environment: ["TMPDIR": path("tmp")], home: home)
    }

    func names(in folder: String) throws -> [String] {
      let path = path(folder)
      guard FileManager.default.fileExists(atPath: path) else { return [] }
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    func storedCount() throws -> Int {
      try run(["list"]).output.split(separator: "\n").count
    }

    /// Starts a command, and interrupts it once its work has begun.
    /// - Returns: what the command printed; `nil` if the signal arrived after its end.
    func interrupt(
      _ arguments: [String], when hasBegun: () throws -> Bool
    ) async throws -> String? {
      let terminal = try start(arguments)
      // Nobody reads the output, but it is short, so even a command too quick to observe can exit.
      _ = try await poll(within: .seconds(10), until: hasBegun)
      terminal.signal(SIGINT)
      let status = try await terminal.waitForExit()
      #expect([0, 130].contains(status), "\(arguments)")
      #expect(try names(in: "tmp").isEmpty)
      return status == 130 ? String(decoding: terminal.output, as: UTF8.self) : nil
    }

    /// Whether a program has the database open.
    func isDatabaseOpen() throws -> Bool {
      try names(in: ".local/share/aside").contains("aside.sqlite-shm")
    }

    /// Like `interrupt`, for a command that stores all conversations or none.
    /// - Returns: whether the signal arrived before they were stored.
    func interruptStoring(
      _ arguments: [String], when hasBegun: () throws -> Bool
    ) async throws -> Bool {
      let output = try await interrupt(arguments, when: hasBegun)
      let stored = try storedCount()
      #expect([0, count].contains(stored))
      return output != nil && stored == 0
    }

    func expectSound(_ wanted: Int) throws {
      #expect(try run(["check"]).status == 0)
      #expect(try storedCount() == wanted)
    }
  }

  /// Calls `body` with more and more conversations, until it returns `true`.
  private func untilInTime(_ body: (Place) async throws -> Bool) async throws {
    for count in Self.counts where try await body(Place(count)) { return }
    Issue.record("the work was always done before the signal")
  }

  @Test func importStoresAllOrNothing() async throws {
    try await untilInTime { place in
      let file = place.path("in.jsonl")
      let isInTime = try await place.interruptStoring(["import", file]) {
        try !place.names(in: "tmp").isEmpty
      }
      guard isInTime else { return false }
      try place.expectSound(0)
      #expect(try place.run(["import", file]).status == 0)
      try place.expectSound(place.count)
      return true
    }
  }

  /// The files before the one that was interrupted are imported.
  @Test func importSaysWhichFilesAreLeft() async throws {
    try await untilInTime { place in
      let first = place.path("first.jsonl")
      try Data(#"{"messages":[{"role":"user","content":"alone"}]}"#.utf8)
        .write(to: URL(fileURLWithPath: first))
      let (file, last) = (place.path("in.jsonl"), place.path("last.jsonl"))
      let output = try await place.interrupt(["import", first, file, last]) {
        try place.storedCount() == 1 && !place.names(in: "tmp").isEmpty
      }
      guard let output, try place.storedCount() == 1 else { return false }
      #expect(output.components(separatedBy: "nterrupted").count == 2, "\(output)")
      #expect(output.contains("nothing imported from"), "\(output)")
      try place.expectSound(1)
      return true
    }
  }

  @Test func backupLeavesNothing() async throws {
    try await untilInTime { place in
      #expect(try place.run(["import", place.path("in.jsonl")]).status == 0)
      try FileManager.default.createDirectory(
        atPath: place.path("out"), withIntermediateDirectories: true)
      let backup = ["backup", place.path("out/copy.sqlite")]
      let output = try await place.interrupt(backup) { try !place.names(in: "out").isEmpty }
      // The signal may arrive between the end of the copy and the end of the program.
      guard let output, try place.names(in: "out").isEmpty else { return false }
      #expect(output.contains("Backup interrupted; nothing written."), "\(output)")
      #expect(try place.run(backup).status == 0)
      return true
    }
  }

  @Test func mergeStoresAllOrNothing() async throws {
    try await untilInTime { place in
      let other = place.path("other.sqlite")
      #expect(
        try place.run(["import", "--database", other, place.path("in.jsonl")]).status == 0)
      let isInTime = try await place.interruptStoring(["merge", other]) {
        try !place.names(in: "tmp").isEmpty
      }
      guard isInTime else { return false }
      try place.expectSound(0)
      #expect(try place.run(["merge", other]).status == 0)
      try place.expectSound(place.count)
      return true
    }
  }

  /// Stored messages are found even before they are indexed.
  @Test func indexIsCompletedLater() async throws {
    try await untilInTime { place in
      let output = try await place.interrupt(["import", place.path("in.jsonl")]) {
        try place.storedCount() > 0
      }
      try place.expectSound(place.count)
      for number in [1, place.count / 2, place.count] {
        let found = try place.run(["search", "--json", "needle\(number)"])
        #expect(found.output.contains("needle\(number)"), "\(number)")
      }
      return output != nil
    }
  }

  /// A search that has to complete the index first can be interrupted, and the next one continues.
  @Test func indexingBeforeASearchIsInterrupted() async throws {
    try await untilInTime { place in
      _ = try await place.interrupt(["import", place.path("in.jsonl")]) {
        try place.storedCount() > 0
      }
      let output = try await place.interrupt(["search", "needle1"], when: place.isDatabaseOpen)
      #expect(try place.run(["search", "needle1"]).status == 0)
      return output?.contains("Building the search index was interrupted.") == true
    }
  }

  @Test func checkIsInterrupted() async throws {
    try await untilInTime { place in
      #expect(try place.run(["import", place.path("in.jsonl")]).status == 0)
      let output = try await place.interrupt(["check"], when: place.isDatabaseOpen)
      guard let output else { return false }
      #expect(output.contains("Check interrupted."), "\(output)")
      try place.expectSound(place.count)
      return true
    }
  }

  @Test func exportToAFolderLeavesCompleteFiles() async throws {
    try await untilInTime { place in
      #expect(try place.run(["import", place.path("in.jsonl")]).status == 0)
      let folder = place.path("out") + "/"
      let export = ["export", "--all", "--format", "markdown", "--output", folder]
      let output = try await place.interrupt(export) { try !place.names(in: "out").isEmpty }
      guard output != nil else { return false }
      let written = try place.names(in: "out")
      #expect(written.count < place.count && written.allSatisfy { $0.hasSuffix(".md") })
      let texts = try written.map { try String(contentsOfFile: folder + $0, encoding: .utf8) }
      #expect(texts.allSatisfy { $0.contains("needle") && $0.hasSuffix("\n") })
      // The next export continues where this one stopped.
      #expect(try place.run(export).status == 0)
      #expect(try place.names(in: "out").count == place.count)
      #expect(
        try written.map { try String(contentsOfFile: folder + $0, encoding: .utf8) } == texts)
      return true
    }
  }

  @Test func exportToAFileLeavesNothing() async throws {
    try await untilInTime { place in
      #expect(try place.run(["import", place.path("in.jsonl")]).status == 0)
      try FileManager.default.createDirectory(
        atPath: place.path("out"), withIntermediateDirectories: true)
      let file = place.path("out/all.json")
      let output = try await place.interrupt(["export", "--all", "--output", file]) {
        try !place.names(in: "out").isEmpty
      }
      guard output != nil else { return false }
      #expect(try place.names(in: "out").isEmpty)
      #expect(try place.run(["export", "--all", "--output", file]).status == 0)
      #expect(try place.names(in: "out") == ["all.json"])
      return true
    }
  }

  /// Nobody reads the output, so the export blocks until the test interrupts it.
  @Test func exportToATerminalEnds() async throws {
    let place = try Place(200)
    #expect(try place.run(["import", place.path("in.jsonl")]).status == 0)
    let terminal = try place.start(["export", "--all", "--format", "text"])
    try await terminal.waitUntilFull()
    terminal.signal(SIGINT)
    #expect(try await terminal.waitForExitUnread() == 130)
  }

  /// On the screen, Esc cancels an export that takes longer than half a second.
  @Test func exportOnTheScreenIsCancelled() async throws {
    try await untilInTime { place in
      #expect(try place.run(["import", place.path("in.jsonl")]).status == 0)
      let screen = try TmuxScreen(
        "\(AsideProgram.path) --demo", width: 100, height: 30, home: place.home)
      try await screen.wait(forText: "Type a question")
      try screen.press("F2")
      // Wait until all conversations are loaded, because only then does `*` mark them all.
      try await screen.wait(forText: " · \(place.count)")
      try screen.press("*", "x")
      try await screen.wait(forText: "export to:")
      try screen.press("C-u")
      try screen.type("~/out/")
      try screen.press("Enter")
      let text = try await screen.wait(for: "the export") {
        $0.contains("Esc to cancel") || $0.contains("Exported ")
      }
      guard text.contains("Esc to cancel") else { return false }
      try screen.press("Escape")
      let end = try await screen.wait(for: "the end") {
        $0.contains("Export cancelled") || $0.contains("Exported ")
      }
      guard end.contains("cancelled") else { return false }
      let names = try place.names(in: "out")
      #expect(names.count < place.count && names.allSatisfy { $0.hasSuffix(".md") })
      return true
    }
  }
}
