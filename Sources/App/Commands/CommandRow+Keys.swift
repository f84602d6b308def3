internal import Screen

extension CommandRow {
  /// The names of the command's single keys.
  func keyNames(_ keymap: Keymap) -> [String] {
    keymap.sequences(of: command).filter { $0.count == 1 }.map(\.name)
  }

  /// The names of what gives the command while typing: single keys, then sequences.
  func typingNames(_ keymap: Keymap) -> (keys: [String], sequences: [String]) {
    let all = keymap.sequences(of: .command(command), in: .composer)
    return (
      all.filter { $0.count == 1 }.map(\.name), all.filter { $0.count > 1 }.map(\.name)
    )
  }
}
