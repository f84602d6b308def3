internal import Screen

/// The command for each key: the default keys of ``CommandTable``.
enum Keymap {
  private static let everywhere = bindings(.everywhere)
  private static let composer = bindings(.composer)
  private static let transcript = bindings(.transcript)

  private static func bindings(_ context: DefaultKey.Context) -> [Key: Command] {
    let pairs = CommandTable.rows.flatMap { row in
      row.keys.filter { $0.context == context }.map { ($0.key, row.command) }
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  private static let twins = Dictionary(
    CommandTable.rows.compactMap { row in row.twin.map { ($0, row.command) } },
    uniquingKeysWith: { first, _ in first })

  static func command(for key: Key, focus: Focus) -> Command? {
    if let command = everywhere[key] { return command }
    return focus == .composer ? composer[key] : transcript[key]
  }

  /// Returns the command for a key pressed after Ctrl-X, for terminals that swallow other keys.
  static func twin(of key: Key) -> Command? {
    guard case .character(let letter) = key.code else { return nil }
    return twins[Character(letter.lowercased())]
  }
}

extension CommandRow {
  /// The names of the command's keys without duplicates. The twin is not included.
  var keyNames: [String] {
    var names: [String] = []
    for name in keys.map(\.key.name) where !names.contains(name) { names.append(name) }
    return names
  }
}
