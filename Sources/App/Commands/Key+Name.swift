public import Screen

extension Key {
  /// The key as people write it: `Ctrl-T`, `Alt-Enter`, `F2`. ``KeyNotation`` reads it back.
  public var name: String {
    (control ? "Ctrl-" : "") + (alt ? "Alt-" : "") + codeName
  }

  private var codeName: String {
    switch code {
    case .character(" "): "Space"
    case .character(let character):
      if control || alt {
        (alt && character.isUppercase ? "Shift-" : "") + character.uppercased()
      } else {
        String(character)
      }
    case .enter: "Enter"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .escape: "Esc"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .function(let number): "F\(number)"
    }
  }
}

extension [Key] {
  /// The key sequence as users write it: `Ctrl-X r`.
  var name: String { map(\.name).joined(separator: " ") }
}
