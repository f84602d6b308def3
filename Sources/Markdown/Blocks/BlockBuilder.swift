internal import CMarkdown
internal import Screen

/// A receiver of md4c's events for one parse, which builds the blocks.
final class BlockBuilder: ParserEvents {
  private enum Container {
    case document
    case quote
    case list(ListBlock)
    case item(isDone: Bool?)
  }

  private enum Verbatim {
    case code(language: String)
    case html
  }

  private let base: StyleRole
  private let isQuoted: Bool
  /// The open containers, from the document to the innermost one; never empty.
  private var containers: [(kind: Container, blocks: [Block])] = [(.document, [])]
  /// The number of open containers that are nested too deeply to be built.
  private var ignoredDepth = 0
  private var inline: InlineText?
  private var verbatim: Verbatim?
  private var code = ""
  private var headingLevel: Int?
  private var table: Table?
  private var cells: [TableCell] = []
  private var isInHead = false
  private let links: LinkCollector?
  private let repeatsHead: Bool

  init(
    base: StyleRole, isQuoted: Bool, links: LinkCollector? = nil, repeatsHead: Bool = false
  ) {
    self.base = base
    self.isQuoted = isQuoted
    self.links = links
    self.repeatsHead = repeatsHead
  }

  func finish() -> [Block] {
    closeText()
    while containers.count > 1 { closeContainer() }
    return containers[0].blocks
  }

  override func enter(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) {
    closeText()
    switch type {
    case MD_BLOCK_QUOTE: open(.quote)
    case MD_BLOCK_UL:
      let list = detail?.load(as: MD_BLOCK_UL_DETAIL.self)
      open(.list(ListBlock(firstNumber: nil, isTight: list?.is_tight != 0)))
    case MD_BLOCK_OL:
      let list = detail?.load(as: MD_BLOCK_OL_DETAIL.self)
      open(.list(ListBlock(firstNumber: Int(list?.start ?? 1), isTight: list?.is_tight != 0)))
    case MD_BLOCK_LI: open(.item(isDone: Self.isDone(detail)))
    case MD_BLOCK_H:
      headingLevel = Int(detail?.load(as: MD_BLOCK_H_DETAIL.self).level ?? 1)
      inline = InlineText(base: textStyle, links: links)
    case MD_BLOCK_CODE: verbatim = .code(language: Self.language(detail))
    case MD_BLOCK_HTML: verbatim = .html
    case MD_BLOCK_HR: add(.thematicBreak)
    case MD_BLOCK_TABLE: table = Table()
    case MD_BLOCK_THEAD: isInHead = true
    case MD_BLOCK_TR: cells = []
    case MD_BLOCK_TH, MD_BLOCK_TD: openCell(detail)
    default: break
    }
  }

  override func leave(_ type: MD_BLOCKTYPE) {
    switch type {
    case MD_BLOCK_QUOTE, MD_BLOCK_UL, MD_BLOCK_OL, MD_BLOCK_LI:
      closeText()
      if ignoredDepth > 0 { ignoredDepth -= 1 } else { closeContainer() }
    case MD_BLOCK_P, MD_BLOCK_H: closeText()
    case MD_BLOCK_CODE, MD_BLOCK_HTML: closeVerbatim()
    case MD_BLOCK_TH, MD_BLOCK_TD:
      cells.append(TableCell(lines: (inline?.finish() ?? []).map(\.content)))
      inline = nil
    case MD_BLOCK_TR: closeRow()
    case MD_BLOCK_TABLE:
      if let table { add(.table(table)) }
      table = nil
    default: break
    }
  }

  override func enterSpan(_ type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) {
    openText()
    switch type {
    case MD_SPAN_EM: inline?.changeItalic(by: 1)
    case MD_SPAN_STRONG: inline?.changeBold(by: 1)
    case MD_SPAN_DEL: inline?.changeStruck(by: 1)
    case MD_SPAN_CODE: inline?.openCode()
    case MD_SPAN_A:
      inline?.openLink(to: Self.text(detail?.load(as: MD_SPAN_A_DETAIL.self).href))
    case MD_SPAN_IMG:
      inline?.openImage(at: Self.text(detail?.load(as: MD_SPAN_IMG_DETAIL.self).src))
    default: break
    }
  }

  override func leaveSpan(_ type: MD_SPANTYPE) {
    switch type {
    case MD_SPAN_EM: inline?.changeItalic(by: -1)
    case MD_SPAN_STRONG: inline?.changeBold(by: -1)
    case MD_SPAN_DEL: inline?.changeStruck(by: -1)
    case MD_SPAN_CODE: inline?.closeCode()
    case MD_SPAN_A, MD_SPAN_IMG: inline?.closeLink()
    default: break
    }
  }

  override func text(_ type: MD_TEXTTYPE, _ start: UnsafePointer<CChar>, count: Int) {
    let text = decoded(type, start, count: count)
    if verbatim != nil {
      code += text
      return
    }
    openText()
    switch type {
    case MD_TEXT_BR: inline?.breakLine()
    case MD_TEXT_HTML where Self.isLineBreak(text): inline?.breakLine()
    case MD_TEXT_SOFTBR: inline?.endLine()
    default: inline?.append(text)
    }
  }

  // MARK: - Containers

  private func open(_ kind: Container) {
    if ignoredDepth > 0 || containers.count > MarkdownParser.deepestNesting {
      ignoredDepth += 1
    } else {
      containers.append((kind, []))
    }
  }

  private func closeContainer() {
    guard containers.count > 1, let (kind, blocks) = containers.popLast() else { return }
    switch kind {
    case .document: break
    case .quote: add(.quote(blocks))
    case .list(let list): add(.list(list))
    case .item(let isDone):
      if case .list(var list) = containers[containers.count - 1].kind {
        list.items.append(ListBlock.Item(isDone: isDone, blocks: blocks))
        containers[containers.count - 1].kind = .list(list)
      }
    }
  }

  /// Adds a block. If a list is open but its items were too deep to build, the block gets a
  /// separate item.
  private func add(_ block: Block) {
    let last = containers.count - 1
    if case .list(var list) = containers[last].kind {
      list.items.append(ListBlock.Item(isDone: nil, blocks: [block]))
      containers[last].kind = .list(list)
    } else {
      containers[last].blocks.append(block)
    }
  }

  // MARK: - Leaves

  private var textStyle: Style {
    if headingLevel != nil { return Style(base == .text ? .heading : base, .bold) }
    let isInQuote = containers.contains { if case .quote = $0.kind { true } else { false } }
    return Style(base == .text && (isQuoted || isInQuote) ? .quote : base)
  }

  /// Opens the text of a paragraph or an item unless it is already open. In a tight list, md4c
  /// sends no paragraph around an item's text.
  private func openText() {
    if inline == nil { inline = InlineText(base: textStyle, links: links) }
  }

  private func closeText() {
    guard var text = inline else { return }
    inline = nil
    if let level = headingLevel {
      headingLevel = nil
      add(.heading(level: level, text.finish()))
    } else if !text.isEmpty {
      add(.paragraph(text.finish()))
    }
  }

  private func closeVerbatim() {
    switch verbatim {
    case .code(let language): add(.code(language: language, source: code))
    case .html: add(.html(code))
    case nil: break
    }
    verbatim = nil
    code = ""
  }

  private func openCell(_ detail: UnsafeMutableRawPointer?) {
    let style = Style(base)
    links?.isRepeating = isInHead && repeatsHead
    inline = InlineText(base: isInHead ? style.adding(.bold) : style, links: links)
    guard isInHead else { return }
    switch detail?.load(as: MD_BLOCK_TD_DETAIL.self).align {
    case MD_ALIGN_CENTER: table?.alignments.append(.center)
    case MD_ALIGN_RIGHT: table?.alignments.append(.right)
    default: table?.alignments.append(.left)
    }
  }

  private func closeRow() {
    if isInHead {
      table?.head = cells
    } else {
      table?.body.append(cells)
    }
    isInHead = false
    cells = []
  }

  // MARK: - Details

  private static func language(_ detail: UnsafeMutableRawPointer?) -> String {
    text(detail?.load(as: MD_BLOCK_CODE_DETAIL.self).lang)
  }
}
