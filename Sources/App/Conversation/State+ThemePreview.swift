internal import Chat

extension State {
  /// Previews the theme selected among the completions of `/theme`. Once the completions are
  /// closed, however that happens, shows the theme in use again.
  /// - Parameter effects: the effects of the same event.
  mutating func previewTheme(along effects: [Effect]) -> [Effect] {
    let wanted = themeInView
    guard wanted != terminal.previewedTheme else { return [] }
    terminal.previewedTheme = wanted
    // A theme that was just chosen is about to be used. Showing the old one until then would make
    // the screen flash.
    let isChosen = effects.contains {
      if case .terminal(.useTheme) = $0 { true } else { false }
    }
    return isChosen ? [] : [.terminal(.previewTheme(wanted ?? theme))]
  }

  private var themeInView: String? {
    if let page = pages.last, let palette = page as? PalettePage {
      guard let asked = palette.asked, asked.row.command == .setTheme, asked.isMoved,
        asked.candidates.indices.contains(palette.selected)
      else { return nil }
      return asked.candidates[palette.selected].text
    }
    guard let menu = completion.menu, menu.isMoved, case .argument(.setTheme, _) = menu.slot.place,
      showsCompletion
    else { return nil }
    return menu.selection?.text
  }
}
