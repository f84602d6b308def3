import Chat
import Screen
import Testing

@testable import App

/// Drafts that begin with a slash. Each is a command, a mistake or a question.
@Suite struct SlashTests {
  /// Drafts with a slash that are sent as questions.
  @Test(arguments: [
    "/usr/bin/env is what?", "/etc/hosts: why two names?", "/home/me/notes.txt", "/dev/null",
    "/proc/self/maps shows what?", "/bin/sh", "/var/log/syslog", "/lib/x86_64", "/sys/class/net",
    "/opt/homebrew", "/root/.ssh", "/Users/me", "/System/Library", "/v1/chat/completions",
    "/r/swift is dead?", "/s/foo/bar/ in sed", "/api/v2", "/* a comment */ int x;", "// why?",
    "//\nint main() {}", "/// doc comments?", "/1 is what?", "/ 2 * 3", "/量子/ 是什么", "/ is root",
    " /think", "  /model x", "\n/quit", "a/b", "and/or", "./configure fails", "~/bin", "\\quit",
  ])
  func isAQuestion(_ text: String) {
    #expect(Submission(text) == .question(text))
  }

  @Test(arguments: [
    "/provider/model", "/model/gpt-4o", "/new/list", "/set/unset temperature", "/provder/model",
    "/private/tmp is what?", "/qiut", "/modle gpt-4o", "/mode", "/models", "/model: x", "/model,",
    "/quit.", "/tmp is full", "/usr", "/hello there", "/x", "/é", "/模型", "/foo-bar x",
    "/foo_bar\nbaz", "/", "/ ", "/ model x", "/ quit", "/?", "/!", "//model x", "//quit", "/.quit",
    "/1model", "/-help", "/help\nme", "/new foo", "/theme\u{301}",
  ])
  func isNeverSent(_ text: String) throws {
    let submission = Submission(text)
    if case .question = submission { Issue.record("a question") }
    if case .command = submission { Issue.record("a command") }
    var script = Script()
    script.play(.pasted(text))
    script.press(.escape, .enter)
    #expect(script.state.conversation.isEmpty && script.state.composer.text == text)
    #expect(script.state.notice?.kind == .trouble)
    #expect(
      script.takeEffects().allSatisfy { effect in if case .store = effect { false } else { true } })
  }

  @Test(arguments: [
    ("/new", Command.newConversation, ""), ("/QUIT", .quit, ""), ("/Model  x ", .setModel, "x"),
    ("/set\ttemperature 1", .set, "temperature 1"), ("/find  a  b", .find, "a  b"),
    ("/exit", .quit, ""), ("/list\n", .openList, ""), ("/model\nx", .setModel, "x"),
    ("/system one\ntwo\n", .setSystemPrompt, "one\ntwo\n"),
  ])
  func isACommand(_ text: String, _ command: Command, _ argument: String) {
    #expect(Submission(text) == .command(command, argument: argument))
  }

  /// Every one-letter typo is refused, whatever follows it.
  @Test func noTypoIsSent() {
    for name in CommandTable.names {
      let letters = Array(name)
      for index in letters.indices {
        var missing = letters
        missing.remove(at: index)
        var doubled = letters
        doubled.insert(letters[index], at: index)
        var other = letters
        other[index] = "x"
        for word in [missing, doubled, other].map({ String($0) }) where !word.isEmpty {
          for text in ["/\(word)", "/\(word) x", "/\(word)\nx"] {
            if case .question = Submission(text) { Issue.record("\(text)") }
          }
          if name.count >= 4, case .question = Submission("/\(word)/x") {
            Issue.record("/\(word)/x")
          }
        }
      }
    }
  }

  // MARK: Corrections

  @Test(arguments: [
    ("/qiut", ""), ("/modle gpt", " gpt"), ("/ model x", "model x"),
    ("/new foo", ""), ("/list a\nb", ""), ("/model a\nb", "b"),
    ("/set nonsense 1", " 1"), ("/set temperature hot", ""), ("/unset nothing", ""),
    ("/think loudly", ""), ("/provider nobody x", " x"), ("/copy all ", " "), ("/copy 7", ""),
    ("/open 7", ""), ("/compare nobody gpt nothing", " gpt nothing"),
  ])
  func theCaretGoesToTheEndOfTheMistake(_ text: String, _ after: String) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.play(.catalogLoaded(script.catalog), .pasted(text))
    script.press(.enter)
    #expect(script.state.composer.after == after)
    #expect(script.state.composer.before == text.dropLast(after.count))
    #expect(script.state.notice != nil)
  }

  @Test(arguments: [
    ("/set temperature hot", "/set temperature "), ("/unset nothing", "/unset "),
    ("/set nonsense 1", "/set  1"), ("/think loudly", "/think "), ("/qiut", ""),
  ])
  func ctrlWRemovesTheMistake(_ text: String, _ rest: String) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.play(.pasted(text))
    script.press(.enter, .control("w"))
    #expect(script.state.composer.text == rest)
  }

  @Test func theCaretGoesToAnUnknownPresetWhenTheFilesAreRead() {
    var script = Script()
    script.type("/preset nothing")
    script.press(.escape, .enter)
    script.play(.presetsLoaded(LibraryListing(folder: "/p")))
    script.restDoesNotMatter()
    #expect(script.state.composer.before == "/preset nothing")
  }

  @Test(arguments: [
    ("/qiut", "/quit"), ("/modle", "/model"), ("/models", "/model"), ("/parms", "/params"),
    ("/tempalte", nil), ("/regen", "/regenerate"), ("/exprot x", "/export"),
    ("/provider/model", "/provider"),
  ])
  func theNearestCommandIsNamed(_ text: String, _ name: String?) {
    var script = Script()
    script.play(.pasted(text))
    script.press(.escape, .enter)
    let advice = script.state.notice?.advice ?? ""
    #expect(advice.contains("send it as text"))
    #expect(name.map { advice.contains("Did you mean \($0)?") } ?? !advice.contains("mean"))
  }

  @Test func commandsThatRanLeaveAnEmptyDraft() throws {
    for text in ["/think off", "/set top_p 0.5", "/model x", "/reasoning", "/copy markdown"] {
      var script = try Script.answered()
      script.restDoesNotMatter()
      script.play(.pasted(text))
      script.press(.enter)
      #expect(script.state.composer.isEmpty, "\(text)")
    }
  }

  /// A few letters run the command that is meant most often, and never a drastic one by mistake.
  @Test(arguments: [
    ("n", "new"), ("q", "quit"), ("del", "delete"), ("ex", "export"), ("en", "end"), ("un", "undo"),
    ("co", "copy"), ("di", "discardqueue"), ("next", "next"), ("end", "end"),
  ])
  func theFirstCommandOfAFewLetters(_ typed: String, _ name: String) {
    #expect(CommandCandidates.matching(typed).first?.text == name)
    #expect(CommandCandidates.matching("e").first?.text != "end")
  }

  @Test func theMessageNamesTheMissingField() {
    for (value, words) in [
      (#"{"type":"json_schema"}"#, "response_format lacks the field “json_schema”."),
      (#"{"type":"xml"}"#, "response_format must be text, json_object, or a JSON object with type"),
    ] {
      var script = Script()
      script.play(.pasted("/set response_format " + value))
      script.press(.enter)
      #expect(script.state.notice?.text.hasPrefix(words) == true)
    }
  }
}
