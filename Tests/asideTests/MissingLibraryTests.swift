#if os(Linux)
  import Foundation
  import TestKit
  import Testing

  /// libcurl is loaded at the first request, so that its absence affects nothing else.
  @Suite struct MissingLibraryTests {
    /// Puts a non-library file where the system first looks for libcurl.
    private func hideLibrary(in home: TestHome) throws -> String {
      let folder = home.appending(path: "lib")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("not a library".utf8).write(to: folder.appending(path: "libcurl.so.4"))
      return folder.path
    }

    @Test func aQuestionSaysWhatIsMissing() throws {
      let home = try TestHome()
      let environment = [
        "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
        "LD_LIBRARY_PATH": try hideLibrary(in: home),
      ]
      let run = try ProcessRun(
        AsideProgram.path, ["ask", "--demo", "hello"], environment: environment)
      #expect(run.status != 0)
      #expect(run.output == "")
      #expect(run.error.contains("Install libcurl 4"), "\(run.error)")
      let list = try ProcessRun(AsideProgram.path, ["list"], environment: environment)
      #expect(list.status == 0, "\(list.error)")
    }

    @Test func theScreenWorksAndKeepsTheQuestion() async throws {
      let home = try TestHome()
      let folder = try hideLibrary(in: home)
      let screen = try TmuxScreen(
        "env LD_LIBRARY_PATH=\(folder) \(AsideProgram.path) --demo", width: 100, height: 24,
        home: home)
      try await screen.wait(forText: "Type a question")
      try screen.type("why is the sky blue")
      try screen.press("Enter")
      try await screen.wait(forText: "libcurl.so.4")
      #expect(try screen.text().contains("why is the sky blue"))
      try screen.press("C-d", "C-d")
      #expect(try await screen.waitForExit() == 0)
    }
  }
#endif
