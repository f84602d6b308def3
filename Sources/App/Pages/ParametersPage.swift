internal import Chat
internal import Screen
internal import Words

typealias ParametersPage = ReadingPage<ParametersText>

/// The parameters of the next request: value, source and valid range of each.
enum ParametersText: ReadingPageContent {
  private struct Row {
    let name: String
    let value: String?
    let source: String
    let range: String
  }

  static let scrollRank = 2
  static let hints = [
    HintLine.Hint("/set NAME VALUE", 0), HintLine.Hint("/unset NAME", 3),
  ]

  /// The scrolling limit: the rows of the page in its longest form.
  static let rowLimit = 4 * (ParameterField.all.count + 4)

  static func draw(_ context: PageContext, from first: Int, on canvas: inout Canvas) {
    let size = canvas.size
    canvas.draw(Words.Pages.parametersHeading, Style(.heading), x: 1, y: 0)
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let lines = lines(context, width: size.width - 2)
    let height = max(0, size.height - 3)
    let start = min(first, max(0, lines.count - height))
    for (offset, line) in lines.dropFirst(start).prefix(height).enumerated() {
      canvas.draw(line, x: 1, y: 2 + offset, width: size.width - 2)
    }
    PageMark.draw(above: start, below: lines.count - start - height, on: &canvas)
  }

  static func lines(_ context: PageContext) -> [String] {
    lines(context, width: 78).map(\.text)
  }

  private static func lines(_ context: PageContext, width: Int) -> [StyledLine] {
    rows(context).flatMap { lines(for: $0, width: width) }
  }

  private static func rows(_ context: PageContext) -> [Row] {
    let thinking = context.thinking
    let dialect = context.session.provider.dialect
    let provider = Sanitizer.sanitizeLine(context.session.provider.name)
    let sendsBudget = dialect.hasThinkingBudget && thinking.isOn
    let thinkingSource =
      context.conversation.thinking == nil
      ? Words.Pages.fromStartup : Words.Pages.fromConversation
    let head = [
      Row(name: "model", value: context.session.model, source: "", range: Words.Pages.modelRange),
      Row(
        name: "enable_thinking", value: dialect.hasThinking ? String(thinking.isOn) : nil,
        source: dialect.hasThinking ? thinkingSource : "",
        range: dialect.hasThinking
          ? Words.Pages.switchRange : Words.Pages.unsupported(by: provider)),
      Row(
        name: "thinking_budget", value: sendsBudget ? thinking.budget.map(String.init) : nil,
        source: sendsBudget && thinking.budget != nil ? thinkingSource : "",
        range: dialect.hasThinkingBudget
          ? Words.Pages.budgetRange : Words.Pages.unsupported(by: provider)),
    ]
    return head + ParameterField.all.map { row(for: $0, context) }
  }

  private static func row(for field: ParameterField, _ context: PageContext) -> Row {
    let parameters = context.session.parameters
    let source = context.session.sources[field.name].map(words) ?? ""
    let isStreaming = parameters.stream ?? true
    let fixed: String? =
      switch field.key {
      case .stream: "true"
      case .streamOptions where isStreaming: #"{"include_usage":true}"#
      default: nil
      }
    guard let value = field.text(in: parameters) else {
      return Row(
        name: field.name, value: fixed, source: fixed == nil ? "" : Words.Pages.fixed,
        range: field.range)
    }
    return Row(name: field.name, value: value, source: source, range: field.range)
  }

  private static func words(_ source: ParameterSource) -> String {
    switch source {
    case .configuration: Words.Pages.fromConfiguration
    case .option: Words.Pages.fromOption
    case .conversation: Words.Pages.fromConversation
    case .command: source.rawValue
    }
  }

  /// Returns one line, or if that is too long, puts the range below it. Nothing is truncated.
  private static func lines(for row: Row, width: Int) -> [StyledLine] {
    var line = StyledLine(row.name, Style(row.value == nil ? .secondary : .accent))
    line.append(spaces((width >= 78 ? 22 : 1) - line.width), .text)
    line.append(
      row.value.map(Sanitizer.sanitizeLine) ?? Words.Pages.defaultValue,
      row.value == nil ? .secondary : .text)
    if !row.source.isEmpty { line.append(" (\(row.source))", .secondary) }
    let range = StyledLine(row.range, .secondary)
    if width >= 78, line.width <= 48, range.width <= width - 50 {
      line.append(spaces(50 - line.width), .text)
      line.append(range)
      return [line]
    }
    let indent = StyledLine(String(repeating: " ", count: width >= 78 ? 22 : 2))
    return Wrapping.wrap(line, width: width, first: StyledLine(), rest: indent)
      + Wrapping.wrap(range, width: width, first: indent, rest: indent)
  }

  private static func spaces(_ count: Int) -> String {
    String(repeating: " ", count: max(1, count))
  }
}
