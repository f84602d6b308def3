import Screen
import Testing

@testable import App

/// Text with a bar at its caret, keys to press, and the text that must result.
struct ViCase: CustomTestStringConvertible {
  let text: String
  /// The keys to press. `<Esc>` and `<C-r>` are single keys, and every other character is typed.
  let keys: String
  let expected: String

  var testDescription: String { "\(text.debugDescription) \(keys)" }

  static func list(_ text: String, _ rows: [(keys: String, expected: String)]) -> [ViCase] {
    rows.map { ViCase(text: text, keys: $0.keys, expected: $0.expected) }
  }

  static func pressed(_ keys: String) -> [Key] {
    let written = keys.replacing("<Esc>", with: "\u{1B}").replacing("<C-r>", with: "\u{12}")
    return written.map { key in
      switch key {
      case "\u{1B}": .escape
      case "\u{12}": .control("r")
      case "\n": .enter
      default: .character(key)
      }
    }
  }
}

extension Script {
  /// Returns a script with a composer in vi's normal mode.
  /// - Parameter marked: the composer's text, with a bar before the caret.
  static func vi(_ marked: String) -> Script {
    var script = Script()
    script.state.input.vi = ViMode()
    let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    let before = parts.first.map(String.init) ?? ""
    script.state.composer = Composer(parts.joined())
    script.state.composer.move(to: before.utf8.count)
    script.press(.escape)
    script.state.composer.move(to: before.utf8.count)
    return script
  }

  mutating func vi(_ keys: String) {
    for key in ViCase.pressed(keys) { press(key) }
  }

  /// The text with a bar before the caret.
  var marked: String { state.composer.before + "|" + state.composer.after }
}

/// The tables of test cases, which were produced by Vim and not by hand.
@Suite struct ViTableTests {
  @Test(arguments: ViMovingCases.motions) func motionsGoWhereTheyGoInVim(_ row: ViCase) {
    check(row)
  }

  @Test(arguments: ViMovingCases.operators) func operatorsChangeWhatTheyChangeInVim(_ row: ViCase) {
    check(row)
  }

  @Test(arguments: ViMovingCases.objects) func objectsAreThoseOfVim(_ row: ViCase) { check(row) }

  @Test(arguments: ViChangingCases.insertions) func textIsInsertedAsInVim(_ row: ViCase) {
    check(row)
  }

  @Test(arguments: ViChangingCases.selections) func selectionsAreThoseOfVim(_ row: ViCase) {
    check(row)
  }

  @Test(arguments: ViChangingCases.memory) func registersMarksAndUndoAreThoseOfVim(_ row: ViCase) {
    check(row)
  }

  private func check(_ row: ViCase) {
    var script = Script.vi(row.text)
    script.restDoesNotMatter()
    script.vi(row.keys)
    #expect(script.marked == row.expected)
  }
}
