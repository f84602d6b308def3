internal import Words

/// The names of vi modes as shown on the screen.
enum ViText {
  static func mode(_ vi: ViMode) -> String {
    switch vi.mode {
    case .insert: Words.Vi.insertMode
    case .normal: Words.Vi.normal
    case .visual(let selection, _):
      switch selection.kind {
      case .characters: Words.Vi.visualMode
      case .lines: Words.Vi.visualLines
      }
    case .replace: Words.Vi.replaceMode
    }
  }
}
