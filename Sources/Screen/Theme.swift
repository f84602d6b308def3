/// A colour as named in a theme.
public enum Color: Hashable, Sendable {
  /// One of the terminal's sixteen colours: 0 to 7 normal, 8 to 15 bright.
  case terminal(UInt8)
  case rgb(RGB)

  /// The names of the terminal's colours, in numerical order.
  public static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow",
    "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
  ]

  /// Reads `#rrggbb` or one of ``names``.
  public init?(_ text: String) {
    if let index = Color.names.firstIndex(of: text) {
      self = .terminal(UInt8(index))
      return
    }
    let digits = text.dropFirst()
    guard text.hasPrefix("#"), digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    self = .rgb(
      RGB(UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)))
  }
}

/// The look of one role. A `nil` colour means the terminal's default.
public struct Look: Hashable, Sendable {
  public var foreground: Color?
  public var background: Color?
  public var emphasis: Emphasis

  public init(foreground: Color? = nil, background: Color? = nil, emphasis: Emphasis = []) {
    self.foreground = foreground
    self.background = background
    self.emphasis = emphasis
  }
}

/// A look for every role. Roles that a theme omits look like plain text.
public struct Theme: Equatable, Sendable {
  public var name: String
  /// The background that the theme is meant for; `nil` if not specified.
  public var background: Background?
  private var looks: [Look]

  public init(name: String, background: Background? = nil, looks: [StyleRole: Look]) {
    self.name = name
    self.background = background
    self.looks = StyleRole.allCases.map { looks[$0] ?? Look() }
  }

  /// Returns the look of a style: its role's look plus the style's own emphasis.
  public func look(of style: Style) -> Look {
    var look = looks[Int(style.role.rawValue)]
    look.emphasis.formUnion(style.emphasis)
    return look
  }

  /// A theme without any colour, for NO_COLOR and monochrome terminals. Only words and attributes
  /// such as bold and reverse video carry meaning.
  public static let monochrome = Theme(
    name: "monochrome",
    looks: [
      .secondary: Look(emphasis: .dim),
      .accent: Look(emphasis: .bold),
      .heading: Look(emphasis: .bold),
      .rule: Look(emphasis: .dim),
      .user: Look(emphasis: .bold),
      .model: Look(emphasis: .bold),
      .reasoning: Look(emphasis: .dim),
      .codeKeyword: Look(emphasis: .bold),
      .codeComment: Look(emphasis: .dim),
      .codeAdded: Look(emphasis: .bold),
      .codeRemoved: Look(emphasis: .dim),
      .codeTitle: Look(emphasis: .dim),
      .quote: Look(emphasis: .italic),
      .link: Look(emphasis: .underline),
      .error: Look(emphasis: .bold),
      .warning: Look(emphasis: .bold),
      .selection: Look(emphasis: .reverse),
      .match: Look(emphasis: .underline),
      .currentMatch: Look(emphasis: .reverse),
      .likely: Look(emphasis: .dim),
    ])

  /// A theme for an unknown background. Each colour has a contrast of at least 4.5:1 with both
  /// black and white, which is possible only at medium brightness.
  public static let neutral = Theme(
    name: "neutral",
    looks: [
      .secondary: Look(foreground: .rgb(RGB(0x75, 0x75, 0x75))),
      .heading: Look(foreground: .rgb(RGB(0x30, 0x74, 0xD3)), emphasis: .bold),
      .rule: Look(foreground: .rgb(RGB(0x75, 0x75, 0x75))),
      .reasoning: Look(foreground: .rgb(RGB(0x75, 0x75, 0x75))),
      .code: Look(foreground: .rgb(RGB(0x15, 0x80, 0x95))),
      .codeKeyword: Look(foreground: .rgb(RGB(0xB9, 0x47, 0xB0))),
      .codeString: Look(foreground: .rgb(RGB(0x1D, 0x87, 0x40))),
      .codeNumber: Look(foreground: .rgb(RGB(0xAD, 0x63, 0x19))),
      .codeComment: Look(foreground: .rgb(RGB(0x75, 0x75, 0x75)), emphasis: .italic),
      .codeName: Look(foreground: .rgb(RGB(0x30, 0x74, 0xD3))),
      .codeAdded: Look(foreground: .rgb(RGB(0x1D, 0x87, 0x40))),
      .codeRemoved: Look(foreground: .rgb(RGB(0xD6, 0x3A, 0x3A))),
      .quote: Look(foreground: .rgb(RGB(0x75, 0x75, 0x75)), emphasis: .italic),
      .link: Look(foreground: .rgb(RGB(0x15, 0x80, 0x95)), emphasis: .underline),
      .math: Look(foreground: .rgb(RGB(0xAD, 0x63, 0x19))),
    ])
}

/// The choice of theme.
public enum ThemeChoice: Equatable, Sendable {
  /// One theme, whatever the terminal's background.
  case fixed(Theme)
  /// The theme that fits the terminal's background.
  case byBackground(dark: Theme, light: Theme)

  public func theme(on background: Background) -> Theme {
    switch self {
    case .fixed(let theme): theme
    case .byBackground(let dark, let light): background == .dark ? dark : light
    }
  }
}
