import Screen
import Testing

@testable import Terminal

@Suite struct PaletteTests {
  private func foreground(
    _ color: Color?, _ depth: ColorDepth, on background: Background? = nil
  ) -> Int32 {
    Palette(depth: depth, background: background).numbers(of: Look(foreground: color)).foreground
  }

  /// With eight colours, a selection's background may be indistinguishable from the terminal's own.
  @Test func aSelectionIsNeverLostOnTheBackground() {
    let pale = Look(foreground: .rgb(RGB(0, 0, 0)), background: .rgb(RGB(0xB4, 0xD5, 0xFE)))
    #expect(Palette(depth: .eight, background: .light).losesSurface(of: pale))
    #expect(!Palette(depth: .eight, background: .dark).losesSurface(of: pale))
    #expect(!Palette(depth: .indexed, background: .light).losesSurface(of: pale))
    let blue = Look(foreground: .rgb(RGB(255, 255, 255)), background: .terminal(4))
    #expect(!Palette(depth: .eight, background: .light).losesSurface(of: blue))
  }

  @Test(
    arguments: [
      (nil, .indexed, -1), (.terminal(9), .indexed, 9), (.terminal(9), .eight, 1),
      (.rgb(RGB(255, 0, 0)), .indexed, 196), (.rgb(RGB(128, 128, 128)), .indexed, 244),
      (.rgb(RGB(250, 5, 5)), .sixteen, 9), (.rgb(RGB(250, 5, 5)), .eight, 1),
      (.rgb(RGB(0x12, 0x34, 0x56)), .direct, 0x123456), (.rgb(RGB(0, 0, 3)), .direct, 3),
      (.terminal(3), .direct, 0x1000003), (nil, .direct, -1),
      // Bright black would be black with eight colours, so the default is used.
      (.terminal(8), .eight, -1), (.terminal(8), .sixteen, 8),
    ] as [(Color?, ColorDepth, Int32)])
  func findsTheNearest(_ color: Color?, _ depth: ColorDepth, _ number: Int32) {
    #expect(foreground(color, depth) == number)
  }

  @Test func withFewColorsTheNearestReadableOneIsUsed() {
    let grey = Color.rgb(RGB(0x76, 0x76, 0x76))
    #expect(foreground(grey, .sixteen, on: .dark) == 7)
    #expect(foreground(grey, .sixteen, on: .light) == 0)
    // With eight colours, grey would become white, which is more conspicuous than plain text.
    #expect(foreground(grey, .eight, on: .dark) == -1)
    #expect(foreground(.rgb(RGB(0x5F, 0xAF, 0xFF)), .sixteen, on: .dark) == 6)
    #expect(foreground(.rgb(RGB(0xAF, 0, 0)), .eight, on: .light) == 1)
    // None of the eight colours is a green that is readable on white, and red would mean something
    // else.
    #expect(foreground(.rgb(RGB(0, 0x5F, 0)), .eight, on: .light) == -1)
    let onYellow = Look(foreground: .rgb(RGB(255, 255, 255)), background: .terminal(3))
    let numbers = Palette(depth: .eight, background: .dark).numbers(of: onYellow)
    #expect(numbers == (0, 3))
  }

  /// A tinted grey stays muted: brown does not turn red, and sand does not turn pink.
  @Test(
    arguments: [
      (RGB(0x76, 0x63, 0x50), 241), (RGB(0xF0, 0xE4, 0xD0), 254), (RGB(0xB0, 0xA3, 0x92), 247),
      (RGB(0xA3, 0xB1, 0x8A), 144),
    ] as [(RGB, Int32)])
  func aTintedGreyKeepsItsHue(_ color: RGB, _ number: Int32) {
    #expect(foreground(.rgb(color), .indexed) == number)
  }

  /// Rust and plum must not become red, because red means trouble.
  @Test func onlyRedBecomesRed() {
    for color in [RGB(0x9A, 0x3D, 0x12), RGB(0x7A, 0x2A, 0x52)] {
      #expect(foreground(.rgb(color), .eight, on: .light) != 1)
    }
    #expect(foreground(.rgb(RGB(0xA1, 0x12, 0x12)), .eight, on: .light) == 1)
  }

  @Test func aSurfaceIsShownOnlyIfItCanBeSeen() {
    let grey = Look(background: .rgb(RGB(0x30, 0x30, 0x30)))
    for depth in [ColorDepth.none, .eight, .sixteen, .indexed, .direct] {
      let palette = Palette(depth: depth, background: .dark)
      #expect(palette.showsSurface(of: grey, on: nil) == (depth > .sixteen))
      #expect(!palette.showsSurface(of: Look(), on: nil))
    }
    let unknown = Palette(depth: .sixteen, background: nil)
    #expect(!unknown.showsSurface(of: grey, on: nil))
    let black = Color.rgb(RGB(0, 0, 0))
    #expect(!unknown.showsSurface(of: grey, on: black))
    #expect(unknown.showsSurface(of: Look(background: .rgb(RGB(0x80, 0x80, 0x80))), on: black))
  }

  /// None of the eight colours that are readable on white is similar to the light theme's accent.
  @Test func anAccentLikePlainTextHasLostItsColor() {
    let accent = Look(foreground: .rgb(RGB(0, 0x5F, 0xAF)))
    #expect(Palette(depth: .eight, background: .light).losesColor(of: accent))
    #expect(!Palette(depth: .indexed, background: .light).losesColor(of: accent))
    #expect(!Palette(depth: .eight, background: .light).losesColor(of: Look()))
  }

  /// In bold, xterm shows black as grey with any number of colours.
  @Test func boldBlackOnYellowIsUnreadable() {
    let palette = Palette(depth: .indexed, background: .dark)
    let match = Look(foreground: .terminal(0), background: .terminal(11), emphasis: .bold)
    #expect(palette.losesInk(of: match))
    #expect(!palette.losesInk(of: Look(foreground: .terminal(0), background: .terminal(11))))
    let own = Look(foreground: .rgb(RGB(0, 0, 0)), background: .terminal(11), emphasis: .bold)
    #expect(!palette.losesInk(of: own))
  }

  /// Terminals with eight colours show bold text in bright colours, so bold black on white would be
  /// grey.
  @Test func boldTextIsReadableWithEightColors() {
    let palette = Palette(depth: .eight, background: .light)
    let paper = Color.rgb(RGB(0xF6, 0xEE, 0xDD))
    let ink = Color.rgb(RGB(0x3B, 0x2F, 0x25))
    #expect(!palette.keepsBold(Look(foreground: ink, background: paper, emphasis: .bold)))
    // Bold does not brighten the terminal's own text colour.
    let heading = Look(foreground: .rgb(RGB(0, 0, 0x5F)), emphasis: .bold)
    #expect(palette.numbers(of: heading) == (-1, -1) && palette.keepsBold(heading))
    let link = Look(foreground: .rgb(RGB(0, 0, 0x5F)))
    #expect(palette.numbers(of: link).foreground == 4)
  }

  /// Terminals with eight colours brighten bold text, which can make it too pale. A colour is then
  /// enough: an underline would look like a link.
  @Test func onlyHeadingsAndPlainTextAreUnderlinedForBold() {
    let palette = Palette(depth: .eight, background: .light)
    let blue = Look(foreground: .terminal(4), emphasis: .bold)
    #expect(palette.emphasis(of: blue, as: .accent) == [])
    #expect(palette.emphasis(of: blue, as: .heading) == .underline)
    let ink = Look(
      foreground: .rgb(RGB(0x3B, 0x2F, 0x25)), background: .terminal(7), emphasis: .bold)
    #expect(palette.emphasis(of: ink, as: .text) == .underline)
  }

  /// With enough colours, dim text has less contrast with the background, light or dark. Otherwise,
  /// the terminal dims it.
  @Test(arguments: [(Background.dark, RGB(0, 0, 0)), (.light, RGB(255, 255, 255))])
  func dimColorsAreMixedWithTheBackground(_ background: Background, _ behind: RGB) {
    let grey = RGB(0x78, 0x78, 0x78)
    let look = Look(foreground: .rgb(grey), emphasis: .dim)
    for depth in [ColorDepth.indexed, .direct] {
      let faded = Palette(depth: depth, background: background).faded(look)
      #expect(faded.emphasis == [])
      guard case .rgb(let color) = faded.foreground else { continue }
      #expect(color.contrast(with: behind) < 0.7 * grey.contrast(with: behind))
      #expect(color.contrast(with: behind) > 1.5)
    }
    for depth in [ColorDepth.eight, .sixteen] {
      #expect(Palette(depth: depth, background: background).faded(look) == look)
    }
    #expect(Palette(depth: .direct, background: nil).faded(look) == look)
  }
}

@Suite struct ColorDepthTests {
  @Test(
    arguments: [
      (-1, .none), (0, .none), (7, .none), (8, .eight), (16, .sixteen), (88, .sixteen),
      (256, .indexed), (0x100_0000, .eight),
    ] as [(Int, ColorDepth)])
  func terminfoCountsBecomeDepths(_ count: Int, _ depth: ColorDepth) {
    #expect(ColorDepth(colorCount: count) == depth)
  }

  @Test(
    arguments: [
      ("15;0", .dark), ("0;15", .light), ("0;default;15", .light), ("7;8", .dark), ("0;7", .light),
      ("", nil), ("15", nil), ("0;default", nil), ("0;99", nil),
    ] as [(String, Background?)])
  func readsTheBackgroundHint(_ value: String, _ background: Background?) {
    #expect(TerminalHints(environment: ["COLORFGBG": value]).background == background)
  }

  @Test(
    arguments: [
      ("xterm-256color", true), ("tmux-256color", true), ("screen", true), ("foot", true),
      ("rxvt-unicode-256color", true), ("alacritty", true), ("st-256color", true),
      ("linux", false), ("linux-16color", false), ("dumb", false), ("vt100", false),
      ("vt220", false), ("vt100-am", false), ("vte-256color", true), ("eterm-color", false),
      ("ansi", false), ("", false),
    ])
  func oldTerminalsAreNotAsked(_ name: String, _ canBeAsked: Bool) {
    #expect(TerminalHints(environment: ["TERM": name]).canBeAsked == canBeAsked)
  }
}
