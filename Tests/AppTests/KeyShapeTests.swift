import Chat
import Screen
import Testing
import Words

@testable import App

/// Text that looks like an API key is not sent as a question.
@Suite struct KeyShapeTests {
  @Test(arguments: [
    "sk-abcdefghijklmnopqrstuvwxyz", "sk-proj-Ab3dE5gH7jK9mN1pQ3sT",
    " sk-or-v1-0123456789abcdef01\n", "sk-ant-api03-x7Yz_9-Qw3rT", "gsk_a1B2c3D4e5F6g7H8i9J0",
    "AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p", "hf_abcdefghijklmnopqrstuvwxyz",
    "0f3a9c7be1d24f6885aa02cc41d97e35", "q7Rk2Lm9Xv4Tz8Bn3Wp6Yd1Hs5Gc",
  ])
  func keys(_ text: String) { #expect(KeyShape.matches(text)) }

  @Test(arguments: [
    "", "why?", "sk-short", "Donaudampfschifffahrtsgesellschaftskapitaen",
    "internationalization", "sk-learn-is-a-library-for-python", "claude-3-5-sonnet-20241022",
    "qwen3-235b-a22b-thinking-2507", "test_that_2_plus_2_is_4_and_3_is_3",
    "123456789012345678901234567890", "/usr/local/share/aside/key7a8b9c0d1e2f",
    "https://example.com/a1b2c3d4e5f6g7h8i9", "localhost:9123", "192.168.100.100:11434/v1",
    "0f3a9c7b-e1d2-4f68-85aa-02cc41d97e35", "is sk-abcdefghijklmnopqrstuvwxyz a key?",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "用户的钥匙在哪里用户的钥匙在哪里用户的钥匙",
    "abcdefghijklmnopqrstuvwxyz0123456789",
  ])
  func otherText(_ text: String) { #expect(!KeyShape.matches(text)) }

  private static let key = "sk-proj-Ab3dE5gH7jK9mN1pQ3sT"

  @Test func aKeyPastedOnTheFirstScreenIsNotSent() {
    var script = Script.demo()
    script.state.offerStart()
    script.play(.pasted(Self.key))
    script.press(.enter)
    #expect(script.state.conversation.isEmpty && script.state.composer.isEmpty)
    #expect(script.state.pages.last is StartPage)
    let rows = script.rows(width: 80, height: 24)
    #expect(
      rows[21].hasPrefix(
        " ! Not sent: it looks like an API key. Choose a provider, then paste it."))
    #expect(!rows.joined().contains("sk-proj"))
  }

  @Test(arguments: [14, 24, 40]) func aNarrowWindowShowsTheWholeRefusal(_ width: Int) {
    var script = Script.demo()
    script.state.offerStart()
    script.play(.pasted(Self.key))
    script.press(.enter)
    let rows = script.rows(width: width, height: 12).suffix(6).joined(separator: " ")
    let text = rows.split(separator: " ").joined(separator: " ")
    #expect(text.contains(width < 24 ? "Not sent: it" : "Choose a provider, then paste it."))
  }

  /// A server from the command line has refused to list its models without a key.
  @Test func aKeyIsNotSentToAServerThatMissesOne() throws {
    var script = Script()
    script.restDoesNotMatter()
    script.play(.serverWantsKey(script.state.session.provider, hasKey: false))
    script.play(.pasted("4f9c1e7a2b8d4c6e9f0a1b2c3d4e5f60"))
    script.press(.enter)
    #expect(script.state.conversation.isEmpty && script.state.composer.isEmpty)
    #expect(script.state.notice?.text == Words.Start.looksLikeKey)
    script.type("a question")
    script.press(.enter)
    #expect(script.state.stream != nil)
  }

  @Test func aKeyIsNotStoredAsTheDraft() {
    var script = Script.demo()
    script.play(.pasted(Self.key), .timerFired(.saveDraft))
    #expect(script.state.conversation.draft.isEmpty)
    script.type(" is this a key?")
    script.play(.timerFired(.saveDraft))
    #expect(script.state.conversation.draft.hasSuffix("is this a key?"))
    script.restDoesNotMatter()
  }

  @Test func aKeyPastedIntoTheDemoIsNotSent() throws {
    var script = Script.demo()
    script.play(.pasted(Self.key))
    script.press(.enter)
    #expect(script.state.conversation.isEmpty && script.state.composer.isEmpty)
    #expect(script.state.notice?.text == "That looks like an API key, so it was not sent.")
    #expect(script.state.notice?.advice == "F3 to choose a provider, then paste the key.")
  }

  @Test func withAProviderItIsAQuestion() {
    var script = Script.withProviders()
    script.play(.pasted(Self.key))
    script.press(.enter)
    #expect(script.state.conversation.messages.first?.content == Self.key)
    script.restDoesNotMatter()
  }

  @Test func withoutAKeyItIsNotSentEither() {
    var script = Script.demo()
    script.state.session.provider = .aimlapi
    script.state.session.lacksKey = true
    script.play(.pasted(Self.key))
    script.press(.enter)
    #expect(script.state.conversation.isEmpty)
    #expect(script.state.notice?.advice.contains("Ctrl-X K") == true)
  }
}
