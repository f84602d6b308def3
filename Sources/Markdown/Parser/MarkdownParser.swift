internal import CMarkdown
internal import Screen

/// A parser that uses md4c to turn a complete piece of Markdown into blocks. It supports
/// CommonMark with GitHub's tables, task lists, strikethrough and bare links.
///
/// Formulas are found before md4c sees the text (``MathSpans``), because md4c's own `$` rule
/// mistakes prices for formulas.
struct MarkdownParser: Sendable {
  /// The nesting limit. More deeply nested containers are ignored, so that recursion over the
  /// blocks cannot exhaust the stack.
  static let deepestNesting = 32

  /// The role of plain text.
  let base: StyleRole
  /// Whether the text comes from inside a quote, whose own marks have been removed.
  var isQuoted = false

  /// The number of readable bytes after the text; more than md4c's lookahead.
  private static let padding = 16

  static let flags = UInt32(
    MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS
      | MD_FLAG_PERMISSIVEWWWAUTOLINKS | MD_FLAG_PERMISSIVEEMAILAUTOLINKS)

  /// - Parameter repeatsHead: whether the table's header belongs to an earlier piece.
  /// - Complexity: O(length)
  func parse(
    _ source: [UInt8], collecting links: LinkCollector? = nil, repeatsHead: Bool = false
  ) -> [Block] {
    let builder = BlockBuilder(
      base: base, isQuoted: isQuoted, links: links, repeatsHead: repeatsHead)
    Self.run(source, flags: Self.flags, into: builder)
    return builder.finish()
  }

  static func run(_ source: [UInt8], flags: UInt32, into events: ParserEvents) {
    runAsWritten(SourceMarks.mark(MathSpans.mark(source)), flags: flags, into: events)
  }

  /// Parses the source as it is, without the marks that adapt it for md4c.
  static func runAsWritten(_ source: [UInt8], flags: UInt32, into events: ParserEvents) {
    var parser = callbacks
    parser.flags = flags
    var text = source
    // md4c 0.4.8 reads past the end of text whose last line has no line feed.
    text.append(0x0A)
    let length = text.count
    text += [UInt8](repeating: 0, count: Self.padding)
    withExtendedLifetime(events) {
      text.withUnsafeBytes { bytes in
        guard let start = bytes.bindMemory(to: CChar.self).baseAddress else { return }
        events.source = UnsafeRawBufferPointer(rebasing: bytes[..<length])
        let context = Unmanaged.passUnretained(events).toOpaque()
        _ = md_parse(start, MD_SIZE(length), &parser, context)
        events.source = UnsafeRawBufferPointer(start: nil, count: 0)
      }
    }
  }

  /// The callbacks that forward md4c's events to the ``ParserEvents`` in the context.
  private static var callbacks: MD_PARSER {
    var parser = MD_PARSER()
    parser.enter_block = { type, detail, context in
      let events = MarkdownParser.events(context)
      events?.noteEntry(of: type)
      events?.enter(type, detail)
      return 0
    }
    parser.leave_block = { type, _, context in
      let events = MarkdownParser.events(context)
      events?.noteExit(of: type)
      events?.leave(type)
      return 0
    }
    parser.enter_span = { type, detail, context in
      let events = MarkdownParser.events(context)
      events?.noteEntry(of: type)
      events?.enterSpan(type, detail)
      return 0
    }
    parser.leave_span = { type, _, context in
      let events = MarkdownParser.events(context)
      events?.noteExit(of: type)
      events?.leaveSpan(type)
      return 0
    }
    parser.text = { type, text, size, context in
      if let text { MarkdownParser.events(context)?.text(type, text, count: Int(size)) }
      return 0
    }
    return parser
  }

  private static func events(_ context: UnsafeMutableRawPointer?) -> ParserEvents? {
    context.map { Unmanaged<ParserEvents>.fromOpaque($0).takeUnretainedValue() }
  }
}
