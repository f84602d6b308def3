internal import Words

/// The outcome of choosing a theme.
public enum ThemeOutcome: Equatable, Sendable {
  case used
  /// The theme has not changed. The value is the reason, as a sentence.
  case failed(String)
}

extension State {
  /// The name of the theme in use.
  var theme: String { preferences.theme }

  /// Performs `/theme NAME`. The command stays in the composer until the theme's file has been
  /// read.
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
      // The theme that failed may be on the screen as a preview, so show the theme in use again.
      return [.terminal(.previewTheme(theme))]
    }
  }
}
