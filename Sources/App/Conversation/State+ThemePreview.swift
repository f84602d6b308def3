internal import Chat

extension State {
  /// Shows the theme that the user has moved to among the completions of `/theme`, and the theme in
  /// use again once they are closed, however that happens.
  /// - Parameter effects: those of the same event.
  mutating func previewTheme(along effects: [Effect]) -> [Effect] {
    let wanted = themeInView
    guard wanted != terminal.previewedTheme else { return [] }
    terminal.previewedTheme = wanted
    // A theme that was just chosen will be in use in a moment. Until then, the old one would flash.
    let isChosen = effects.contains {
      if case .terminal(.useTheme) = $0 { true } else { false }
    }
    return isChosen ? [] : [.terminal(.previewTheme(wanted ?? theme))]
  }

  private var themeInView: String? {
    if let palette = pages.last as? PalettePage {
      guard let asked = palette.asked, asked.row.command == .setTheme, asked.isMoved,
        asked.candidates.indices.contains(palette.selected)
      else { return nil }
      return asked.candidates[palette.selected].text
    }
    guard showsCompletion, let menu = completion.menu, menu.isMoved,
      case .argument(.setTheme, _) = menu.slot.place
    else { return nil }
    return menu.selection?.text
  }
}
