import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Completing the names of files after `@`.
@Suite struct MentionTests {
  private static let folders: [String: [FolderListing.Entry]] = [
    "": [
      .init(".hidden", isFolder: false), .init("main.swift", isFolder: false),
      .init("Makefile", isFolder: false), .init("my notes.txt", isFolder: false),
      .init("Sources", isFolder: true),
    ],
    "Sources/": [.init("App", isFolder: true), .init("main.c", isFolder: false)],
  ]

  private static let project = ["main.swift", "Sources/main.c", "Sources/App/Mailbox.swift"]

  /// Types a draft, with the files of `project` in the working folder.
  private func typed(_ text: String, _ script: Script = Script()) -> Script {
    var script = script
    script.restDoesNotMatter()
    for character in text {
      script.type(String(character))
      answer(&script)
    }
    return script
  }

  private func answer(_ script: inout Script) {
    let orders = script.pending
    script.dropPending()
    for order in orders {
      switch order {
      case .files(.listFolder(let path)):
        script.play(
          .folderListed(path, Self.folders[path].map { .files($0) } ?? .failed("No such folder")))
      case .files(.listProject): script.play(.projectListed(Self.project))
      default: break
      }
    }
  }

  private func offered(_ script: Script) -> [String] {
    script.state.completion.menu?.candidates.map(\.text) ?? []
  }

  @Test(
    arguments: [
      ("see @", ["main.swift", "Makefile", "my notes.txt", "Sources/"]),
      ("see @.", [".hidden"]), ("see @main.sw", ["main.swift"]),
      ("see @Sources/", ["Sources/App/", "Sources/main.c"]),
      ("see @mailb", ["Sources/App/Mailbox.swift"]),
      ("see @\"my n", ["my notes.txt"]), ("see @my\\ n", ["my notes.txt"]),
      ("(@make", ["Makefile"]),
    ] as [(String, [String])])
  func filesAreOffered(_ text: String, _ names: [String]) {
    #expect(offered(typed(text)) == names)
  }

  @Test(arguments: [
    "mail a@main", "@nobody", "@main.swift ", "no sign", "@@main", "\"@\" main", "@main.swift:1",
    "@me/",
  ])
  func otherTextHasNoMenu(_ text: String) {
    #expect(typed(text).state.completion.menu == nil)
  }

  @Test(arguments: [
    ("see @main.s", "see @main.swift"), ("see @my", "see @\"my notes.txt\""),
    ("see @Sou", "see @Sources/"), ("see @mailb", "see @Sources/App/Mailbox.swift"),
  ])
  func tabInserts(_ text: String, _ result: String) {
    var script = typed(text)
    script.press(.tab)
    answer(&script)
    #expect(script.state.composer.text == result)
    // A file's name is complete, but a folder's path may continue.
    #expect((script.state.completion.menu == nil) == !result.hasSuffix("/"))
  }

  @Test func aFileTypedInFullHasNoMenu() {
    #expect(typed("see @main.swift").state.completion.menu == nil)
    #expect(typed("see @main.swif").state.completion.menu != nil)
  }

  @Test func tabOpensTheMenuOfACompleteFileAgain() {
    var script = typed("see @Sources/main")
    script.press(.tab)
    #expect(script.state.completion.menu == nil)
    script.press(Key(.backspace))
    answer(&script)
    #expect(offered(script) == ["Sources/main.c"])
  }

  @Test func enterCompletesABegunNameAndThenSends() {
    var script = typed("see @main.s")
    script.press(.enter)
    #expect(script.state.composer.text == "see @main.swift")
    script.press(.enter)
    #expect(!script.readOrders().isEmpty)
  }

  /// A word that matches a file only by skipping letters may be a person's handle.
  @Test func enterDoesNotCompleteAGuess() {
    var script = typed("thanks @mk")
    #expect(offered(script) == ["Makefile"])
    script.press(.enter)
    #expect(script.state.composer.text == "thanks @mk")
    #expect(!script.readOrders().isEmpty)
  }

  @Test func theMiddleOfAQuestionIsCompleted() {
    var script = typed("see @main.s now")
    for _ in 0..<4 { script.press(Key(.left)) }
    answer(&script)
    #expect(offered(script) == ["main.swift"])
    script.press(.tab)
    #expect(script.state.composer.text == "see @main.swift now")
    script.press(Key(.backspace))
    #expect(script.state.composer.text == "see @main.swif now")
  }

  @Test func whatComesLateDoesNotDisturb() {
    var script = Script()
    script.restDoesNotMatter()
    script.type("see @main")
    #expect(script.state.completion.menu == nil)
    script.type(" done")
    script.play(.folderListed("", .files(Self.folders[""] ?? [])), .projectListed(Self.project))
    #expect(script.state.completion.menu == nil && script.state.composer.text == "see @main done")
  }

  @Test func thousandsOfFilesAreMatchedByName() {
    let files = ProjectFiles(
      (0..<5000).map { "folder\($0 % 7)/file\($0).txt" } + ["x/needle.swift"])
    #expect(files.candidates("needle").first?.text == "x/needle.swift")
    #expect(files.candidates("file").count <= 200)
  }

  @Test(arguments: [
    ("a.txt", "a.txt"), ("a b.txt", "\"a b.txt\""), ("what?", "\"what?\""),
    ("a\"b c", "\"a\\\"b c\""),
    ("app/[id].ts", "app/[id].ts"), ("end.", "\"end.\""), ("notes:10", "notes:10"),
  ])
  func quotedNamesAreReadBack(_ path: String, _ text: String) {
    let quoted = MentionText.quoted(path, isOpen: false)
    #expect(quoted == text)
    #expect(AttachmentMention.all(in: "@\(quoted) ").first?.spec.whole == path)
  }

  @Test(arguments: [(40, 10), (80, 24)])
  func menuOfFiles(_ width: Int, _ height: Int) {
    var script = typed("Why does @ma")
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "mention-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }
}
