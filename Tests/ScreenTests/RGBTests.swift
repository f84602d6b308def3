import Screen
import Testing

@Suite struct RGBTests {
  /// Values from WCAG's definition, to two decimal places.
  @Test(
    arguments: [
      (RGB(0, 0, 0), RGB(255, 255, 255), 21), (RGB(255, 255, 255), RGB(255, 255, 255), 1),
      (RGB(0x77, 0x77, 0x77), RGB(255, 255, 255), 4.48),
      (RGB(0x76, 0x76, 0x76), RGB(255, 255, 255), 4.54),
      (RGB(255, 0, 0), RGB(255, 255, 255), 4.0), (RGB(0, 0, 255), RGB(0, 0, 0), 2.44),
    ] as [(RGB, RGB, Double)])
  func contrastMatchesTheDefinition(_ left: RGB, _ right: RGB, _ contrast: Double) {
    #expect(abs(left.contrast(with: right) - contrast) < 0.005)
    #expect(left.contrast(with: right) == right.contrast(with: left))
  }

  @Test(
    arguments: [
      (RGB(0, 0, 0), .dark), (RGB(0x1E, 0x1E, 0x1E), .dark), (RGB(0, 0x2B, 0x36), .dark),
      (RGB(0xFD, 0xF6, 0xE3), .light), (RGB(255, 255, 255), .light),
      (RGB(0x9E, 0x9E, 0x9E), .light),
    ] as [(RGB, Background)])
  func backgroundIsDarkIfWhiteTextIsEasierToRead(_ color: RGB, _ background: Background) {
    #expect(Background(color) == background)
  }

  @Test func theNeutralThemeIsReadableOnEveryBackground() {
    for role in StyleRole.allCases {
      guard case .rgb(let color) = Theme.neutral.look(of: Style(role)).foreground else { continue }
      for background in [RGB(0, 0, 0), RGB(255, 255, 255)] {
        #expect(color.contrast(with: background) >= 4.5, "\(role)")
      }
    }
  }
}
