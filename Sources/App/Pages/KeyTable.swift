internal import Screen
internal import Words

/// The default keys of a page. The same table drives key handling, the hint line and the help page.
struct KeyTable<Owner, Action: Sendable>: Sendable {
  struct Row: Sendable {
    let keys: [Key]
    let action: Action
    /// The action's name in the `[keys]` section of the configuration.
    let name: ActionName
    let hint: @Sendable (Owner) -> HintLine.Hint?
    let help: KeyHelp?

    /// - Parameters:
    ///   - help: the row of the help page, which describes a whole group of keys.
    ///   - hint: returns the entry for the hint line, or `nil` if there is none at present. The
    ///     row that includes Esc is the way out, so the rank of its hint has no effect.
    init(
      _ keys: Key..., does action: Action, help: KeyHelp? = nil,
      hint: @escaping @Sendable (Owner) -> HintLine.Hint? = { _ in nil }
    ) {
      self.keys = keys
      self.action = action
      name = ActionName(of: action)
      if keys.contains(.escape) {
        self.hint = { hint($0)?.asWayOut }
      } else {
        self.hint = hint
      }
      self.help = help
    }

    init(
      _ keys: Key..., does action: Action, help: KeyHelp? = nil, hint: String, _ rank: Int = 0
    ) {
      self.keys = keys
      self.action = action
      name = ActionName(of: action)
      let shown =
        keys.contains(.escape) ? HintLine.Hint(wayOut: hint) : HintLine.Hint(hint, rank)
      self.hint = { _ in shown }
      self.help = help
    }
  }

  let rows: [Row]

  init(_ rows: [Row]) { self.rows = rows }

  /// Returns the action for one of the default keys.
  func action(for key: Key) -> Action? { rows.first { $0.keys.contains(key) }?.action }

  func action(named name: ActionName) -> Action? { rows.first { $0.name == name }?.action }

  /// Returns the action for a key that is pressed alone, not as part of a sequence.
  func action(for key: Key, in context: KeyContext, by keymap: Keymap) -> Action? {
    switch keymap.find([key], in: context) {
    case .bound(let binding): action(named: ActionName(binding.action))
    case .begins, .nothing: nil
    }
  }

  /// Returns the hints that apply now, in table order, with the current key bindings.
  /// - Parameter isOverPage: whether closing the page uncovers another page.
  func hints(
    for owner: Owner, in context: KeyContext, by keymap: Keymap, isOverPage: Bool = false
  ) -> [HintLine.Hint] {
    rows.compactMap { row in
      guard var hint = row.hint(owner) else { return nil }
      if isOverPage, hint.text == Words.WayOut.close { hint = hint.saying(Words.WayOut.back) }
      return keymap.adjusted(hint, of: row.name, keys: row.keys, in: context)
    }
  }

  var help: [KeyHelp] { rows.compactMap(\.help) }

  var keyRows: [PageKeys.Row] {
    rows.map { PageKeys.Row(name: $0.name, keys: $0.keys, title: $0.help?.action) }
  }
}

/// A row of the help page.
struct KeyHelp: Sendable {
  /// The keys as the help page shows them, short enough for its key column: `Ctrl-A/E`.
  let keys: String
  let action: String
  /// The full name of each key.
  let names: [String]

  /// - Parameter all: every key of the row, if `keys` abbreviates or omits some.
  init(_ keys: String, _ action: String, _ all: Key...) {
    self.keys = keys
    self.action = action
    names = all.isEmpty ? keys.split(separator: " ").map(String.init) : all.map(\.name)
  }
}
