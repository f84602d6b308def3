import CMarkdown
import Chat
import Testing

@testable import Export
@testable import Markdown

/// The top-level blocks of a document, as parsed by md4c.
private final class TopBlocks: ParserEvents {
  private(set) var blocks: [String] = []
  private var depth = 0

  override func enter(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) {
    if depth == 1 {
      let name =
        switch type {
        case MD_BLOCK_H: "h "
        case MD_BLOCK_P: "p "
        case MD_BLOCK_HTML: "html "
        default: "other "
        }
      blocks.append(name)
    }
    depth += 1
  }

  override func leave(_ type: MD_BLOCKTYPE) { depth -= 1 }

  override func text(_ type: MD_TEXTTYPE, _ start: UnsafePointer<CChar>, count: Int) {
    guard !blocks.isEmpty else { return }
    blocks[blocks.count - 1] += decoded(type, start, count: count)
  }

  static func of(_ markdown: String, flags: UInt32) -> [String] {
    let blocks = TopBlocks()
    MarkdownParser.runAsWritten(Array(markdown.utf8), flags: flags, into: blocks)
    return blocks.blocks
  }
}

@Suite struct MarkdownEndingTests {
  static let nasty = [
    "- x\n  ```sh\n  make\n\n  more\n  ```\n- y\n",
    "1. a\n   - b\n     ~~~~ py\n     c\n     ~~~~\nend",
    "> q\n> ```\n> code\n> - x\n>   ```\n>   y\n>   ```\n", "- ```\n  a\n```\nb\n```\nc",
    "1. step\n   ```sh\n   make\n```\nlazy end\n\n    ```\n    lone\n\ntext",
    "a <!-- b\n\n<!-- c\n\nd\n-->\n\n- x\n  <!-- y\n\n  z -->\n",
    "<script>\nif (a < b) {\n\n}\n</script>\n<style>\np {}\n\n</style>\n<pre>\n\n</pre>\n",
    "<PRE\n\nx\n> <pre>\n> a\n\n</pre>",
    "<?php\n\necho;\n?>\n<!DOCTYPE\n\nhtml>\n<![CDATA[\n\nx\n]]>\n",
    "    ```\n    code\n\ntext\n", "   ```\n   a\n    ```\n   b\n", "\t```\n",
    "$$\nx = 1\n\ny\n$$\nand $$ a $$ \\$$ b\n\n- $$\n  z\n  $$\n", "$$ a\n```\nb\n```\n",
    "````\n```\n````\n```` ```\n~~~\n```\n~~~ x\n~~~\n", "``` a`b\n``` ``\n```\n",
    "| a | b |\n|---|---|\n```\n| c |\n~~~\n", "| a |\n|-|\n```\nx\n", "a | b\n--- | ---\n<!-- c\n",
    "<div>\n```\n\n</div>\n<details>\n<summary>s\n\n```\na", "- \n\n  ```\n- > - ```\n      x\n",
    "a\r\n```\r\nb\r```\rc", "[a]: <x\n[b]: y 'z\n\n[^1]: ```\n```", "# h\n===\na\n===\n```\n***\n",
    "-\n-\n\n  x\n* * *\n- - ```\n    a\n", "`a\n``` b\n\n`` c\n",
    "\\```\n\\<!--\n&lt;!--\n<\n<!\n<!-\n",
  ]

  private static func conversation(_ change: @escaping (inout Message) -> Void) -> Conversation {
    Sample.conversation(
      title: "t",
      [
        (.user, { $0.content = "Start" }), (.assistant, change),
        (.user, { $0.content = "Next question" }), (.assistant, { $0.content = "Next answer" }),
      ])
  }

  private static let rest = ["h You", "p Next question", "h qwen3-32b", "p Next answer"]

  private func expect(_ blocks: [String], in conversation: Conversation, _ comment: String) {
    let text = MarkdownDocument.text(conversation, withReasoning: true)
    for flags in [0, MarkdownParser.flags] {
      let last = TopBlocks.of(text, flags: flags).suffix(blocks.count)
      #expect(Array(last) == blocks, "\(comment.debugDescription): \(text)")
    }
  }

  @Test(arguments: nasty) func truncatedBlockDoesNotSwallowWhatFollows(_ text: String) {
    for count in 0...text.unicodeScalars.count {
      let cut = String(String.UnicodeScalarView(text.unicodeScalars.prefix(count)))
      let answer = Self.conversation {
        $0.content = cut
        $0.status = .truncated
      }
      expect(["p Cut off."] + Self.rest, in: answer, cut)
      let question = Sample.conversation(
        title: "t", [(.user, { $0.content = cut }), (.assistant, { $0.content = "Next answer" })])
      expect(["h qwen3-32b", "p Next answer"], in: question, cut)
      guard !cut.allSatisfy(\.isNewline) else { continue }
      let thinking = Self.conversation {
        $0.reasoning = cut
        $0.content = "Answer"
      }
      expect(["html </details>\n", "p Answer"] + Self.rest, in: thinking, cut)
    }
  }

  @Test(arguments: [
    ("a\n```\nb", "a\n```\nb\n```"), ("a\n````\n```\nb", "a\n````\n```\nb\n````"),
    ("~~~\n```\n~~~", "~~~\n```\n~~~"), ("```\nb\n```", "```\nb\n```"), ("``` a`b", "``` a`b"),
    ("- x\n  ```\n  y", "- x\n  ```\n  y\n  ```"),
    ("> 1. ```\n>    y", "> 1. ```\n>    y\n>    ```"),
    ("```\nb\n", "```\nb\n```"), ("    ```", "    ```"), ("<!-- a", "<!-- a\n-->"),
    ("<pre>\na", "<pre>\na\n</pre>"), ("<style>", "<style>\n</style>"), ("<?x", "<?x\n?>"),
    ("<!X", "<!X\n>"), ("<![CDATA[", "<![CDATA[\n]]>"), ("<div>\na", "<div>\na"),
    ("$$\nx", "$$\nx\n$$"), ("$$\nx\n\ny", "$$\nx\n\ny\n$$"),
    ("- a\n  $$\n  x", "- a\n  $$\n  x\n  $$"),
    ("$$\nx\n$$", "$$\nx\n$$"), ("costs $$ a", "costs $$ a"), ("$$ a\n\nb", "$$ a\n\nb"),
    ("$$ a", "$$ a\n$$"),
    ("- ```\n  a\n```\nb", "- ```\n  a\n```\nb\n````\n```\n````"),
  ])
  func openBlockIsClosedInPlace(_ text: String, _ closed: String) {
    #expect(MarkdownEnding.closed(text) == closed)
  }
}
