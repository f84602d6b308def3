import Chat
import Testing

@testable import App

@Suite struct ShellWordTests {
  @Test(arguments: [
    ("/tmp/a-b_c.sqlite", "/tmp/a-b_c.sqlite"), ("my file", "'my file'"), ("", "''"),
    ("it's", "'it'\\''s'"), ("$(x)`y`", "'$(x)`y`'"), ("-x", "./-x"), ("~/x", "'~/x'"),
    ("ü", "'ü'"), ("a\\b", "'a\\b'"),
  ]) func quotedWordsAreParsedByAShell(_ word: String, _ quoted: String) {
    #expect(ShellWord.quoted(word) == quoted)
  }

  @Test func adviceNamesTheDatabaseInUse() {
    let damaged = { (path: String) in
      ErrorText.commandLine(.damaged(path: path, detail: .words("x")), usual: "/home/u/usual")
    }
    #expect(
      damaged("/home/u/usual").hasSuffix(" Run aside check --repair to recover what is readable."))
    #expect(damaged("/tmp/my own").contains("aside check --repair --database '/tmp/my own' "))
    let index = ErrorText.commandLine(.searchIndexDamaged(path: "/tmp/a b"), usual: nil)
    #expect(index.contains("aside check --repair --database '/tmp/a b' to rebuild it"))
  }
}
