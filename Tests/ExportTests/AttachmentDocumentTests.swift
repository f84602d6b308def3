import Chat
import Testing

@testable import Export

@Suite struct AttachmentDocumentTests {
  private typealias Attachment = Chat.Attachment

  private static let conversation = Sample.conversation(
    title: "Files",
    [
      (
        .user,
        { message in
          message.content = "What?"
          message.attachments = [
            Attachment(
              name: "a<b>.swift",
              .text(AttachedText("let a = 1 < 2\n```\n", lines: 3...4, language: "swift"))),
            Attachment(name: "empty", .text(AttachedText(""))),
            Attachment(
              name: "o_t.gif",
              .image(AttachedImage(type: .gif, width: 2, height: 3, bytes: Array("GIF89a".utf8)))),
          ]
        }
      )
    ])

  @Test func markdownFoldsTexts() {
    let text = MarkdownDocument.text(Self.conversation, withReasoning: false)
    #expect(
      text.hasSuffix(
        """
        What?

        <details>
        <summary>File: a&lt;b&gt;.swift, lines 3-4</summary>

        ````swift
        let a = 1 < 2
        ```
        ````

        </details>

        <details>
        <summary>File: empty, 0 lines</summary>

        ```
        ```

        </details>

        *Image: o\\_t.gif, GIF 2×3*

        """))
  }

  @Test func pagesShowImages() {
    let html = HTMLDocument.article(Self.conversation)
    #expect(
      html.contains(
        """
        <details>
        <summary>File: a&lt;b&gt;.swift, lines 3-4</summary>
        <pre><code>let a = 1 &lt; 2
        ```
        </code></pre>
        </details>
        """))
    #expect(html.contains("<img src=\"data:image/gif;base64,R0lGODlh\" width=\"2\" height=\"3\""))
    #expect(HTMLDocument.head(title: "x").contains("img-src data:"))
  }

  @Test func textSaysWhereFilesBeginAndEnd() {
    let text = TextDocument.text(Self.conversation, withReasoning: false)
    #expect(
      text.hasSuffix(
        """
        What?

        [File: a<b>.swift, lines 3-4]
        let a = 1 < 2
        ```
        [End of the file]

        [File: empty, 0 lines]
        [End of the file]

        [Image: o_t.gif, GIF 2×3]

        """))
  }
}
