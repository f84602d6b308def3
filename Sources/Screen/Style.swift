/// What a piece of text is for. A theme decides how that looks; code never names a colour.
public enum StyleRole: UInt8, CaseIterable, Sendable {
  case text
  /// Less important than text: times, counts, hints.
  case secondary
  /// What the eye should find first: the caret line, the selected row's mark.
  case accent
  case heading
  /// Rules and borders.
  case rule
  /// The name of the person who asks.
  case user
  /// The name of the model that answers.
  case model
  case reasoning
  case code
  /// A keyword of a programming language.
  case codeKeyword
  case codeString
  case codeNumber
  case codeComment
  /// The name of a type or a function.
  case codeName
  case quote
  case link
  case math
  case error
  case warning
  /// The row that a list has selected.
  case selection
  /// A place that a search has found.
  case match

  /// Whether it is for what the program says rather than for texts.
  fileprivate var isOwn: Bool {
    switch self {
    case .secondary, .accent, .rule, .user, .model, .error, .warning: true
    case .text, .heading, .reasoning, .code, .codeKeyword, .codeString, .codeNumber, .codeComment,
      .codeName, .quote, .link, .math, .selection, .match:
      false
    }
  }

  /// The name in theme files.
  public var name: String { String(describing: self) }
}

/// A way of saying text louder or softer, on top of its role.
public struct Emphasis: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let bold = Emphasis(rawValue: 1 << 0)
  public static let italic = Emphasis(rawValue: 1 << 1)
  public static let underline = Emphasis(rawValue: 1 << 2)
  public static let reverse = Emphasis(rawValue: 1 << 3)
  public static let dim = Emphasis(rawValue: 1 << 4)
  public static let strikethrough = Emphasis(rawValue: 1 << 5)
}

/// The meaning and the loudness of a piece of text.
public struct Style: Hashable, Sendable {
  public var role: StyleRole
  public var emphasis: Emphasis
  /// What the program says and draws itself, not a text that it shows: see ``PlainMarks``.
  public private(set) var isOwn: Bool
  /// What the text was before it was laid out: see ``SelectedText``.
  public private(set) var written = Written.asShown

  public enum Written: UInt8, Sendable {
    case asShown
    /// The first of the spaces that a tab is shown as.
    case tab
    /// Shown, and not written.
    case filler
  }

  /// Most roles belong to one side; ``own`` and ``foreign`` tell the rest.
  public init(_ role: StyleRole, _ emphasis: Emphasis = []) {
    self.role = role
    self.emphasis = emphasis
    isOwn = role.isOwn
  }

  public static let text = Style(.text)
  public static let secondary = Style(.secondary)
  public static let accent = Style(.accent)
  public static let rule = Style(.rule)

  public func adding(_ more: Emphasis) -> Style {
    var style = self
    style.emphasis.formUnion(more)
    return style
  }

  /// For the program's words in a role that texts have.
  public var own: Style { with(isOwn: true) }

  /// For a text in a role that the program's words have.
  public var foreign: Style { with(isOwn: false) }

  /// For the spaces that a tab is shown as.
  /// - Parameter isFirst: of them.
  public func ofTab(isFirst: Bool) -> Style {
    var style = self
    style.written = isFirst ? .tab : .filler
    return style
  }

  private func with(isOwn: Bool) -> Style {
    var style = self
    style.isOwn = isOwn
    return style
  }
}
