import Chat
import Testing
import Words

struct WordsTests {
  @Test(arguments: [(0, "0 messages"), (1, "1 message"), (2, "2 messages")])
  func numbersAgreeWithTheirNouns(count: Int, words: String) {
    #expect(Words.messages(count) == words)
  }

  @Test(arguments: [
    (nil, "Wait a moment before retrying."),
    (Duration.milliseconds(200), "Wait 1 s before retrying."),
    (.seconds(99), "Wait 99 s before retrying."), (.seconds(600), "Wait 10 min before retrying."),
    (.seconds(7201), "Wait 3 h before retrying."), (.seconds(1e9), "Wait 11575 d before retrying."),
  ])
  func aRateLimitSaysHowLong(_ wait: Duration?, _ advice: String) {
    var refusal = ServerRefusal(status: 429, message: "Rate limit reached", cause: .rateLimited)
    refusal.wait = wait
    let provider = Provider(
      name: "work", baseURL: "https://example.com/v1", dialect: .plain, keyVariable: nil,
      defaultModel: "")
    #expect(
      Words.Errors.advice(
        .refused(refusal), provider: provider, modelsCommand: "", loginCommand: "") == advice)
  }

  @Test func recoveryAgreesWithItsNumber() {
    #expect(Words.rebuiltFromMessages(1).hasPrefix("1 conversation rebuilt"))
    #expect(Words.rebuiltFromMessages(1).contains("; title taken"))
    #expect(Words.rebuiltFromMessages(3).contains("3 conversations"))
    #expect(Words.rebuiltFromMessages(3).contains("; titles taken"))
  }

  @Test(arguments: [
    (1, OmittedItem.image, "1 image"), (2, .webSearch, "2 web searches"),
    (1, .part(type: "x"), "1 “x” part"), (3, .part(type: "x"), "3 “x” parts"),
  ])
  func omissionsAgreeWithTheirNumber(count: Int, item: OmittedItem, words: String) {
    #expect(Words.skipped(count, item, in: 2) == "skipped \(words) (2 conversations)")
    #expect(Words.skipped(count, item, in: "T") == "skipped \(words) (conversation “T”)")
  }

  @Test func importFactsQuoteTheFile() {
    let facts = [
      Words.remark(.unknownRole("x")), Words.remark(.unknownStatus("x")),
      Words.remark(.repeatedKey("x")), Words.fault(.missingCharacter("x")),
      Words.fault(.missingKey("x")),
    ]
    for fact in facts { #expect(fact.contains("“x”"), "\(fact)") }
  }

  @Test(arguments: [(1, "1 message has"), (2, "2 messages have")])
  func takenIDsAgreeWithTheirNumber(count: Int, words: String) {
    #expect(Words.fault(.takenIDs(count: count)).hasPrefix(words))
  }

  @Test(arguments: [nil, "ASIDE_API_KEY", "OTHER_KEY"])
  func missingKeyNamesEachVariableOnce(variable: String?) {
    let provider = Provider(
      name: "work", baseURL: "https://example.com/v1", dialect: .plain, keyVariable: variable,
      defaultModel: "")
    for text in [Words.missingKey(provider), Words.Doctor.noKey(for: provider)] {
      #expect(text.split(separator: "ASIDE_API_KEY").count == 2, "\(text)")
      #expect(variable.map { text.contains($0) } ?? true, "\(text)")
    }
  }

  @Test func mergesSayOnlyWhatHappened() {
    var counts = Words.Merged(
      newConversations: 1, newMessages: 2, changedConversations: 0, changedMessages: 0,
      knownMessages: 0, expiredConversations: 0)
    #expect(
      Words.merged("a.json", formats: [], counts) == "a.json: 1 new conversation, 2 new messages")
    counts.changedMessages = 1
    counts.knownMessages = 3
    counts.expiredConversations = 1
    #expect(
      Words.merged("a.json", formats: ["Aside"], counts)
        == "a.json (Aside): 1 new conversation, 2 new messages, 0 conversations and 1 message updated, "
        + "3 messages already present, 1 conversation skipped (deleted more than 30 days ago)")
  }

  @Test func everyParameterHasHelp() {
    for field in ParameterField.all where field.name != "stop" {
      let range = ParameterLimits.widest.range(of: field.key)
      let help = Words.Help.parameter(field.name, range: range)
      // Parameters without a command-line option have no help text.
      guard help != Words.Parameter.range(range) else { continue }
      #expect(help.hasSuffix(": \(Words.Parameter.range(range))"), "\(help)")
    }
    #expect(
      Words.Help.parameter("temperature", range: .flag) == "Sampling temperature: true or false")
  }

  @Test(arguments: [
    Words.Expected.oneOf(["open", "collapsed"]), .oneOfNumbers([1, 2]), .listOf(["bold", "dim"]),
  ])
  func settingsNameWhatTheyCanBe(expected: Words.Expected) {
    let text = Words.setting("a.b", mustBe: expected, at: "f, line 2")
    let ends = ["\"open\" or \"collapsed\".", "1 or 2.", "a list containing only bold or dim."]
    #expect(ends.contains { text == "f, line 2: a.b must be \($0)" }, "\(text)")
  }
}
