internal import Screen

extension Key {
  /// As people write it: `Ctrl-T`, `Alt-Enter`, `F2`.
  var name: String {
    let name =
      switch code {
      case .character(let character):
        control || alt ? character.uppercased() : character == " " ? "Space" : String(character)
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
    return (control ? "Ctrl-" : "") + (alt ? "Alt-" : "") + name
  }
}
