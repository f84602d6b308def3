/// The purpose of a piece of text. A theme decides how it looks; code never names a colour.
public enum StyleRole: UInt8, CaseIterable, Sendable {
  case text
  /// Anything less important than text, such as times, counts and hints.
  case secondary
  /// Whatever should catch the eye first, such as a notice or the mark of the selected row.
  case accent
  case heading
  /// Rules and borders.
  case rule
  /// The user's name.
  case user
  /// The name of the answering model.
  case model
  case reasoning
  /// Code within a line of text.
  case code
  /// The text of a code block that is not highlighted.
  case codeText
  /// A keyword of a programming language.
  case codeKeyword
  case codeString
  case codeNumber
  case codeComment
  /// The name of a type or a function.
  case codeName
  /// A line that a patch adds.
  case codeAdded
  /// A line that a patch removes.
  case codeRemoved
  /// The line above a code block: its language and number.
  case codeTitle
  case quote
  case link
  case math
  case error
  case warning
  /// Selected text.
  case selection
  /// A search match.
  case match
  /// A token with a probability of 50 to 90%.
  case likely
  /// A token with a probability of 20 to 50%.
  case possible
  /// A token with a probability of 5 to 20%.
  case doubtful
  /// A token with a probability below 5%.
  case unlikely
  /// The match that the search is at.
  case currentMatch

  /// Whether the role is for the program's own words rather than for messages.
  fileprivate var isOwn: Bool {
    switch self {
    case .secondary, .accent, .rule, .user, .model, .codeTitle, .error, .warning: true
    case .text, .heading, .reasoning, .code, .codeText, .codeKeyword, .codeString, .codeNumber,
      .codeComment, .codeName, .codeAdded, .codeRemoved, .quote, .link, .math, .selection, .match,
      .likely, .possible, .doubtful, .unlikely, .currentMatch:
      false
    }
  }

  /// The role's name in theme files.
  public var name: String { String(describing: self) }
}

/// Attributes that make text more or less prominent, independently of its role.
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

/// The role and emphasis of a piece of text.
public struct Style: Hashable, Sendable {
  public var role: StyleRole
  public var emphasis: Emphasis
  /// Whether the program adds this text or mark itself, rather than displaying someone's text
  /// (see ``PlainMarks``).
  public private(set) var isOwn: Bool
  /// How the text was written before layout (see ``SelectedText``).
  public private(set) var written = Written.asShown
  /// The number of the text's link within its message; 0 if there is none. The number does not
  /// change how the text looks.
  public private(set) var link: UInt16 = 0

  public enum Written: UInt8, Sendable {
    case asShown
    /// The first of the spaces that represent a tab.
    case tab
    /// Text that is shown but is not part of the source.
    case filler
    /// A shortened address: see ``StyledLine/addresses``.
    case address
  }

  /// Creates a style. Most roles are used either by the program or by messages; use ``own`` and
  /// ``foreign`` for exceptions.
  public init(_ role: StyleRole, _ emphasis: Emphasis = []) {
    self.role = role
    self.emphasis = emphasis
    isOwn = role.isOwn
  }

  public static let text = Style(.text)
  /// The title of a page or a conversation.
  public static let title = Style(.text, .bold)
  public static let secondary = Style(.secondary)
  public static let accent = Style(.accent)
  public static let rule = Style(.rule)

  public func adding(_ more: Emphasis) -> Style {
    var style = self
    style.emphasis.formUnion(more)
    return style
  }

  /// This style for the program's own words, in a role that messages normally use.
  public var own: Style { with(isOwn: true) }

  /// This style for message text, in a role that the program normally uses.
  public var foreign: Style { with(isOwn: false) }

  /// This style as it appears beneath an overlay: fainter than the overlay's own secondary text.
  var receded: Style { Style(.rule, .dim).with(isOwn: isOwn) }

  /// This style, for text that is shown but is not in the source.
  public var filler: Style {
    var style = self
    style.written = .filler
    return style
  }

  /// The style for a shortened address.
  public var shortened: Style {
    var style = self
    style.written = .address
    return style
  }

  /// Returns this style for the text of the link with the given number.
  public func linked(to number: Int) -> Style {
    var style = self
    style.link = UInt16(clamping: number)
    return style
  }

  /// Returns this style for the spaces that represent a tab.
  /// - Parameter isFirst: whether to return the style of the first of these spaces.
  public func ofTab(isFirst: Bool) -> Style {
    var style = self
    style.written = isFirst ? .tab : .filler
    return style
  }

  /// A number that encodes the whole style except its link.
  var code: UInt32 {
    UInt32(role.rawValue) | UInt32(emphasis.rawValue) << 8 | UInt32(written.rawValue) << 16
      | (isOwn ? 1 << 24 : 0)
  }

  /// - Parameter code: the ``code`` of a style.
  init(code: UInt32) {
    role = StyleRole(rawValue: UInt8(truncatingIfNeeded: code)) ?? .text
    emphasis = Emphasis(rawValue: UInt8(truncatingIfNeeded: code >> 8))
    written = Written(rawValue: UInt8(truncatingIfNeeded: code >> 16)) ?? .asShown
    isOwn = code >> 24 != 0
  }

  private func with(isOwn: Bool) -> Style {
    var style = self
    style.isOwn = isOwn
    return style
  }
}
