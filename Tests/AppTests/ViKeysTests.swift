import Chat
import Screen
import TestKit
import Testing

@testable import App

/// What vi's keys do in the conversation.
@Suite struct ViKeysTests {
  private func script(_ text: String = "") -> Script {
    var script = Script()
    script.state.input.vi = ViMode()
    script.type(text)
    script.restDoesNotMatter()
    return script
  }

  // MARK: Modes

  @Test func escapeLeavesInsertModeAndThenStops() throws {
    var script = script()
    _ = try script.ask("hello")
    script.type("next")
    script.press(.escape)
    #expect(script.state.stream != nil)
    #expect(script.marked == "nex|t")
    script.vi("d")
    script.press(.escape)
    #expect(script.state.stream != nil)
    script.press(.escape)
    #expect(script.state.stream == nil)
    #expect(script.state.composer.text == "next")
  }

  @Test func enterSendsInNormalModeAndTheNextTextIsInserted() throws {
    var script = script("hello")
    script.press(.escape, .enter)
    #expect(script.state.stream != nil)
    #expect(script.state.composer.isEmpty)
    script.type("more")
    #expect(script.state.composer.text == "more")
  }

  @Test func enterSendsNothingInTheMiddleOfACommand() {
    var script = script("ab")
    script.press(.escape)
    script.vi("0r")
    script.press(.enter)
    #expect(script.state.composer.text == "\nb")
    #expect(script.state.stream == nil)
    script.vi("V")
    script.press(.enter)
    #expect(script.state.stream == nil)
  }

  @Test(arguments: ["<Esc>", "<Esc>v", "<Esc>R"])
  func theKeysOfTheProgramWorkInEveryMode(_ keys: String) {
    var script = script("draft")
    script.vi(keys)
    script.press(Key(.function(1)))
    #expect(script.state.pages.last is HelpPage)
    script.press(.escape, .control("x"), .character("p"))
    #expect(script.state.pages.last is ParametersPage)
    script.press(.escape, .control("p"))
    #expect(script.state.pages.last is PalettePage)
    script.press(.escape, .tab)
    #expect(script.state.focus == .transcript)
    #expect(script.state.composer.text == "draft")
  }

  @Test func controlCStillClearsAndQuits() {
    var script = script("draft")
    script.press(.escape, .control("c"))
    #expect(script.state.composer.isEmpty)
    script.press(.control("c"), .control("c"))
    #expect(script.state.leaving.hasQuit)
  }

  @Test func controlJMakesANewLineInEveryMode() {
    var script = script("ab")
    script.press(.control("j"))
    script.type("c")
    script.press(.escape, .control("j"))
    #expect(script.state.composer.text == "ab\n\nc")
  }

  @Test func aColonOpensThePaletteAndAQuestionMarkTheHelp() {
    var script = script()
    script.press(.escape)
    script.vi(":")
    #expect(script.state.pages.last is PalettePage)
    script.press(.escape)
    script.vi("?")
    #expect(script.state.pages.last is HelpPage)
  }

  @Test(arguments: ["/", "?", "n", "N", "*", "#", "U", "=", "!", "q", "@", "&", "zz", "gx", "d/"])
  func whatIsNotSupportedDoesNothing(_ keys: String) {
    var script = script("some text")
    script.press(.escape)
    script.vi(keys)
    #expect(script.marked == "some tex|t")
    #expect(script.state.pages.isEmpty)
    #expect(script.state.notice == nil)
  }

  @Test func completionsAreShownInInsertModeOnly() {
    var script = script("/th")
    _ = script.draw(width: 80, height: 24)
    #expect(script.state.showsCompletion)
    script.press(.escape)
    #expect(!script.state.showsCompletion)
    #expect(script.state.composer.text == "/th")
    script.press(.character("a"))
    #expect(script.state.showsCompletion)
  }

  @Test func whatIsTypedInAPaneIsInserted() throws {
    var script = try Script.answered()
    script.state.input.vi = ViMode()
    script.restDoesNotMatter()
    script.type("ab")
    script.press(.escape, .tab, .character("Z"))
    script.type("x")
    #expect(script.state.composer.text == "aZxb")
  }

  @Test func theCommandTogglesIt() {
    var script = Script()
    script.restDoesNotMatter()
    script.type("/vi")
    script.press(.enter)
    #expect(script.state.input.vi != nil)
    #expect(script.state.notice?.text == "Vi keys are on until you quit.")
    #expect(script.state.composer.isEmpty)
    script.press(.control("x"), .character("!"))
    #expect(script.state.input.vi == nil)
    script.type("hjkl")
    #expect(script.state.composer.text == "hjkl")
  }

  @Test func thePreferenceTurnsItOn() {
    var preferences = Preferences()
    preferences.usesVi = true
    let session = Script().state.newSession
    let state = State(
      session: session, preferences: preferences, seed: 1, now: Timestamp(milliseconds: 0))
    #expect(state.input.vi?.isInserting == true)
  }

  // MARK: The keymap

  @Test func aLetterRightAfterEscapeIsNotAKeyWithAlt() {
    var script = script("one two")
    script.press(.alt("0"))
    #expect(script.marked == "|one two")
    script.vi("A")
    script.press(.alt("b"))
    #expect(script.state.input.vi?.isInserting == true)
    #expect(script.marked == "one |two")
  }

  @Test func theKeymapHoldsInInsertMode() {
    var script = script("one two")
    script.press(.control("w"))
    #expect(script.state.composer.text == "one ")
    script.press(.control("u"), .control("y"))
    #expect(script.state.composer.text == "one two")
  }

  @Test func controlRRedoesUnlessTheUserBoundIt() throws {
    var script = script("one")
    script.press(.escape)
    script.vi("xu<C-r>")
    #expect(script.state.composer.text == "on")
    let rule = KeyBinding(
      context: .composer, keys: [.control("r")], action: .command(.openHelp), setting: 0)
    script.state.preferences.keymap = Keymap(changes: [rule])
    script.press(.control("r"))
    #expect(script.state.pages.last is HelpPage)
  }

  @Test func arrowsMove() {
    var script = script("one two")
    script.press(.escape, Key(.home))
    script.vi("d")
    script.press(Key(.right), Key(.right), Key(.right))
    #expect(script.marked == "ne| two")
    script.press(Key(.delete))
    #expect(script.marked == "ne|two")
  }

  // MARK: History, pastes and clicks

  @Test func kAndJShowEarlierQuestionsAtTheEdges() throws {
    var script = try Script.answered()
    script.state.input.vi = ViMode()
    script.restDoesNotMatter()
    script.type("draft")
    script.press(.escape)
    script.vi("k")
    #expect(script.state.composer.text == "Which primes below 50 are Fibonacci numbers?")
    script.vi("j")
    #expect(script.state.composer.text == "draft")
  }

  @Test func aPasteIsOneStep() {
    var script = script("ab")
    script.play(.pasted("one two three"))
    script.press(.escape)
    script.vi("0")
    script.play(.pasted("x y "))
    #expect(script.state.composer.text == "x y abone two three")
    script.vi("u")
    #expect(script.state.composer.text == "abone two three")
    script.vi("u")
    #expect(script.state.composer.isEmpty)
  }

  @Test func anInsertionIsOneStepForUndoAndWordsForControlUnderscore() {
    var script = script("one two three")
    script.press(.control("_"))
    #expect(script.state.composer.text == "one two ")
    script.type("four")
    script.press(.escape)
    script.vi("u")
    #expect(script.state.composer.isEmpty)
    script.press(.control("r"))
    #expect(script.state.composer.text == "one two four")
  }

  @Test func aFoldedPasteIsYankedWhole() {
    var script = script("see ")
    let long = (1...30).map { "line \($0)" }.joined(separator: "\n")
    script.play(.pasted(long))
    script.press(.escape)
    script.vi("x$p")
    #expect(script.state.composer.text == "see " + long)
  }

  @Test func aClickPlacesTheCaretAndEndsASelection() {
    var script = script("one two")
    script.press(.escape)
    script.vi("vb")
    _ = script.draw(width: 80, height: 24)
    let y = script.state.panes.areas.composer.y
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 4, y: y))))
    #expect(script.state.input.vi?.isSelecting == false)
    #expect(script.marked == "o|ne two")
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 40, y: y))))
    #expect(script.marked == "one tw|o")
  }

  // MARK: Registers

  @Test func thePlusRegisterIsCopied() {
    var script = Script.vi("|one two")
    script.vi("\"+yw")
    #expect(
      script.takeEffects().contains(.terminal(.copy(InertText("one "), what: "Yanked text"))))
    script.vi("$\"+p")
    #expect(script.state.composer.text == "one twoone ")
    #expect(script.state.notice?.text.contains("cannot read the clipboard") == true)
    script.restDoesNotMatter()
  }

  @Test func registersOutliveTheConversation() {
    var script = script("one two")
    script.press(.escape)
    script.vi("0\"ayw")
    script.press(.control("n"))
    script.press(.escape)
    script.vi("\"aP")
    #expect(script.state.composer.text.contains("one "))
  }

  // MARK: Pages

  @Test func theSystemPromptHasTheKeysOfVi() {
    var script = script("word")
    script.press(.escape)
    script.vi("yiw")
    script.press(Key(.function(7)))
    script.type("Be brief.")
    script.press(.escape)
    script.vi("0p")
    #expect(script.rows(width: 80, height: 24).contains(" Bworde brief."))
    #expect(script.rows(width: 80, height: 24)[0].hasSuffix("NORMAL"))
    script.press(.enter)
    #expect(script.state.pages.isEmpty)
    script.press(Key(.function(7)), .escape, .escape)
    #expect(script.state.pages.isEmpty)
  }

  // MARK: What is shown

  @Test func theStatusRowHasTheModeAndTheKeys() {
    var script = script("one two")
    func last(_ script: inout Script) -> String {
      script.rows(width: 80, height: 24).suffix(2).joined()
    }
    #expect(last(&script).contains("INSERT"))
    script.press(.escape)
    #expect(last(&script).contains("NORMAL"))
    script.vi("2d\"a")
    #expect(last(&script).contains("2d\"a …"))
    script.press(.escape)
    script.vi("v")
    #expect(last(&script).contains("VISUAL"))
    script.vi("V")
    #expect(last(&script).contains("V-LINE"))
    script.press(.escape)
    script.vi("R")
    #expect(last(&script).contains("REPLACE"))
  }

  @Test func theCursorHasTheShapeOfTheMode() {
    var script = script("one")
    #expect(script.draw(width: 80, height: 24).cursorShape == .bar)
    script.press(.escape)
    #expect(script.draw(width: 80, height: 24).cursorShape == .block)
    script.vi("R")
    #expect(script.draw(width: 80, height: 24).cursorShape == .underline)
    script.press(.escape, .control("x"), .character("!"))
    #expect(script.draw(width: 80, height: 24).cursorShape == .standard)
  }

  @Test func theHelpHasAViSectionOnlyWhenItIsOn() {
    var script = script()
    script.press(Key(.function(1)))
    script.type("vi mode")
    #expect(script.rows(width: 80, height: 40).contains { $0.contains("Delete/change/yank") })
    var plain = Script()
    plain.restDoesNotMatter()
    plain.press(Key(.function(1)))
    plain.type("vi mode")
    #expect(!plain.rows(width: 80, height: 40).contains { $0.contains("Delete, change, yank") })
  }

  @Test(arguments: [(80, 24), (40, 10)])
  func snapshots(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    script.state.input.vi = ViMode()
    script.restDoesNotMatter()
    script.type("Explain tail calls,\nand show **one** in\n\nScheme.")
    expectSnapshot(script.draw(width: width, height: height), "vi-insert-\(width)x\(height)")
    script.press(.escape)
    script.vi("2d")
    expectSnapshot(script.draw(width: width, height: height), "vi-normal-\(width)x\(height)")
    script.press(.escape)
    script.vi("kkwvjj")
    expectSnapshot(script.draw(width: width, height: height), "vi-visual-\(width)x\(height)")
  }

  @Test func helpSnapshot() {
    var script = script()
    script.press(Key(.function(1)))
    script.type("vi mode")
    expectSnapshot(script.draw(width: 80, height: 40), "vi-help-80x40")
  }

  private func expectSnapshot(_ grid: CellGrid, _ name: String) {
    if let mismatch = Snapshot.mismatch(grid, named: name) { Issue.record("\(mismatch)") }
  }
}
