internal import Screen

/// The keys of a page. One table decides what a key does, and is what the hint line and the help page
/// show.
struct KeyTable<Owner, Action: Sendable>: Sendable {
  struct Row: Sendable {
    let keys: [Key]
    let action: Action
    let hint: @Sendable (Owner) -> HintLine.Hint?
    let help: KeyHelp?

    /// - Parameters:
    ///   - hint: what the hint line says; `nil` where it says nothing about these keys.
    ///   - help: what the help page says. Keys that belong together say it once.
    init(
      _ keys: Key..., does action: Action, help: KeyHelp? = nil,
      hint: @escaping @Sendable (Owner) -> HintLine.Hint? = { _ in nil }
    ) {
      self.keys = keys
      self.action = action
      self.hint = hint
      self.help = help
    }

    init(
      _ keys: Key..., does action: Action, help: KeyHelp? = nil, hint: String, _ rank: Int
    ) {
      self.keys = keys
      self.action = action
      self.hint = { _ in HintLine.Hint(hint, rank) }
      self.help = help
    }
  }

  let rows: [Row]

  init(_ rows: [Row]) { self.rows = rows }

  func action(for key: Key) -> Action? { rows.first { $0.keys.contains(key) }?.action }

  /// What the keys do now, in the order of the table.
  func hints(for owner: Owner) -> [HintLine.Hint] { rows.compactMap { $0.hint(owner) } }

  var help: [KeyHelp] { rows.compactMap(\.help) }
}

/// A row of the help page.
struct KeyHelp: Sendable {
  let keys: String
  let action: String

  init(_ keys: String, _ action: String) {
    self.keys = keys
    self.action = action
  }
}
