internal import Screen

extension CommandRow {
  /// The names of the command's single keys.
  func keyNames(_ keymap: Keymap) -> [String] {
    keymap.sequences(of: command).filter { $0.count == 1 }.map(\.name)
  }

  /// The names of the sequences that give the command.
  func sequenceNames(_ keymap: Keymap) -> [String] {
    keymap.sequences(of: command).filter { $0.count > 1 }.map(\.name)
  }
}
