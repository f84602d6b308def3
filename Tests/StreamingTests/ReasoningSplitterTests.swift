import Chat
import Testing

@testable import Streaming

@Suite struct ReasoningSplitterTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    var reasoning = ""
    let content: String
    var testDescription: String { text.debugDescription }
  }

  static let rows: [Row] = [
    Row(text: "", content: ""),
    Row(text: "Hello", content: "Hello"),
    Row(text: "<think>why</think>because", reasoning: "why", content: "because"),
    Row(text: "<think>\nwhy\n</think>\n\nbecause\n", reasoning: "why", content: "because\n"),
    Row(text: " \n<think>\r\nwhy\r\n</think>\r\nyes", reasoning: "why", content: "yes"),
    Row(text: "<think>a\n\nb</think>c", reasoning: "a\n\nb", content: "c"),
    Row(text: "<think></think>plain", content: "plain"),
    Row(text: "<think>\n\n</think>\n\nplain", content: "plain"),
    Row(text: "<think>  </think> plain", reasoning: "  ", content: " plain"),
    Row(text: "</think>\n\nplain", content: "plain"),
    Row(text: "text </think> more", reasoning: "text ", content: " more"),
    Row(text: "\nOkay.\n\n</think>\n\nYes.", reasoning: "Okay.", content: "Yes."),
    Row(
      text: "\u{0C}\nOkay.\u{0B}\n</think>Yes.", reasoning: "\u{0C}\nOkay.\u{0B}", content: "Yes."),
    Row(text: "a</think>b</think>c", reasoning: "a", content: "b</think>c"),
    Row(text: "the tag `</think>` ends it", content: "the tag `</think>` ends it"),
    Row(text: "the tag \"</think>\"", content: "the tag \"</think>\""),
    Row(text: "```\nx\n</think>\n```", content: "```\nx\n</think>\n```"),
    Row(text: "```\nx\n```\n</think>y", reasoning: "```\nx\n```", content: "y"),
    Row(text: "a < b </thin", content: "a < b </thin"),
    Row(text: "text <think>x</think>", content: "text <think>x</think>"),
    Row(text: "<thinking>x", content: "<thinking>x"),
    Row(text: "<thin", content: "<thin"),
    Row(text: "\n\n  spaced", content: "\n\n  spaced"),
    Row(text: "<think>open", reasoning: "open", content: ""),
    Row(text: "<think>open\n", reasoning: "open\n", content: ""),
    Row(text: "<think>open</thin", reasoning: "open</thin", content: ""),
    Row(text: "<think>a < b </ c</think>d", reasoning: "a < b </ c", content: "d"),
    Row(text: "<think>a\n<b\n</think>d", reasoning: "a\n<b", content: "d"),
    Row(text: "<think>1</think><think>2</think>3", reasoning: "1", content: "<think>2</think>3"),
    Row(text: "<think>想\n</think>\n👩‍💻 好", reasoning: "想", content: "👩‍💻 好"),
    Row(text: "<think>\u{301}x</think>\u{301}y", reasoning: "\u{301}x", content: "\u{301}y"),
  ]

  private func split(_ pieces: [String]) -> (reasoning: String, content: String) {
    var splitter = ReasoningSplitter()
    var answer = Answer([])
    for piece in pieces {
      var delta = AnswerDelta()
      splitter.push(piece, into: &delta)
      answer.add(delta)
    }
    var last = AnswerDelta()
    splitter.finish(into: &last)
    answer.add(last)
    return (answer.reasoning, answer.content)
  }

  @Test("Every cut gives the same result", arguments: rows)
  func anyCut(row: Row) {
    for pieces in Cuts.all(of: Array(row.text.unicodeScalars)) {
      let (reasoning, content) = split(
        pieces.map { String(String.UnicodeScalarView($0)) })
      #expect(Array(reasoning.utf8) == Array(row.reasoning.utf8))
      #expect(Array(content.utf8) == Array(row.content.utf8))
    }
  }

  @Test("Any short text of tag letters gives the same result in three pieces as in one")
  func exhaustive() {
    let parts = ["<think>", "</think>", "<", "\n", "a", "</"]
    for first in parts {
      for second in parts {
        for third in parts {
          for fourth in parts {
            let pieces = [first, second, third, fourth]
            let (reasoning, content) = split(pieces)
            let whole = split([pieces.joined()])
            #expect(reasoning == whole.reasoning && content == whole.content, "\(pieces)")
          }
        }
      }
    }
  }

  @Test func textIsPassedOnAsSoonAsItIsCertain() {
    var splitter = ReasoningSplitter()
    var delta = AnswerDelta()
    splitter.push("<think>\nwhy", into: &delta)
    #expect(delta.reasoning == "why")
    splitter.push("\n\nnot", into: &delta)
    #expect(delta.reasoning == "why\n\nnot")
    splitter.push("</think>yes", into: &delta)
    #expect(delta.content == "yes" && !delta.contentWasReasoning)
  }

  @Test func blockOpenedByTheTemplateIsReportedWhenItCloses() {
    var splitter = ReasoningSplitter()
    var first = AnswerDelta()
    splitter.push("Okay, ", into: &first)
    #expect(first.content == "Okay, ", "nobody knows yet, and nobody waits")
    var second = AnswerDelta()
    splitter.push("so.\n</think>\n\nYes", into: &second)
    #expect(second == AnswerDelta.declaring(reasoning: "so.\n", content: "Yes"))
  }
}

extension AnswerDelta {
  fileprivate static func declaring(reasoning: String, content: String) -> AnswerDelta {
    var delta = AnswerDelta(reasoning: reasoning, content: content)
    delta.contentWasReasoning = true
    return delta
  }
}
