import TestKit
import Testing

@testable import App

@Suite struct WordDiffTests {
  /// Returns the differences as marked text: `[-removed-]` and `{+added+}`.
  private func marked(_ old: String, _ new: String) -> String {
    WordDiff(from: old, to: new).runs.map { run in
      switch run.kind {
      case .same: run.text
      case .removed: "[-\(run.text)-]"
      case .added: "{+\(run.text)+}"
      }
    }.joined()
  }

  @Test(arguments: [
    ("", "", ""),
    ("same text", "same text", "same text"),
    ("", "new", "{+new+}"),
    ("old", "", "[-old-]"),
    ("a b c", "a x c", "a [-b -]{+x +}c"),
    ("one, two", "one; two", "one[-, -]{+; +}two"),
    ("a  b", "a b", "a  b"),
    ("量子纠缠是什么", "量子力学是什么", "量子[-纠缠-]{+力学+}是什么"),
    ("a\nb", "a\nc\nb", "a\n{+c\n+}b"),
    ("x = 1", "x = 2", "x = [-1-]{+2+}"),
  ]) func differences(_ old: String, _ new: String, _ expected: String) {
    #expect(marked(old, new) == expected)
  }

  @Test func countsWordsNotLineEnds() {
    let diff = WordDiff(from: "a b\n\nc", to: "a\nd e f")
    #expect(diff.removedWords == 2)
    #expect(diff.addedWords == 3)
  }

  /// Omitting the additions gives the old text; omitting the removals gives the new one.
  @Test func bothTextsCanBeReadFromIt() {
    var random = SplitMix64(state: 7)
    let words = ["a", "b", "c", "dd", "\n", ",", "量", "子", "e1"]
    for _ in 0..<400 {
      func text(_ most: Int) -> [String] {
        (0..<Int.random(in: 0...most, using: &random)).map { _ in
          words[Int.random(in: 0..<words.count, using: &random)]
        }
      }
      let old = text(30)
      var new = old
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        let place = Int.random(in: 0...new.count, using: &random)
        if Bool.random(using: &random) {
          new.insert(contentsOf: text(3), at: place)
        } else if place < new.count {
          new.remove(at: place)
        }
      }
      let diff = WordDiff(from: old.joined(separator: " "), to: new.joined(separator: " "))
      func read(_ other: WordDiff.Kind) -> [Character] {
        diff.runs.filter { $0.kind != other }.flatMap(\.text).filter { $0 != " " }
      }
      #expect(read(.added) == Array(old.joined()))
      #expect(read(.removed) == Array(new.joined()))
    }
  }

  /// Comparing long answers with little in common must be fast, and must still find what they
  /// share.
  @Test func longTextsAreBounded() {
    var random = SplitMix64(state: 11)
    func noise(_ count: Int) -> String {
      (0..<count).map { _ in "w\(Int.random(in: 0..<40, using: &random))" }.joined(separator: " ")
    }
    let old = noise(12_000) + " unique anchor " + noise(12_000)
    let new = noise(12_000) + " unique anchor " + noise(12_000)
    let diff = WordDiff(from: old, to: new)
    #expect(diff.runs.contains { $0.kind == .same && $0.text.contains("unique anchor") })
  }
}
