import Screen
import Testing

@testable import Terminal
@testable import aside

/// The built-in themes parse and are legible.
@Suite struct ThemeTests {
  private static let names = ["dark", "light", "ansi", "stark", "dusk", "paper"]

  private func theme(_ name: String, on background: Background = .dark) throws -> Theme {
    try #require(try ThemeCatalogue.builtIn(name)).theme(on: background)
  }

  @Test func allSixThemesStateTheirBackground() throws {
    #expect(ThemeCatalogue.names == Self.names)
    for name in Self.names {
      let light = ["light", "paper"].contains(name)
      #expect(try theme(name).background == (light ? .light : .dark))
    }
  }

  /// Lists say which background a theme needs.
  @Test func themesThatKeepTheTerminalsBackgroundAreKnown() throws {
    let needed = try Self.names.compactMap { name -> (String, Background)? in
      let themes = try (theme(name), theme(name, on: .light))
      let keeps = themes.0.look(of: .text).background == nil
      guard keeps, themes.0 == themes.1 else { return nil }
      return themes.0.background.map { (name, $0) }
    }
    #expect(Dictionary(uniqueKeysWithValues: needed) == ThemeCatalogue.backgrounds)
  }

  private struct Pair: CustomStringConvertible {
    let role: StyleRole
    let front: RGB
    let behind: RGB
    var contrast: Double { front.contrast(with: behind) }
    var description: String { "\(role.name): \(contrast)" }
  }

  /// Returns each role's pairs of foreground and background colours. A role without a background
  /// of its own is paired with each common terminal background.
  /// - Parameter color: the terminal's colour for a number.
  private func pairs(
    _ theme: Theme, _ depth: ColorDepth, behind: [RGB]? = nil, color: (Int32) -> RGB
  ) throws -> [Pair] {
    let background = try #require(theme.background)
    let text = background == .dark ? RGB(0xD0, 0xD0, 0xD0) : RGB(0x20, 0x20, 0x20)
    let palette = Palette(depth: depth, background: background)
    return StyleRole.allCases.flatMap { role -> [Pair] in
      let look = theme.look(of: Style(role))
      let numbers = palette.numbers(of: look)
      let own = behind ?? background.usualColors
      let isReversed = look.emphasis.contains(.reverse)
      return (numbers.background < 0 ? own : [color(numbers.background)]).map { behind in
        let bright = numbers.foreground < 0 ? text : color(numbers.foreground)
        let front = look.emphasis.contains(.dim) ? Self.dimmed(bright) : bright
        return isReversed
          ? Pair(role: role, front: behind, behind: front)
          : Pair(role: role, front: front, behind: behind)
      }
    }
  }

  /// Dims a colour the way xterm does.
  private static func dimmed(_ color: RGB) -> RGB {
    func part(_ value: UInt8) -> UInt8 { UInt8(Int(value) * 2 / 3) }
    return RGB(part(color.red), part(color.green), part(color.blue))
  }

  /// Secondary text is less prominent than plain text: it has less contrast or is dimmed.
  @Test(arguments: [Background.dark, .light])
  func secondaryTextIsQuieterInTheAnsiTheme(_ background: Background) throws {
    let theme = try theme("ansi", on: background)
    let all = try pairs(theme, .sixteen, color: { Palette.basic[Int($0)] })
    let text = all.filter { $0.role == .text }
    for role in [StyleRole.secondary, .rule, .reasoning, .likely] {
      for (pair, plain) in zip(all.filter { $0.role == role }, text) {
        let isDimmed = theme.look(of: Style(role)).emphasis.contains(.dim)
        #expect(isDimmed || pair.contrast <= plain.contrast, "\(pair)")
      }
    }
  }

  @Test(arguments: names.filter { $0 != "ansi" }, [ColorDepth.direct, .indexed, .sixteen, .eight])
  func everyRoleIsReadable(_ name: String, _ depth: ColorDepth) throws {
    let direct = { (number: Int32) in
      RGB(UInt8(number >> 16 & 0xFF), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF))
    }
    let least = name == "stark" && depth >= .indexed ? 7 : 4.5
    for pair in try pairs(
      theme(name), depth, color: depth == .direct ? direct : Palette.rgb(ofIndex:))
    {
      #expect(pair.contrast >= least, "\(name), \(pair)")
    }
  }

  /// The Linux console's sixteen colours (drivers/tty/vt/vt.c).
  private static let console = [
    RGB(0, 0, 0), RGB(170, 0, 0), RGB(0, 170, 0), RGB(170, 85, 0),
    RGB(0, 0, 170), RGB(170, 0, 170), RGB(0, 170, 170), RGB(170, 170, 170),
    RGB(85, 85, 85), RGB(255, 85, 85), RGB(85, 255, 85), RGB(255, 255, 85),
    RGB(85, 85, 255), RGB(255, 85, 255), RGB(85, 255, 255), RGB(255, 255, 255),
  ]

  @Test(arguments: [console, Palette.basic])
  func ansiThemeIsReadableWithCommonPalettes(_ palette: [RGB]) throws {
    for pair in try pairs(theme("ansi"), .sixteen, color: { palette[Int($0)] }) {
      // The console's background is black, so the other common dark background does not matter
      // there.
      let isKnown = palette == Palette.basic || pair.behind != RGB(0x1E, 0x1E, 0x1E)
      #expect(!isKnown || pair.contrast >= 4.5, "\(pair)")
    }
  }

  /// On a light background, `ansi` uses the dark half of the palette.
  @Test(arguments: [console, Palette.basic])
  func ansiThemeIsReadableOnWhite(_ palette: [RGB]) throws {
    let theme = try theme("ansi", on: .light)
    #expect(theme.background == .light)
    let white = [RGB(0xFF, 0xFF, 0xFF)]
    for pair in try pairs(theme, .sixteen, behind: white, color: { palette[Int($0)] }) {
      #expect(pair.contrast >= 4.5, "\(pair)")
    }
    for role in StyleRole.allCases {
      let look = theme.look(of: Style(role))
      guard look.background == nil, case .terminal(let number)? = look.foreground else { continue }
      #expect(number < 8, "\(role.name)")
    }
  }

  /// The added lines of a patch are green, the removed ones are red, and the removed ones also
  /// differ from keywords. Of the terminal's own colours, the nearest readable ones are used.
  @Test(arguments: names, [Background.dark, .light])
  func patchesAreRedAndGreen(_ name: String, _ background: Background) throws {
    let theme = try theme(name, on: background)
    func isRed(_ role: StyleRole) -> Bool? {
      let look = theme.look(of: Style(role))
      if case .terminal(let number)? = look.foreground {
        return [1: true, 13: true, 4: false, 10: false][number]
      }
      guard case .rgb(let color)? = look.foreground else { return nil }
      return color.red == color.green ? nil : color.red > color.green
    }
    #expect(isRed(.codeRemoved) == true)
    #expect(isRed(.codeAdded) == false)
    let removed = theme.look(of: Style(.codeRemoved))
    #expect(removed != theme.look(of: Style(.codeKeyword)))
  }

  /// With few colours, too, added and removed lines differ in colour and are readable. With eight
  /// colours, they also differ from other code, and bold is bright.
  @Test(arguments: names, [ColorDepth.sixteen, .eight])
  func patchesHaveTwoColorsAtEveryDepth(_ name: String, _ depth: ColorDepth) throws {
    for background in [Background.dark, .light] {
      let theme = try theme(name, on: background)
      let palette = Palette(depth: depth, background: theme.background)
      func look(_ role: StyleRole) -> Look { palette.patch(theme.look(of: Style(role)), as: role) }
      let roles: [StyleRole] = [.codeAdded, .codeRemoved] + (depth == .eight ? [.codeText] : [])
      let numbers = roles.map { palette.numbers(of: look($0)).foreground }
      #expect(Set(numbers).count == roles.count, "\(name), \(background)")
      for role in [StyleRole.codeAdded, .codeRemoved] {
        let (number, behind) = palette.numbers(of: look(role))
        let isBright = depth == .eight && palette.emphasis(of: look(role), as: role).contains(.bold)
        let ink = Palette.basic[Int(number) + (isBright ? 8 : 0)]
        let own = theme.background?.usualColors ?? []
        for surface in behind < 0 ? own : [Palette.basic[Int(behind)]] {
          #expect(ink.contrast(with: surface) >= 4.5, "\(name), \(role.name)")
        }
      }
    }
  }

  /// Only the terminal's own colour is dimmed.
  @Test(arguments: names)
  func noColorIsDimmed(_ name: String) throws {
    let theme = try theme(name)
    for role in StyleRole.allCases {
      let look = theme.look(of: Style(role))
      let isDimmed = look.emphasis.contains(.dim)
      #expect(!isDimmed || look.foreground == nil && name == "ansi", "\(name), \(role.name)")
    }
  }

  private static let surface: [StyleRole] = [
    .codeText, .codeKeyword, .codeString, .codeNumber, .codeComment, .codeName,
    .codeAdded, .codeRemoved,
  ]

  /// Blank cells use the role for plain text, so every other role must have the same background,
  /// except selections, matches and code blocks.
  @Test(arguments: ["paper", "stark", "dusk"])
  func aThemeWithABackgroundHasOne(_ name: String) throws {
    let theme = try theme(name)
    let own = theme.look(of: .text).background
    #expect(own != nil)
    let others: [StyleRole] = [.selection, .match, .currentMatch, .codeTitle] + Self.surface
    for role in StyleRole.allCases where !others.contains(role) {
      #expect(theme.look(of: Style(role)).background == own, "\(role.name)")
    }
  }

  /// A code block has one background. Its title has a different one, or none, in which case the
  /// painter draws a rule.
  @Test(arguments: names)
  func codeHasASurface(_ name: String) throws {
    let theme = try theme(name)
    let backgrounds = Set(Self.surface.map { theme.look(of: Style($0)).background })
    #expect(backgrounds.count == 1)
    let title = theme.look(of: Style(.codeTitle))
    #expect(
      title.background == nil && !title.emphasis.contains(.underline)
        || !backgrounds.contains(title.background))
  }

  /// Titles, headings, model names and the prompt look different from each other.
  @Test(arguments: names)
  func namesAndHeadingsDiffer(_ name: String) throws {
    let theme = try theme(name)
    let looks = [Style.title, Style(.heading), Style(.model, .bold), Style(.accent, .bold)]
      .map { theme.look(of: $0) }
    #expect(Set(looks).count == looks.count)
  }
}
