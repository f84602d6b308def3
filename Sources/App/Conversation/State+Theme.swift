internal import Words

/// What came of choosing a theme.
public enum ThemeOutcome: Equatable, Sendable {
  case used
  /// Nothing changed. Contains the reason as a sentence.
  case failed(String)
}

extension State {
  /// The theme in use.
  var theme: String { preferences.theme }

  /// Performs `/theme NAME`. Its text stays in the composer until the theme's file has been read.
  func useTheme(_ name: String) -> [Effect] { [.terminal(.useTheme(name))] }

  mutating func noteTheme(_ name: String, _ outcome: ThemeOutcome) -> [Effect] {
    let isTyped = Submission(composer.text).isCommand(.setTheme)
    switch outcome {
    case .used:
      preferences.theme = name
      if isTyped { composer.clear() }
      notice = Notice(
        .information, Words.Theme.used(name), advice: Words.Theme.howToKeep(name))
      return []
    case .failed(let reason):
      notice = Notice(.trouble, reason)
      if isTyped { moveCaretToArgument() }
      // The theme that failed may be on the screen as a preview.
      return [.terminal(.previewTheme(theme))]
    }
  }
}
