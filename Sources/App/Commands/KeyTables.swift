internal import Screen
internal import Synchronization

/// The tables of a keymap. Each is built when it is first needed: building those of all pages would
/// take longer than the rest of the start up to the first frame.
final class KeyTables: Equatable, Sendable {
  private let changes: [KeyBinding]
  private let user: [KeyContext: [KeyBinding]]
  private let built = Mutex<[KeyContext: [Keymap.Table]]>([:])

  /// - Parameter changes: the user's rules, without conflicts among them.
  init(changes: [KeyBinding]) {
    self.changes = changes
    user = Dictionary(grouping: changes, by: \.context)
  }

  static func == (left: KeyTables, right: KeyTables) -> Bool { left.changes == right.changes }

  /// Returns the tables to search, in order. A page or the list also searches the sequences of
  /// ``KeyContext/prompt``, which work everywhere.
  func layers(of context: KeyContext) -> [Keymap.Table] {
    built.withLock { built in
      if let layers = built[context] { return layers }
      let layers = layers(building: context, &built)
      built[context] = layers
      return layers
    }
  }

  /// Returns the rules of a context without those that it shares with others; `nil` if it has none.
  func own(_ context: KeyContext) -> Keymap.Table? {
    switch context {
    case .global, .pages: nil
    case .composer, .transcript, .completion, .list, .page, .prompt: layers(of: context).first
    }
  }

  private func layers(
    building context: KeyContext, _ built: inout [KeyContext: [Keymap.Table]]
  ) -> [Keymap.Table] {
    let shared: KeyContext?
    let own: Keymap.Table?
    switch context {
    case .composer, .transcript: (own, shared) = (main(context), nil)
    case .prompt: (own, shared) = (sequences, nil)
    case .completion: (own, shared) = (completion, .composer)
    case .list, .page:
      own = PageCatalogue.page(of: context).map { table(of: $0, context) }
      shared = .prompt
    case .global, .pages: (own, shared) = (nil, .prompt)
    }
    guard let shared else { return own.map { [$0] } ?? [] }
    let others = built[shared] ?? layers(building: shared, &built)
    built[shared] = others
    return (own.map { [$0] } ?? []) + others
  }

  // MARK: Building

  private func main(_ context: KeyContext) -> Keymap.Table {
    var table = Keymap.Table()
    table.add(user[context] ?? [])
    table.add(user[.global] ?? [])
    table.add(DefaultKeys.rules(of: .global))
    table.add(DefaultKeys.rules(of: context))
    return table
  }

  private var completion: Keymap.Table {
    var table = Keymap.Table()
    table.add(user[.completion] ?? [])
    table.add(DefaultKeys.rules(of: .completion))
    return table
  }

  private var sequences: Keymap.Table {
    var table = Keymap.Table()
    for rules in [user[.global] ?? [], DefaultKeys.rules(of: .global)] {
      table.add(rules.filter { $0.keys.count > 1 || $0.action == nil })
    }
    return table
  }

  /// Returns the rules of a page or the list, without the sequences that work everywhere.
  private func table(of page: PageKeys, _ context: KeyContext) -> Keymap.Table {
    let names = Set(page.rows.map(\.name))
    let isLetThrough = { (rule: KeyBinding) in
      guard rule.keys.count == 1, case .command(let command)? = rule.action else { return false }
      return page.opener == command || names.contains(.command(command))
    }
    let isShared = { (rule: KeyBinding) in
      if page.takesText, rule.keys.first?.isText == true { return false }
      switch rule.action {
      case .own(let name)?: return names.contains(.own(name))
      case .command, .edit, .read, nil: return true
      }
    }
    var table = Keymap.Table()
    table.add(user[context] ?? [])
    if context != .list { table.add((user[.pages] ?? []).filter(isShared)) }
    table.add((user[.global] ?? []).filter(isLetThrough))
    table.add(DefaultKeys.rules(of: context))
    table.add((user[.global] ?? []).filter { $0.action == nil })
    table.add(DefaultKeys.rules(of: .global).filter(isLetThrough))
    return table
  }
}
