internal import Screen

extension CommandRow {
  /// Returns the names of the command's single keys.
  func keyNames(_ keymap: Keymap) -> [String] {
    keymap.sequences(of: command).filter { $0.count == 1 }.map(\.name)
  }

  /// Returns the names of the single keys, and of the key sequences, that run the command while the
  /// user types.
  func typingNames(_ keymap: Keymap) -> (keys: [String], sequences: [String]) {
    let all = keymap.sequences(of: .command(command), in: .composer)
    return (
      all.filter { $0.count == 1 }.map(\.name), all.filter { $0.count > 1 }.map(\.name)
    )
  }
}
