internal import Screen

/// The inline content of one paragraph, heading or cell, collected into styled lines.
struct InlineText {
  private let base: Style
  private var lines: [TextLine] = []
  private var line = StyledLine()
  /// Text in one style that is not in the line yet. It is sanitised only as a whole, because
  /// combining characters must be judged in context.
  private var run = ""
  private var runStyle: Style
  private var bold = 0
  private var italic = 0
  private var struck = 0
  private var links: [Link] = []
  /// The source of the open code span; `nil` if none is open.
  private var code: String?

  private let collector: LinkCollector?

  init(base: Style, links: LinkCollector? = nil) {
    self.base = base
    collector = links
    runStyle = base
  }

  var isEmpty: Bool { lines.isEmpty && line.spans.isEmpty && run.isEmpty && code == nil }

  private var style: Style {
    var style = base
    if !links.isEmpty { style.role = .link }
    if let number = links.lazy.compactMap(\.number).last { style = style.linked(to: number) }
    if bold > 0 { style.emphasis.insert(.bold) }
    if italic > 0 { style.emphasis.insert(.italic) }
    if struck > 0 { style.emphasis.insert(.strikethrough) }
    return style
  }

  mutating func append(_ text: String) {
    if code != nil {
      code?.append(text)
    } else {
      append(text, style)
      for index in links.indices { links[index].text += text }
    }
  }

  mutating func changeBold(by change: Int) { bold += change }
  mutating func changeItalic(by change: Int) { italic += change }

  /// Opens or closes struck-through text, and keeps the `~~` marks visible. Some terminals do not
  /// draw strikethrough, and without any mark the text would say the opposite.
  mutating func changeStruck(by change: Int) {
    if change > 0, struck == 0 { append("~~", style) }
    struck += change
    if change < 0, struck == 0 { append("~~", style) }
  }

  /// Ends the line at an explicit break. Two breaks in a row leave an empty line. A single break
  /// after a displayed formula adds nothing, because the formula has already ended its line.
  mutating func breakLine() {
    flush()
    if line.isEmpty, lines.last?.isFormula == true { return }
    lines.append(TextLine(content: line))
    line = StyledLine()
  }

  /// Ends the line at a line end in the source, unless the line is still empty.
  mutating func endLine() {
    for index in links.indices { links[index].text += " " }
    closeLine()
  }

  mutating func openCode() { code = "" }

  /// Closes a code span, which contains a formula if ``MathSpans`` created it.
  mutating func closeCode() {
    guard let lines = code else { return }
    let source = LineJoin.joiningLines(of: lines)
    code = nil
    for index in links.indices { links[index].text += source }
    switch MathSpans.formula(in: source) {
    case nil:
      var style = style
      if links.isEmpty { style.role = .code }
      append(source, style)
    case .inline(let latex):
      append(Math.inline(latex), Style(.math, style.emphasis))
    case .display(let latex):
      closeLine()
      self.lines += Math.display(latex).map {
        TextLine(content: StyledLine(Sanitizer.sanitizeLine($0), Style(.math)), isFormula: true)
      }
    }
  }

  mutating func openLink(to address: String) {
    links.append(Link(address: address, isImage: false, number: number(for: address)))
  }

  mutating func openImage(at address: String) {
    links.append(Link(address: address, isImage: true, number: number(for: address)))
    append("[image: ", style)
  }

  /// Returns the number for a new link; `nil` if it gets none. An image inside a numbered link is
  /// part of that link and gets no number.
  private func number(for address: String) -> Int? {
    links.contains { $0.number != nil } ? nil : collector?.add(address)
  }

  mutating func closeLink() {
    guard let link = links.last else { return }
    if link.isImage, link.text.isEmpty {
      // An image without alternative text is shown as its address.
      append(link.shownAddress, Style.secondary.foreign)
      append("]", style)
      links.removeLast()
      return appendNumber(of: link)
    }
    if link.isImage { append("]", style) }
    links.removeLast()
    if link.isImage || !link.textSaysAddress, !link.address.isEmpty {
      let style = Style.secondary.foreign
      append(" (", style)
      appendAddress(of: link, style)
      append(")", style)
    }
    appendNumber(of: link)
  }

  private mutating func appendAddress(of link: Link, _ style: Style) {
    guard let number = link.number else { return append(link.shownAddress, style) }
    let style = style.linked(to: number)
    let short = shortensAddresses ? ShortAddress.of(link.address) : link.address
    append(short, short == link.address ? style : style.shortened)
  }

  private var shortensAddresses: Bool { collector?.numbering.shortensAddresses == true }

  private mutating func appendNumber(of link: Link) {
    guard let number = link.number, collector?.numbering.isShown == true else { return }
    append(" [\(number)]", Style.secondary.filler.linked(to: number))
  }

  /// Returns the lines. Call this once, at the end. No empty lines are added around displayed
  /// formulas.
  mutating func finish() -> [TextLine] {
    closeLine()
    return lines.isEmpty ? [TextLine(content: line)] : lines
  }

  /// Ends the line unless it is empty.
  private mutating func closeLine() {
    flush()
    if !line.isEmpty { lines.append(TextLine(content: line)) }
    line = StyledLine()
  }

  private mutating func append(_ text: String, _ style: Style) {
    if style != runStyle { flush() }
    runStyle = style
    // A space after a formula or a break would indent the following text.
    let isAfterBreak = run.isEmpty && line.spans.isEmpty && !lines.isEmpty
    run += isAfterBreak ? String(text.drop { $0 == " " }) : text
  }

  private mutating func flush() {
    line.append(Sanitizer.sanitizeLine(run), runStyle)
    run = ""
  }
}

/// An open link or image.
private struct Link {
  let address: String
  let isImage: Bool
  /// `nil` if the link is not numbered.
  let number: Int?
  var text = ""

  /// Whether the link's text is already its address, which then need not be repeated.
  var textSaysAddress: Bool { Self.bare(text) == Self.bare(address) }

  /// The address to show. Long embedded data is shown only as its type and size, because an image
  /// can be megabytes long.
  var shownAddress: String {
    guard address.hasPrefix("data:"), address.utf8.count > 80 else { return address }
    return String(address.prefix { $0 != "," }.prefix(40)) + ", \(address.utf8.count) bytes"
  }

  private static func bare(_ address: String) -> Substring {
    var bare = address[...]
    for prefix in ["mailto:", "https://", "http://"] where bare.hasPrefix(prefix) {
      bare = bare.dropFirst(prefix.count)
    }
    return bare.hasSuffix("/") ? bare.dropLast() : bare
  }
}
