internal import CNcurses
internal import Screen

/// A map from colours to curses' pair numbers. Pairs are created when first needed.
struct ColorPairs {
  private struct Pair: Hashable {
    let foreground: Int32
    let background: Int32
  }

  private var numbers: [Pair: Int32] = [:]

  /// Returns the pair for a look: 0, the terminal's own colours, if the look has no colours or
  /// curses has no free pair.
  mutating func number(for look: Look, in palette: Palette) -> Int32 {
    let colors = palette.numbers(of: look)
    let pair = Pair(foreground: colors.foreground, background: colors.background)
    if pair.foreground < 0, pair.background < 0 { return 0 }
    if let number = numbers[pair] { return number }
    let next = Int32(numbers.count + 1)
    guard next < aside_pair_count(), aside_make_pair(next, pair.foreground, pair.background)
    else { return 0 }
    numbers[pair] = next
    return next
  }
}
