/// The form in which messages with attachments are sent (docs/attachments.md). All dialects use
/// the same form.
extension Message {
  /// The text that a request sends for the message: its own text, followed by any attached text.
  public var sentText: String {
    let text = isReasoningOnly ? reasoning : spoken
    return Attachment.text(text, with: attachments)
  }

  /// The uncalibrated token count of the message in a request, without the markers around it.
  /// - Complexity: O(length of the text)
  public var sentTokens: Int {
    TokenMeter(sentText).count.addingClamped(attachments.images.estimatedTokens)
  }
}

extension Attachment {
  /// Returns `text` followed by the attached texts, each in its own block.
  public static func text(_ text: String, with attachments: [Attachment]) -> String {
    let blocks = attachments.compactMap(\.block)
    guard !blocks.isEmpty else { return text }
    let isBlank = text.allSatisfy(\.isWhitespace)
    return ((isBlank ? [] : [text]) + blocks).joined(separator: "\n\n")
  }

  /// The attached text in a Markdown fence, after a line that names the file; `nil` for an image.
  var block: String? {
    guard case .text(let text) = content else { return nil }
    return "\(Self.title(name, text.lines))\n\n\(MarkdownFence.fenced(text.text, text.language))"
  }

  /// Returns the line that names the file, such as `File: main.swift, lines 10-40`. Line breaks
  /// in the name become spaces.
  private static func title(_ name: String, _ lines: ClosedRange<Int>?) -> String {
    let name = String(name.map { $0.isNewline ? " " : $0 })
    guard let lines else { return "File: \(name)" }
    return lines.count == 1
      ? "File: \(name), line \(lines.lowerBound)"
      : "File: \(name), lines \(lines.lowerBound)-\(lines.upperBound)"
  }

  /// The uncalibrated token count of the attachment in a request.
  /// - Complexity: O(length of the text)
  public var countedTokens: Int {
    switch content {
    case .text: TokenMeter(block ?? "").count
    case .image(let image): image.estimatedTokens
    }
  }
}

extension Sequence<Attachment> {
  public var images: [AttachedImage] {
    compactMap { if case .image(let image) = $0.content { image } else { nil } }
  }
}

extension Sequence<AttachedImage> {
  public var estimatedTokens: Int { reduce(0) { $0.addingClamped($1.estimatedTokens) } }
}

/// Code blocks in Markdown.
public enum MarkdownFence {
  /// Returns a code block whose fence is longer than any run of backticks in the text.
  /// - Parameter language: the language to name after the fence.
  public static func fenced(_ text: String, _ language: String? = nil) -> String {
    var (run, longest) = (0, 0)
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = Swift.max(longest, run)
    }
    let fence = String(repeating: "`", count: Swift.max(3, longest + 1))
    let isComplete = text.isEmpty || text.utf8.last == 0x0A || text.utf8.last == 0x0D
    return "\(fence)\(language ?? "")\n\(text)\(isComplete ? "" : "\n")\(fence)"
  }
}
