internal import CNcurses
internal import Screen

/// Which of curses' pair numbers stands for which colours; pairs are made when first needed.
struct ColorPairs {
  private struct Pair: Hashable {
    let foreground: Int16
    let background: Int16
  }

  private let colorCount: Int
  private var numbers: [Pair: Int16] = [:]

  init(colorCount: Int) { self.colorCount = colorCount }

  /// The pair of a look; 0, the terminal's own colours, when it has none or no pair is left.
  mutating func number(for look: Look) -> Int16 {
    let pair = Pair(
      foreground: Palette.index(of: look.foreground, colorCount: colorCount),
      background: Palette.index(of: look.background, colorCount: colorCount))
    if pair.foreground < 0, pair.background < 0 { return 0 }
    if let number = numbers[pair] { return number }
    let next = Int16(clamping: numbers.count + 1)
    guard Int32(next) < min(Int32(Int16.max), aside_pair_count()),
      init_pair(next, pair.foreground, pair.background) == OK
    else { return 0 }
    numbers[pair] = next
    return next
  }
}

/// The colours of a terminal by number.
enum Palette {
  /// The number of the nearest colour that the terminal has; -1 is its own.
  static func index(of color: Color?, colorCount: Int) -> Int16 {
    switch color {
    case nil: -1
    case .terminal(let number): Int16(colorCount >= 16 ? number : number % 8)
    case .rgb(let red, let green, let blue):
      colorCount >= 256
        ? nearestOf256(Int(red), Int(green), Int(blue))
        : nearest(of: colorCount >= 16 ? 16 : 8, Int(red), Int(green), Int(blue))
    }
  }

  /// xterm's 256: a cube of six steps a side from 16, and 24 greys from 232.
  private static func nearestOf256(_ red: Int, _ green: Int, _ blue: Int) -> Int16 {
    let steps = [0, 95, 135, 175, 215, 255]
    func nearestStep(_ value: Int) -> Int {
      steps.indices.min { abs(steps[$0] - value) < abs(steps[$1] - value) } ?? 0
    }
    let (r, g, b) = (nearestStep(red), nearestStep(green), nearestStep(blue))
    let grey = min(23, max(0, ((red + green + blue) / 3 - 3) / 10))
    let cubeError = distance((red, green, blue), (steps[r], steps[g], steps[b]))
    let greyValue = 8 + 10 * grey
    let greyError = distance((red, green, blue), (greyValue, greyValue, greyValue))
    return Int16(greyError < cubeError ? 232 + grey : 16 + 36 * r + 6 * g + b)
  }

  private static func nearest(of count: Int, _ red: Int, _ green: Int, _ blue: Int) -> Int16 {
    let candidates = basic.indices.prefix(count)
    let best = candidates.min {
      distance(basic[$0], (red, green, blue)) < distance(basic[$1], (red, green, blue))
    }
    return Int16(best ?? 7)
  }

  /// xterm's defaults for the sixteen.
  private static let basic = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255),
    (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]

  private static func distance(_ left: (Int, Int, Int), _ right: (Int, Int, Int)) -> Int {
    let (r, g, b) = (left.0 - right.0, left.1 - right.1, left.2 - right.2)
    return r * r + g * g + b * b
  }
}
