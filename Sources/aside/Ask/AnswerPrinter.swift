internal import Markdown
internal import Screen
internal import Terminal

/// A printer that renders an answer's Markdown for a terminal as the answer arrives. Lines are
/// only ever added.
struct AnswerPrinter {
  private var printer = MarkdownPrinter()
  private let styles: StyledOutput
  private let hasPlainMarks: Bool
  /// Whether links (OSC 8) can be written: the terminal supports them, or at least ignores them.
  private let hasLinks: Bool

  /// The maximum width in columns. Longer lines of text are hard to read.
  private static let widest = 88

  /// Returns `nil` if standard output is not a terminal, or if the terminal shows only plain
  /// text.
  init?(_ configuration: Configuration, _ paths: Paths, environment: [String: String]) throws {
    guard StandardStreams.isOutputTerminal else { return nil }
    let hints = TerminalHints(environment: environment)
    guard let description = TerminalDescription(named: hints.name) else { return nil }
    if configuration.isAmbiguousWide { _ = Terminal.takeAmbiguousAsWide() }
    let depth = ColorDepth(description, hints)
    styles = StyledOutput(
      theme: try Self.theme(configuration, paths, on: hints.background, depth),
      depth: depth, background: hints.background)
    hasPlainMarks = configuration.hasPlainMarks
    hasLinks = hints.takesLinks
  }

  /// Returns the theme that the user chose, or one that suits any background. Does not ask the
  /// terminal for its background, because that could swallow what the user types in the meantime.
  private static func theme(
    _ configuration: Configuration, _ paths: Paths, on background: Background?, _ depth: ColorDepth
  ) throws -> Theme {
    let catalogue = ThemeCatalogue(folder: paths.themes)
    let choice = try ThemeSelection(
      option: nil, configuration, catalogue, depth: depth
    ).choice
    if let background { return choice.theme(on: background) }
    if case .fixed(let theme) = choice { return theme }
    if depth > .sixteen { return .neutral }
    // As on the screen, few colours mean `ansi`, and a background that is not known counts as dark.
    return try ThemeSelection(option: nil, configuration, catalogue, depth: .eight).choice
      .theme(on: .dark)
  }

  /// Adds text, and returns the rows that further text cannot change.
  mutating func push(_ text: String) -> String { written(printer.append(text, width: Self.width)) }

  /// Returns the remaining rows.
  mutating func finish() -> String { written(printer.finish(width: Self.width)) }

  /// Returns a piece of the thinking in its style. The text must have been sanitized.
  func thinking(_ text: String) -> String { styles.text(text, in: Style(.reasoning)) }

  private static var width: Int { min(LineTerminal.windowWidth ?? 80, widest) }

  private func written(_ lines: [StyledLine]) -> String {
    let hasLink = hasLinks && lines.contains { $0.spans.contains { $0.style.link > 0 } }
    let addresses = hasLink ? printer.addresses : [:]
    return lines.map {
      styles.text(of: hasPlainMarks ? $0.withPlainMarks() : $0, addresses: addresses)
    }.joined()
  }
}
