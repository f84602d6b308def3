internal import Screen

extension State {
  mutating func openPalette() {
    if case .palette = overlay { overlay = nil } else { overlay = .palette(Palette()) }
  }

  /// Keys as in the palette of an editor; what is chosen is done where the palette was opened.
  mutating func pressInPalette(_ key: Key, _ palette: Palette) -> [Effect] {
    var palette = palette
    let page = max(1, size.height - PaletteView.furniture)
    switch key {
    case .escape, .control("c"), .control("g"):
      uncover()
      return []
    case .enter:
      guard let command = palette.selection else { return [] }
      overlay = nil
      covered = nil
      return perform(command)
    case Key(.up), .control("p"): palette.move(by: -1)
    case Key(.down), .control("n"): palette.move(by: 1)
    case Key(.pageUp): palette.move(by: -page)
    case Key(.pageDown): palette.move(by: page)
    case .control("l"): return perform(.redraw)
    case .control("z"): return perform(.suspend)
    default: palette.edit { $0.edit(key) }
    }
    overlay = .palette(palette)
    return []
  }

  mutating func pasteIntoPalette(_ text: String, _ palette: Palette) {
    var palette = palette
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    palette.edit { $0.insert(line) }
    overlay = .palette(palette)
  }
}
