internal import Screen

/// A terminal's numbered colours.
struct Palette {
  /// The index of the terminal's own colour.
  static let own: Int32 = -1
  /// In 24-bit colour, lower numbers are RGB values; the terminal's own sixteen colours start here.
  static let firstOfSixteen: Int32 = 0x100_0000

  let depth: ColorDepth
  /// The background behind a look that has none.
  let background: Background?

  /// Returns the numbers of the terminal's colours nearest to a look's.
  ///
  /// With sixteen colours or fewer, the nearest is often unreadable, such as light grey on white.
  /// There the foreground is the nearest readable colour, or else the terminal's own.
  func numbers(of look: Look) -> (foreground: Int32, background: Int32) {
    let back = numberOfSurface(look.background)
    guard depth <= .sixteen, case .rgb(let color) = look.foreground else {
      // Without bright colours, bright black would be black.
      let isLost = depth == .eight && look.foreground == .terminal(8)
      return (isLost ? (back < 0 ? Self.own : 7) : number(of: look.foreground), back)
    }
    // With eight colours, grey would become white, which is more conspicuous than plain text, and
    // brown would become red, the colour of errors.
    if depth == .eight, color.isGreyish { return (plain(on: back), back) }
    let behind = colors(behind: back)
    let fore = readable(color, on: behind) ?? plain(on: back)
    let isUnreadable = look.emphasis.contains(.bold) && !isReadableInBold(fore, on: behind)
    return (isUnreadable ? plain(on: back) : fore, back)
  }

  /// Whether a look is readable in bold. With eight colours, terminals brighten bold text (black
  /// becomes grey), except for text in the terminal's own colour.
  func keepsBold(_ look: Look) -> Bool {
    let (fore, back) = numbers(of: look)
    return isReadableInBold(fore, on: colors(behind: back))
  }

  /// Whether bold makes a look unreadable. Many terminals brighten the first eight colours in bold
  /// text, so black on yellow becomes grey.
  func losesInk(of look: Look) -> Bool {
    guard look.emphasis.contains(.bold), case .terminal(let ink)? = look.foreground, ink < 8,
      case .terminal(let surface)? = look.background, surface < Self.basic.count
    else { return false }
    return Self.basic[Int(ink) + 8].contrast(with: Self.basic[Int(surface)]) < 4.5
  }

  /// Whether a look's background is indistinguishable from the terminal's own.
  func losesSurface(of look: Look) -> Bool {
    let back = numberOfSurface(look.background)
    guard back >= 0, depth <= .sixteen else { return false }
    return (background?.usualColors ?? []).contains {
      Self.basic[Int(back)].contrast(with: $0) < 1.5
    }
  }

  /// Returns whether a look's background is distinguishable from the one around it.
  /// - Parameter around: the theme's background; `nil` for the terminal's own.
  func showsSurface(of look: Look, on around: Color?) -> Bool {
    guard look.background != nil, depth != .none else { return false }
    if depth > .sixteen { return true }
    if around != nil { return numberOfSurface(around) != numberOfSurface(look.background) }
    return background != nil && !losesSurface(of: look)
  }

  /// Returns whether a look's colour is shown as that of plain text, because no similar colour
  /// would be readable.
  func losesColor(of look: Look) -> Bool {
    let (fore, back) = numbers(of: look)
    return look.foreground != nil && fore == plain(on: back)
  }

  /// Returns whether a look in one of the terminal's sixteen colours is readable.
  func isReadable(_ look: Look) -> Bool {
    guard case .terminal(let number)? = look.foreground else { return false }
    return colors(behind: numberOfSurface(look.background)).allSatisfy {
      Self.basic[Int(number) % Self.basic.count].contrast(with: $0) >= 4.5
    }
  }

  private func isReadableInBold(_ number: Int32, on behind: [RGB]) -> Bool {
    guard depth == .eight, (0..<8).contains(number) else { return true }
    let bright = Self.basic[Int(number) + 8]
    return behind.allSatisfy { bright.contrast(with: $0) >= 4.5 }
  }

  /// Returns the colours that terminals show for a background number.
  private func colors(behind back: Int32) -> [RGB] {
    back < 0 ? background?.usualColors ?? [] : [Self.basic[Int(back)]]
  }

  /// Returns the terminal's own colour, or black or white if the background is not the terminal's
  /// own.
  private func plain(on back: Int32) -> Int32 {
    back < 0 ? Self.own : Background(Self.basic[Int(back)]) == .dark ? 7 : 0
  }

  private func number(of color: Color?) -> Int32 {
    switch (color, depth) {
    case (nil, _), (_, .none): Self.own
    case (.terminal(let number), .eight): Int32(number % 8)
    case (.terminal(let number), .direct): Self.firstOfSixteen + Int32(number % 16)
    case (.terminal(let number), _): Int32(number % 16)
    case (.rgb(let color), .direct):
      Int32(color.red) << 16 | Int32(color.green) << 8 | Int32(color.blue)
    case (.rgb(let color), .indexed): Self.nearestOf256(color)
    case (.rgb(let color), .sixteen), (.rgb(let color), .eight):
      nearest(to: color, of: Self.basic.indices.prefix(depth.rawValue)) ?? 7
    }
  }

  /// Returns the number of a background. Of 256 colours, the nearest to a warm grey may be pink
  /// or olive, which is conspicuous on a large surface, so greys with a tint become pure greys.
  private func numberOfSurface(_ color: Color?) -> Int32 {
    guard depth == .indexed, case .rgb(let color)? = color, color.isGreyish else {
      return number(of: color)
    }
    return Self.greyOf256(color)
  }

  /// Returns the nearest colour of a similar hue that has enough contrast with all the given
  /// backgrounds: green may become another green, but not red. Only reds become red, the colour of
  /// errors.
  private func readable(_ color: RGB, on behind: [RGB]) -> Int32? {
    let candidates = Self.basic.indices.prefix(depth.rawValue).filter { index in
      Self.basic[index].isLike(color, within: index % 8 == 1 ? 0.25 : 0.5)
        && behind.allSatisfy { Self.basic[index].contrast(with: $0) >= 4.5 }
    }
    return nearest(to: color, of: candidates)
  }

  private func nearest(
    to color: RGB, of candidates: some Collection<Int>
  ) -> Int32? {
    candidates.min {
      Self.distance(Self.basic[$0], color) < Self.distance(Self.basic[$1], color)
    }.map(Int32.init)
  }

  private static let steps: [UInt8] = [0, 95, 135, 175, 215, 255]

  /// Returns the nearest of xterm's 256 colours: a cube with six steps per side from number 16, and
  /// 24 greys from 232. A tinted grey becomes a pure grey rather than taking on another tint.
  private static func nearestOf256(_ color: RGB) -> Int32 {
    func nearestStep(_ value: UInt8) -> Int {
      steps.indices.min {
        abs(Int(steps[$0]) - Int(value)) < abs(Int(steps[$1]) - Int(value))
      } ?? 0
    }
    let (r, g, b) = (nearestStep(color.red), nearestStep(color.green), nearestStep(color.blue))
    let cube = Int32(16 + 36 * r + 6 * g + b)
    let grey = greyOf256(color)
    let isTinted = color.isGreyish && !rgb(ofIndex: cube).isGrey
    if isTinted, !rgb(ofIndex: cube).isLike(color, within: 0.4) { return grey }
    return distance(rgb(ofIndex: grey), color) < distance(rgb(ofIndex: cube), color) ? grey : cube
  }

  private static func greyOf256(_ color: RGB) -> Int32 {
    let sum = Int(color.red) + Int(color.green) + Int(color.blue)
    return Int32(232 + min(23, max(0, (sum / 3 - 3) / 10)))
  }

  /// Returns xterm's colour for one of its 256 numbers, assuming that the user has not changed
  /// it.
  static func rgb(ofIndex index: Int32) -> RGB {
    let index = Int(index)
    if index < 16 { return basic[max(0, index)] }
    if index >= 232 {
      let value = UInt8(clamping: 8 + 10 * (index - 232))
      return RGB(value, value, value)
    }
    let cube = index - 16
    return RGB(steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
  }

  /// xterm's defaults for the sixteen basic colours.
  static let basic = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0),
    RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229),
    RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
    RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
  ]

  private static func distance(_ left: RGB, _ right: RGB) -> Int {
    let red = Int(left.red) - Int(right.red)
    let green = Int(left.green) - Int(right.green)
    let blue = Int(left.blue) - Int(right.blue)
    return red * red + green * green + blue * blue
  }
}

extension RGB {
  /// Whether both are greys, or their hues are close.
  /// - Parameter limit: the greatest difference, in sixths of the colour circle.
  fileprivate func isLike(_ other: RGB, within limit: Double) -> Bool {
    guard let hue, let otherHue = other.hue else { return hue == nil && other.hue == nil }
    let apart = abs(hue - otherHue)
    return min(apart, 6 - apart) <= limit
  }

  /// Whether this is a grey, possibly with a tint.
  fileprivate var isGreyish: Bool { range <= 48 }

  fileprivate var isGrey: Bool { range == 0 }

  private var range: Int { Int(max(red, green, blue)) - Int(min(red, green, blue)) }

  /// The hue from 0 to 6: red is 0, green 2, blue 4, and red again 6. `nil` for greys and
  /// near-greys.
  private var hue: Double? {
    let (r, g, b) = (Double(red), Double(green), Double(blue))
    let most = max(r, g, b)
    guard range > 24 else { return nil }
    let range = Double(range)
    if most == r { return (g - b) / range + (g < b ? 6 : 0) }
    return most == g ? (b - r) / range + 2 : (r - g) / range + 4
  }
}
