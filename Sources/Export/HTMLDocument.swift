public import Chat
internal import Markdown

/// A self-contained HTML page of conversations. It has no scripts, loads nothing, matches the
/// reader's dark or light mode, and can be printed. It is generated piece by piece, so that it
/// can hold any number of conversations.
public enum HTMLDocument {
  /// Returns the beginning of the page, up to the first conversation.
  /// - Parameter title: the page title.
  public static func head(title: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
    <meta name="referrer" content="no-referrer">
    <meta name="color-scheme" content="light dark">
    <title>\(MarkdownHTML.escape(title))</title>
    <style>
    \(style)
    </style>
    </head>
    <body>

    """
  }

  public static let tail = "</body>\n</html>\n"

  public static func title(_ conversation: Conversation) -> String {
    DocumentText.title(conversation)
  }

  /// Returns the selected path of a conversation, with the thinking collapsed.
  public static func article(_ conversation: Conversation) -> String {
    let facts = [DocumentText.time(conversation.createdAt)] + DocumentText.models(conversation)
    var html = "<article>\n<h1>\(MarkdownHTML.escape(DocumentText.title(conversation)))</h1>\n"
    html += "<p class=\"facts\">\(facts.map(MarkdownHTML.escape).joined(separator: " · "))</p>\n"
    for message in DocumentText.messages(conversation) { html += section(message) }
    return html + "</article>\n"
  }

  private static func section(_ message: Message) -> String {
    let (content, reasoning) = DocumentText.parts(message)
    var html = "<section class=\"\(message.role.rawValue)\">\n"
    html += "<h2>\(MarkdownHTML.escape(DocumentText.speaker(message)))</h2>\n"
    if !reasoning.isEmpty {
      html += "<details>\n<summary>Thinking</summary>\n"
      html += "\(MarkdownHTML.html(reasoning))</details>\n"
    }
    if message.role == .assistant {
      html += MarkdownHTML.html(content)
    } else if !content.isEmpty {
      // The user's text is shown exactly as typed.
      html += "<div class=\"typed\">\(MarkdownHTML.escape(content))</div>\n"
    }
    html += HTMLProbabilities.section(message)
    for attachment in message.attachments { html += figure(attachment) }
    for call in message.toolCalls {
      html += "<p>Calls <code>\(MarkdownHTML.escape(call.name))</code>:</p>\n"
      html += "<pre><code>\(MarkdownHTML.escape(call.arguments))</code></pre>\n"
    }
    if let ending = DocumentText.ending(message) {
      html += "<p class=\"ending\">\(MarkdownHTML.escape(ending))</p>\n"
    }
    return html + "</section>\n"
  }

  /// Returns an image, or attached text in a collapsed section.
  private static func figure(_ attachment: Attachment) -> String {
    let title = MarkdownHTML.escape(DocumentText.title(attachment))
    switch attachment.content {
    case .text(let text):
      return "<details>\n<summary>File: \(title)</summary>\n"
        + "<pre><code>\(MarkdownHTML.escape(text.text))</code></pre>\n</details>\n"
    case .image(let image):
      return "<figure>\n<img src=\"\(image.dataURL)\" width=\"\(image.width)\" "
        + "height=\"\(image.height)\" alt=\"\">\n<figcaption>\(title)</figcaption>\n</figure>\n"
    }
  }

  private static let style = """
    :root { --text: #1b1b1b; --quiet: #666; --line: #ddd; --code: #f5f5f5; --page: #fff; \
    --link: #0b57d0; }
    @media (prefers-color-scheme: dark) {
      :root { --text: #e4e4e4; --quiet: #9a9a9a; --line: #3a3a3a; --code: #202020; --page: #141414; \
    --link: #8ab4f8; }
    }
    body { margin: 2rem auto; padding: 0 1rem; max-width: 46rem; background: var(--page); \
    color: var(--text); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
    h1 { font-size: 1.5rem; line-height: 1.3; }
    h2 { font-size: 0.9rem; color: var(--quiet); margin: 2rem 0 0.4rem; }
    h3, h4, h5, h6 { font-size: 1.1rem; margin: 1.2rem 0 0.4rem; }
    article + article { border-top: 1px solid var(--line); margin-top: 3rem; padding-top: 1rem; }
    section, h1 { unicode-bidi: isolate; }
    a { color: var(--link); }
    figure { margin: 0.6rem 0; }
    img { max-width: 100%; height: auto; }
    .facts, .ending, details, figcaption { color: var(--quiet); font-size: 0.9rem; }
    .typed { white-space: pre-wrap; border-left: 3px solid var(--line); padding-left: 0.8rem; }
    details { border-left: 1px solid var(--line); padding-left: 0.8rem; margin: 0.6rem 0; }
    summary { cursor: pointer; }
    .tokens { white-space: pre-wrap; color: var(--text); font-size: 1rem; }
    .p1 { background: rgb(255 200 0 / 0.2); }
    .p2 { background: rgb(255 160 0 / 0.35); }
    .p3 { background: rgb(255 110 0 / 0.4); text-decoration: underline dotted; }
    .p4 { background: rgb(255 50 50 / 0.45); text-decoration: underline; }
    pre { background: var(--code); padding: 0.7rem 0.9rem; overflow-x: auto; border-radius: 4px; }
    code { font: 0.9em ui-monospace, monospace; background: var(--code); }
    .display { display: block; white-space: pre; margin: 0.6rem 1.5rem; overflow-x: auto; }
    blockquote { margin: 0.6rem 0; padding-left: 0.8rem; border-left: 3px solid var(--line); \
    color: var(--quiet); }
    table { border-collapse: collapse; }
    th, td { padding: 0.25rem 0.7rem; border-bottom: 1px solid var(--line); text-align: left; }
    .right { text-align: right; }
    .center { text-align: center; }
    @media print {
      :root { --text: #000; --quiet: #444; --line: #bbb; --code: #f3f3f3; --page: #fff; --link: #000; }
      body { margin: 0; max-width: none; font-size: 10.5pt; }
      pre { white-space: pre-wrap; overflow: visible; }
      h1, h2, h3, h4 { break-after: avoid; }
      pre, table, blockquote { break-inside: avoid; }
      article + article { break-before: page; border: none; }
    }
    """
}
