internal import CMarkdown
internal import Screen

/// Markdown as HTML to embed in a page. Markup in the text is shown as text and never becomes a
/// tag, a script, or a resource to load.
///
/// Raw HTML is shown as text, except for `<br>`. Only http, https and mailto addresses become
/// links, and an image becomes a link to its address. Formulas are shown in Unicode, as on the
/// screen.
public enum MarkdownHTML {
  /// The nesting limit of quotes, lists and emphasis. Deeper levels are flattened, because
  /// browsers nest at most 512 elements and nobody can read that many.
  static let deepestNesting = 100

  /// The notice shown where quotes or lists become too deep.
  static let nestingMark =
    "<p class=\"ending\">[Nested more than \(deepestNesting) levels deep; flat from here on.]</p>\n"

  /// Returns the Markdown as HTML.
  /// - Complexity: O(length)
  public static func html(_ markdown: String) -> String {
    let builder = HTMLBuilder()
    let flags = MarkdownParser.flags | UInt32(MD_FLAG_NOHTMLBLOCKS)
    MarkdownParser.run(Array(markdown.utf8), flags: flags, into: builder)
    return builder.html
  }

  /// Returns text escaped for HTML content and attributes. Characters that the screen replaces
  /// with a visible mark are replaced here too: direction overrides and invisible characters
  /// would disguise the page's text, and HTML does not allow control characters.
  public static func escape(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in Sanitizer.sanitize(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Returns an address escaped for an attribute. Characters that the screen would replace with a
  /// mark are percent-encoded, so that the address does not change.
  static func escape(address: String) -> String {
    var result = ""
    for scalar in address.unicodeScalars {
      let text = String(scalar)
      guard Sanitizer.sanitizeLine(text) != text else {
        result.unicodeScalars.append(scalar)
        continue
      }
      for byte in text.utf8 {
        let digits = String(byte, radix: 16, uppercase: true)
        result += (digits.count < 2 ? "%0" : "%") + digits
      }
    }
    return escape(result)
  }

  /// Returns the address if following it can only open a page or an email; otherwise `nil`.
  static func safeAddress(_ address: String) -> String? {
    let lower = address.lowercased()
    return ["http://", "https://", "mailto:"].contains { lower.hasPrefix($0) } ? address : nil
  }
}

/// An HTML writer driven by md4c's events.
final class HTMLBuilder: ParserEvents {
  private(set) var html = ""
  /// The closing tag of each open link or image; empty if it has no tag.
  private var linkEnds: [String] = []
  /// The text of the open code span, held back until the span ends, because it may be a formula.
  private var code: String?
  private var headings: [UInt32] = []
  /// The number of open quotes and lists that have tags. `ignoredDepth` counts those that are too
  /// deep.
  private var depth = 0
  private var ignoredDepth = 0
  /// The number of open emphasis spans.
  private var spanDepth = 0
  /// The byte offset where the line after the last break or displayed formula begins.
  private var lineStart: Int?

  override func enter(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) {
    guard !isTooDeep(type) else { return }
    switch type {
    case MD_BLOCK_QUOTE: html += "<blockquote>\n"
    case MD_BLOCK_UL: html += "<ul>\n"
    case MD_BLOCK_OL:
      let start = detail?.load(as: MD_BLOCK_OL_DETAIL.self).start ?? 1
      html += start == 1 ? "<ol>\n" : "<ol start=\"\(start)\">\n"
    case MD_BLOCK_LI:
      html += "<li>"
      if let isDone = Self.isDone(detail) { html += isDone ? "☑ " : "☐ " }
    case MD_BLOCK_HR: html += "<hr>\n"
    case MD_BLOCK_H:
      headings.append(Self.level(detail))
      html += "<h\(Self.level(detail))>"
    case MD_BLOCK_CODE:
      let language = Self.text(detail?.load(as: MD_BLOCK_CODE_DETAIL.self).lang)
      let label = language.isEmpty ? "" : " data-language=\"\(MarkdownHTML.escape(language))\""
      html += "<pre\(label)><code>"
    case MD_BLOCK_P: html += "<p>"
    case MD_BLOCK_TABLE: html += "<table>\n"
    case MD_BLOCK_THEAD: html += "<thead>\n"
    case MD_BLOCK_TBODY: html += "<tbody>\n"
    case MD_BLOCK_TR: html += "<tr>"
    case MD_BLOCK_TH: html += "<th\(Self.alignment(detail))>"
    case MD_BLOCK_TD: html += "<td\(Self.alignment(detail))>"
    default: break
    }
  }

  override func leave(_ type: MD_BLOCKTYPE) {
    guard !wasTooDeep(type) else { return }
    switch type {
    case MD_BLOCK_QUOTE: html += "</blockquote>\n"
    case MD_BLOCK_UL: html += "</ul>\n"
    case MD_BLOCK_OL: html += "</ol>\n"
    case MD_BLOCK_LI: html += "</li>\n"
    case MD_BLOCK_H: html += "</h\(headings.popLast() ?? 3)>\n"
    case MD_BLOCK_CODE: html += "</code></pre>\n"
    case MD_BLOCK_P: html += "</p>\n"
    case MD_BLOCK_TABLE: html += "</table>\n"
    case MD_BLOCK_THEAD: html += "</thead>\n"
    case MD_BLOCK_TBODY: html += "</tbody>\n"
    case MD_BLOCK_TR: html += "</tr>\n"
    case MD_BLOCK_TH: html += "</th>"
    case MD_BLOCK_TD: html += "</td>"
    default: break
    }
  }

  override func enterSpan(_ type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) {
    switch type {
    case MD_SPAN_EM: openEmphasis("<em>")
    case MD_SPAN_STRONG: openEmphasis("<strong>")
    case MD_SPAN_DEL: openEmphasis("<del>")
    case MD_SPAN_CODE: code = ""
    case MD_SPAN_A: openLink(to: Self.text(detail?.load(as: MD_SPAN_A_DETAIL.self).href))
    case MD_SPAN_IMG: openLink(to: Self.text(detail?.load(as: MD_SPAN_IMG_DETAIL.self).src))
    default: break
    }
  }

  override func leaveSpan(_ type: MD_SPANTYPE) {
    switch type {
    case MD_SPAN_EM: closeEmphasis("</em>")
    case MD_SPAN_STRONG: closeEmphasis("</strong>")
    case MD_SPAN_DEL: closeEmphasis("</del>")
    case MD_SPAN_CODE: closeCode()
    case MD_SPAN_A, MD_SPAN_IMG: html += linkEnds.popLast() ?? ""
    default: break
    }
  }

  override func text(_ type: MD_TEXTTYPE, _ start: UnsafePointer<CChar>, count: Int) {
    let text = decoded(type, start, count: count)
    switch type {
    case MD_TEXT_BR: breakLine()
    case MD_TEXT_HTML where Self.isLineBreak(text): breakLine()
    case MD_TEXT_SOFTBR:
      if lineStart == html.utf8.count { html += "\n" } else { breakLine() }
    default:
      if code != nil { code? += text } else { html += MarkdownHTML.escape(text) }
    }
  }

  private func breakLine() {
    html += "<br>\n"
    lineStart = html.utf8.count
  }

  private func openEmphasis(_ tag: String) {
    spanDepth += 1
    if spanDepth <= MarkdownHTML.deepestNesting { html += tag }
  }

  private func closeEmphasis(_ tag: String) {
    if spanDepth <= MarkdownHTML.deepestNesting { html += tag }
    spanDepth -= 1
  }

  /// Opens a link. A nested link, such as an image in a link, gets no tag, because HTML does not
  /// allow it.
  private func openLink(to address: String) {
    guard !linkEnds.contains("</a>"), let address = MarkdownHTML.safeAddress(address) else {
      return linkEnds.append("")
    }
    html += "<a href=\"\(MarkdownHTML.escape(address: address))\" rel=\"noreferrer noopener\">"
    linkEnds.append("</a>")
  }

  private func closeCode() {
    guard let lines = code else { return }
    let text = LineJoin.joiningLines(of: lines)
    code = nil
    switch MathSpans.formula(in: text) {
    case .inline(let latex):
      html += "<span class=\"math\">\(MarkdownHTML.escape(Math.inline(latex)))</span>"
    case .display(let latex):
      let rows = Math.display(latex).joined(separator: "\n")
      html += "<span class=\"display math\">\(MarkdownHTML.escape(rows))</span>"
      lineStart = html.utf8.count
    case nil: html += "<code>\(MarkdownHTML.escape(text))</code>"
    }
  }

  /// Returns a heading's level plus two, at most 6, because the page has headings of its own.
  private static func level(_ detail: UnsafeMutableRawPointer?) -> UInt32 {
    min(6, (detail?.load(as: MD_BLOCK_H_DETAIL.self).level ?? 1) + 2)
  }

  private static func alignment(_ detail: UnsafeMutableRawPointer?) -> String {
    switch detail?.load(as: MD_BLOCK_TD_DETAIL.self).align {
    case MD_ALIGN_CENTER: " class=\"center\""
    case MD_ALIGN_RIGHT: " class=\"right\""
    default: ""
    }
  }
}

extension HTMLBuilder {
  /// Whether the block is nested too deeply and gets no tags. Counts the starts of quotes and
  /// lists, and adds a notice to the page where nesting stops.
  private func isTooDeep(_ type: MD_BLOCKTYPE) -> Bool {
    switch type {
    case MD_BLOCK_QUOTE, MD_BLOCK_UL, MD_BLOCK_OL:
      if ignoredDepth == 0, depth < MarkdownHTML.deepestNesting {
        depth += 1
        return false
      }
      if ignoredDepth == 0 { html += MarkdownHTML.nestingMark }
      ignoredDepth += 1
      return true
    case MD_BLOCK_LI where ignoredDepth > 0:
      html += "<br>\n"
      return true
    default: return false
    }
  }

  private func wasTooDeep(_ type: MD_BLOCKTYPE) -> Bool {
    switch type {
    case MD_BLOCK_QUOTE, MD_BLOCK_UL, MD_BLOCK_OL:
      guard ignoredDepth > 0 else {
        depth -= 1
        return false
      }
      ignoredDepth -= 1
      return true
    case MD_BLOCK_LI: return ignoredDepth > 0
    default: return false
    }
  }
}
