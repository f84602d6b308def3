internal import Chat
internal import Screen
internal import Words

/// The view of the form: its rows, and below them an explanation of the selected field.
struct ParameterFormView {
  let form: ParameterForm
  let page: ParametersPage
  /// The text being edited, drawn instead of the selected field's value.
  let text: Composer?
  var isTextSelected = false
  let context: PageContext

  /// The first row of the form's list, below the title and its rule.
  static let firstRow = 2
  /// The narrowest window with columns for groups, ranges and sources.
  private static let columnsForColumns = 72
  /// The narrowest window with room for sliders next to the full names of sources.
  private static let columnsForSources = 90
  /// The maximum width of the form. A wider form would only separate each source from its value.
  private static let mostColumns = 120
  /// The columns before the value in a narrow window: the bar, the longest name and a gap.
  private static let narrowNameColumns =
    4 + (FormField.all.map(\.name.count).max() ?? 0)

  enum Line: Equatable {
    case group(FormGroup)
    case field(FormField)

    var isField: Bool { if case .field = self { true } else { false } }
  }

  /// Returns the rows of the form. In a narrow window, each group's title has its own row.
  static func lines(width: Int) -> [Line] {
    FormGroup.allCases.flatMap { group in
      (width < columnsForColumns ? [.group(group)] : []) + group.fields.map(Line.field)
    }
  }

  /// Returns the number of rows for the explanation of the selected field, including any rule
  /// above it.
  private static func detailHeight(_ size: Size) -> Int {
    switch size.height {
    case ..<8: 0
    case ..<10: 2
    case ..<16: 3
    default: 4
    }
  }

  /// Returns whether there is a rule between the rows and the explanation.
  private static func hasRule(_ size: Size) -> Bool { detailHeight(size) > 3 }

  static func listHeight(_ size: Size) -> Int {
    max(1, size.height - firstRow - detailHeight(size) - 1)
  }

  var isWide: Bool { context.size.width >= Self.columnsForColumns }
  var width: Int { min(context.size.width, Self.mostColumns) }

  /// Returns the field whose row is at a point of the window.
  static func field(at place: Point, top: Int, in size: Size) -> FormField? {
    let row = place.y - firstRow
    let lines = lines(width: size.width)
    guard (0..<listHeight(size)).contains(row), lines.indices.contains(top + row),
      case .field(let field) = lines[top + row]
    else { return nil }
    return field
  }

  /// Draws everything except the hints.
  /// - Returns: a mark for the hint line if there is no rule below the rows.
  func draw(on canvas: inout Canvas) -> StyledLine {
    let size = canvas.size
    drawHead(on: &canvas)
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let lines = Self.lines(width: size.width)
    let height = Self.listHeight(size)
    for (offset, line) in lines.dropFirst(page.top).prefix(height).enumerated() {
      draw(line, y: Self.firstRow + offset, on: &canvas)
    }
    let mark = PageMark(first: page.top, shown: height, items: lines.map(\.isField))
    mark.drawTop(on: &canvas)
    drawDetails(mark.bottom, on: &canvas)
    return Self.hasRule(size) ? StyledLine() : mark.bottom
  }

  /// Draws the title, and the model and provider that the request goes to. The model's vendor is
  /// omitted if there is no room for it.
  private func drawHead(on canvas: inout Canvas) {
    let session = context.session
    let targets = [session.model, Session.short(session.model)].map { model in
      StyledLine(
        Sanitizer.sanitizeLine(
          Words.ParameterForm.target(
            model, session.provider.shownName, preset: session.preset)), .secondary)
    }
    let titles = [Words.ParameterForm.heading, Words.ParameterForm.shortHeading]
    let pairs = titles.flatMap { title in targets.map { (title, $0) } }
    let pair =
      pairs.first { $0.0.count + $0.1.width + 4 <= canvas.size.width } ?? (titles[1], targets[1])
    canvas.draw(pair.0, Style.title, x: 1, y: 0)
    let room = canvas.size.width - pair.0.count - 4
    guard room > 8 else { return }
    canvas.drawRight(pair.1.truncated(to: room), right: canvas.size.width - 1, y: 0)
  }

  // MARK: Rows

  private func draw(_ line: Line, y: Int, on canvas: inout Canvas) {
    switch line {
    case .group(let group): canvas.draw(group.title, .secondary, x: 1, y: y)
    case .field(let field):
      if isWide {
        drawWide(field, y: y, on: &canvas)
      } else {
        drawNarrow(field, y: y, on: &canvas)
      }
    }
  }

  private func isSelected(_ field: FormField) -> Bool { field == page.field }

  private func drawWide(_ field: FormField, y: Int, on canvas: inout Canvas) {
    if let group = FormGroup.allCases.first(where: { $0.fields.first == field }) {
      canvas.draw(group.title, .secondary, x: 1, y: y)
    }
    drawName(field, x: 11, y: y, on: &canvas)
    let columns = Columns(width: width)
    let source = StyledLine(rowSource(of: field), .secondary)
    let room = width - 2 - source.width - columns.value
    if drawValue(field, columns, y: y, room: room, on: &canvas) {
      drawSlider(field, columns, y: y, on: &canvas)
      if let x = rangeColumn(of: field, columns) {
        canvas.draw(StyledLine(shortRange(of: field), .secondary), x: x, y: y)
      }
    }
    canvas.drawRight(source, right: width - 1, y: y)
  }

  /// Draws the value, or the text that is being typed.
  /// - Returns: whether there is room for the range.
  private func drawValue(
    _ field: FormField, _ columns: Columns, y: Int, room: Int, on canvas: inout Canvas
  ) -> Bool {
    if let text, isSelected(field) {
      let isShort = DisplayWidth.of(Sanitizer.sanitizeLine(text.text)) < columns.valueWidth
      return drawEditor(
        field, x: columns.value, y: y, width: isShort ? columns.valueWidth : room, on: &canvas)
        && isShort
    }
    let value = value(of: field)
    canvas.draw(value.truncated(to: max(0, room)), x: columns.value, y: y)
    return value.width <= columns.valueWidth || !form.choices(of: field).isEmpty
  }

  private func drawNarrow(_ field: FormField, y: Int, on canvas: inout Canvas) {
    let x = min(Self.narrowNameColumns, context.size.width * 5 / 8)
    drawName(field, x: 0, y: y, columns: x - 3, on: &canvas)
    if drawEditor(field, x: x, y: y, width: context.size.width - x, on: &canvas) { return }
    let value = bracketed(field).truncated(to: context.size.width - x - 1)
    canvas.draw(value, x: x, y: y)
    let source = StyledLine(rowSource(of: field), .secondary)
    if x + value.width + source.width + 3 <= context.size.width {
      canvas.drawRight(source, right: context.size.width - 1, y: y)
    }
  }

  /// Returns the value, in brackets if it is not set or not sent. There may be no room for its
  /// source, and colour alone would not be enough.
  private func bracketed(_ field: FormField) -> StyledLine {
    let value = value(of: field)
    let (text, isSet) = shownValue(of: field)
    guard text != Words.ParameterForm.defaultValue, !isSet || form.remark(on: field) != nil else {
      return value
    }
    return StyledLine("(\(value.text))", value.spans.first?.style ?? .secondary)
  }

  private func drawName(
    _ field: FormField, x: Int, y: Int, columns: Int = .max, on canvas: inout Canvas
  ) {
    if isSelected(field) { canvas.draw("▌", .accent, x: x, y: y) }
    let isSet = form.remark(on: field) == nil && shownValue(of: field).isSet
    let style: Style = isSelected(field) ? Style(.text, .bold) : isSet ? .text : .secondary
    canvas.draw(StyledLine(field.name, style).truncated(to: columns), x: x + 2, y: y)
  }

  /// Draws the text being edited, if it belongs to this field.
  /// - Returns: whether it was drawn.
  private func drawEditor(
    _ field: FormField, x: Int, y: Int, width: Int, on canvas: inout Canvas
  ) -> Bool {
    guard let text, isSelected(field) else { return false }
    let isWrong = !text.isEmpty && form.problem(with: text.text, in: field) != nil
    let style = Style(isTextSelected ? .selection : isWrong ? .error : .accent)
    LineField.draw(text, style, x: x, y: y, width: width, on: &canvas)
    return true
  }

  func value(of field: FormField) -> StyledLine {
    let (text, isSet) = shownValue(of: field)
    let isKnown = isSet || text != Words.ParameterForm.defaultValue
    let style: Style =
      form.warning(about: field) != nil
      ? Style(.warning) : isKnown && isUsed(field) ? .text : .secondary
    return StyledLine(Sanitizer.sanitizeLine(text), style)
  }

  /// Returns whether the server may use the field's value. It may use a parameter that its
  /// documentation does not mention.
  private func isUsed(_ field: FormField) -> Bool {
    switch form.remark(on: field) {
    case nil, .server(.undocumented): true
    case .server(.refused), .server(.ignored), .unsupported, .thinkingOff: false
    }
  }

  /// Returns the value that was set. A choice that is sent as JSON is shown as its word, which is
  /// shorter.
  private func setText(of field: FormField) -> String {
    if case .json = form.range(of: field), let word = form.chosenWord(of: field) { return word }
    return form.value(of: field) ?? ""
  }

  /// Returns the text to show as the field's value, and whether the value was set.
  func shownValue(of field: FormField) -> (String, isSet: Bool) {
    switch form.source(of: field) {
    case .set: (setText(of: field), true)
    case .program(let text):
      (field == .thinking ? form.value(of: field) ?? text : text, false)
    case .model(let text): (text, false)
    case .notSent:
      // A budget is kept, and shown, even if the next request does not send it.
      (
        field == .budget
          ? form.value(of: field) ?? Words.ParameterForm.defaultValue
          : Words.ParameterForm.defaultValue, false
      )
    }
  }

  /// Returns the value's source; empty if no value is sent, because the grey default already shows
  /// that.
  func rowSource(of field: FormField) -> String {
    guard form.source(of: field) != .notSent else { return "" }
    return source(of: field, isBrief: isWide && context.size.width < Self.columnsForSources)
  }

  private func source(of field: FormField, isBrief: Bool = false) -> String {
    switch form.source(of: field) {
    case .set(.configuration): Words.ParameterForm.fromConfiguration(isBrief: isBrief)
    case .set(.lastChoice): Words.ParameterForm.fromLastChoice
    case .set(.option): Words.ParameterForm.fromCommandLine(isBrief: isBrief)
    case .set(.preset): Words.ParameterForm.fromPreset
    case .set(.conversation): Words.ParameterForm.fromConversation(isBrief: isBrief)
    case .program: Words.ParameterForm.fromProgram
    case .model: Words.ParameterForm.fromModel(isBrief: isBrief)
    case .notSent: Words.ParameterForm.notSent
    }
  }

  /// Returns the range, or why the field is dimmed.
  func shortRange(of field: FormField) -> String {
    switch form.remark(on: field) {
    case nil: Words.Parameter.shortRange(form.range(of: field))
    case .server(let remark): Words.ParameterForm.shortRemark(remark)
    case .unsupported: Words.ParameterForm.shortUnsupported
    case .thinkingOff: Words.ParameterForm.shortBudgetNeedsThinking
    }
  }

  // MARK: Details

  /// Draws a description of the selected field, and below it the most urgent remark.
  /// - Parameter mark: drawn in the rule above the description, if there is one.
  private func drawDetails(_ mark: StyledLine, on canvas: inout Canvas) {
    let size = canvas.size
    var height = Self.detailHeight(size)
    guard height > 0 else { return }
    var y = size.height - 1 - height
    if Self.hasRule(size) {
      canvas.fill("─", .rule, x: 0, y: y, width: size.width)
      PageMark.draw(mark, y: y, right: size.width, on: &canvas)
      y += 1
      height -= 1
    }
    let urgent = urgentNote?.rows(width: max(8, width - 2)) ?? []
    let shown = urgent.prefix(max(1, height - 1))
    let rows = explanation(height: height - shown.count) + shown
    for (offset, row) in rows.enumerated() { canvas.draw(row, x: 1, y: y + offset) }
  }

  private func explanation(height: Int) -> [StyledLine] {
    Wrapping.wrap(
      StyledLine(description, .secondary), width: max(8, width - 2), hasFields: true
    )
    .cut(to: max(0, height), width: width - 2)
  }

  /// The explanation of the selected field, with its range, its recommended value and, in a
  /// narrow window, its source.
  private var description: String {
    let field = page.field
    if field == .parameter(.logprobs), text == nil {
      // The cost matters more than the range (true or false), which the row shows anyway.
      let parts = [field.explanation] + form.logprobsNotes
      return (isWide ? parts : form.logprobsNotes + [field.explanation]).joined(separator: " ")
    }
    var parts = [field.explanation]
    if text == nil {
      parts.append(
        Words.ParameterForm.range(Words.Parameter.range(form.range(of: field))))
    }
    if let value = form.recommendation(for: field) {
      parts.append(Words.ParameterForm.recommended(value))
    }
    if field == .parameter(.topLogprobs) { parts += form.logprobsNotes }
    if !isWide { parts.append(Words.ParameterForm.range(source(of: field))) }
    return parts.joined(separator: " ")
  }

  /// While a field is being edited, a remark on its text. Otherwise the result of the last key, a
  /// problem with the value, why the field is dimmed, or a problem with the request.
  private var urgentNote: Note? {
    let field = page.field
    if let text {
      if text.isEmpty {
        let key = context.keyName(of: ParameterLinePage.Action.keep, on: ParameterLinePage.self)
        return Note(Words.ParameterForm.emptyUnsets(key), .secondary)
      }
      if let problem = form.problem(with: text.text, in: field) {
        return .trouble(problem)
      }
      return Note(
        Words.ParameterForm.range(Words.Parameter.range(form.range(of: field))), .secondary)
    }
    if let message = page.message { return Note(message, .accent) }
    if let warning = form.warning(about: field) {
      return Note(Sanitizer.sanitizeLine(warning), Style(.warning))
    }
    if let remark = form.remark(on: field) { return Note(words(remark), .secondary) }
    return conflict.map { Note($0, Style(.warning)) }
  }

  private func words(_ remark: ParameterForm.Remark) -> String {
    let provider = form.provider
    let server = Sanitizer.sanitizeLine(provider.dialectBasis.serverName ?? provider.shownName)
    return switch remark {
    case .server(let remark): Words.ParameterForm.remark(remark, server)
    case .unsupported: Words.ParameterForm.unsupported(by: server)
    case .thinkingOff: Words.ParameterForm.budgetNeedsThinking
    }
  }

  /// Why the server would refuse the request in its current form; `nil` if it would not.
  private var conflict: String? {
    let request = AnswerRequest(
      model: form.model, turns: [], parameters: form.settings.parameters,
      thinking: form.settings.thinking)
    return request.conflict(for: form.provider.dialect).map(Words.Parameter.conflict)
  }

  // MARK: Plain mode

  /// Returns the lines for `--plain`: the model and provider, then one line for each field.
  static func plainLines(_ form: ParameterForm, _ context: PageContext) -> [String] {
    let view = ParameterFormView(
      form: form, page: ParametersPage(), text: nil, context: context)
    let target = Words.ParameterForm.target(
      context.session.model, context.session.provider.shownName, preset: context.session.preset)
    return [target]
      + FormField.all.map { field in
        Words.ParameterForm.line(
          field.name, view.shownValue(of: field).0, source: view.source(of: field),
          range: form.remark(on: field).map(view.words)
            ?? Words.ParameterForm.range(Words.Parameter.range(form.range(of: field))))
      }
  }
}
