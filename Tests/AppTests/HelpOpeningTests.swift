import Chat
import Screen
import Testing

@testable import App

/// The help page opens at the section of the page that it was opened from.
@Suite struct HelpOpeningTests {
  @Test(arguments: [(40, 10), (80, 24), (160, 45)])
  func theListsKeysAreInView(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    script.press(Key(.function(2)))
    script.press(.character("?"))
    let rows = script.rows(width: width, height: height)
    #expect(rows.contains { $0.contains("Rename, tag, pin") }, "\(rows)")
    script.press(.escape)
    #expect(script.state.listHasKeys)
    script.restDoesNotMatter()
  }

  @Test func everyPageWithASectionOpensThere() {
    for context in [KeyContext.page(PickerPage.name), .page(SearchPage.name), .list] {
      #expect(HelpText.explains(context))
    }
    var script = Script()
    script.press(Key(.function(4)), Key(.function(1)))
    #expect(script.rows(width: 40, height: 12)[2].contains("Request parameters"))
    var own = Script()
    own.press(Key(.function(1)))
    #expect(own.rows(width: 40, height: 12)[2].contains("First"))
  }

  /// In a small window, the key that stops the answer is more useful than the model's name.
  @Test func theKeyThatStopsTheAnswerIsShown() throws {
    var script = Script()
    let request = try script.ask("hello")
    script.play(.streamed(request, .received(AnswerDelta(content: "Hi.", chunks: 1))))
    #expect(script.rows(width: 40, height: 10).last?.contains("Esc stop") == true)
    script.restDoesNotMatter()
  }
}
