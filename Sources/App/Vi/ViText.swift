internal import Words

/// What the screen says about the vi mode.
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
