internal import Screen

/// A rule of the keymap: what a key or a sequence of keys does in a context.
struct KeyBinding: Equatable, Sendable {
  /// The context for which the rule was defined. A rule for `global` also applies in other
  /// contexts.
  let context: KeyContext
  let keys: [Key]
  /// `nil` if the keys were unbound.
  let action: KeyAction?
  /// The index of the user's setting, unless the rule is a default.
  var setting: Int?
}

/// The meaning of every key in every context: the defaults, and the changes from `[keys]` in
/// config.toml.
///
/// The user's keys come before the defaults, except that unbinding a key in `global` leaves the
/// defaults of the list and the pages in force. Among the user's keys, a specific context comes
/// before `global`. A rule hides every later rule whose keys are the same, begin with its keys,
/// or are the beginning of its keys.
public struct Keymap: Equatable, Sendable {
  /// The rules in force in one context.
  struct Table: Equatable, Sendable {
    private(set) var bindings: [[Key]: KeyBinding] = [:]
    /// The rules in the order in which they were added, which is by descending precedence.
    private(set) var rules: [KeyBinding] = []
    private(set) var prefixes: Set<[Key]> = []
    /// The keys of each action, the most important first.
    private(set) var sequences: [KeyAction: [[Key]]] = [:]
    /// The first keys of all rules. Most letters that the user types are not among them.
    private var firstKeys: Set<Key> = []

    mutating func add(_ rules: [KeyBinding]) {
      for rule in rules where !hides(rule.keys) {
        bindings[rule.keys] = rule
        self.rules.append(rule)
        if let first = rule.keys.first { firstKeys.insert(first) }
        guard let action = rule.action else { continue }
        sequences[action, default: []].append(rule.keys)
        for count in 1..<max(1, rule.keys.count) { prefixes.insert(Array(rule.keys.prefix(count))) }
      }
    }

    func hasRules(beginningWith key: Key) -> Bool { firstKeys.contains(key) }

    /// Returns whether a rule that was added earlier hides these keys.
    func hides(_ keys: [Key]) -> Bool {
      prefixes.contains(keys)
        || (1...keys.count).contains { bindings[Array(keys.prefix($0))] != nil }
    }
  }

  enum Finding: Equatable {
    case bound(KeyBinding)
    /// The keys begin a longer sequence.
    case begins
    case nothing
  }

  let tables: KeyTables
  /// The name of the shortest keys of each action in the composer. Hints look it up in every frame.
  private let namesInComposer: [KeyAction: String]
  /// Whether the user left all default keys unchanged.
  let isStandard: Bool

  public static let standard = Keymap(changes: [])

  /// - Parameter changes: the user's rules, without conflicts among them.
  init(changes: [KeyBinding]) {
    isStandard = changes.isEmpty
    tables = KeyTables(changes: changes)
    namesInComposer = (tables.own(.composer)?.sequences ?? [:]).compactMapValues(\.shortestName)
  }

  // MARK: Looking up

  private func layers(of context: KeyContext) -> [Table] { tables.layers(of: context) }

  /// Returns the meaning of keys pressed in sequence.
  func find(_ keys: [Key], in context: KeyContext) -> Finding {
    if let found = findExactly(keys, in: context) { return found }
    // The last letter of a sequence may be typed with Shift, or while Ctrl is still held.
    guard keys.count > 1, let last = keys.last, case .character(let letter) = last.code,
      let plain = letter.lowercased().first,
      case .bound(let binding)? = findExactly(
        keys.dropLast() + [.character(plain)], in: context)
    else { return .nothing }
    return .bound(binding)
  }

  private func findExactly(_ keys: [Key], in context: KeyContext) -> Finding? {
    guard let first = keys.first else { return nil }
    for table in layers(of: context) where table.hasRules(beginningWith: first) {
      if let binding = table.bindings[keys] {
        return binding.action == nil ? .nothing : .bound(binding)
      }
      if table.prefixes.contains(keys) { return .begins }
      if table.hides(keys) { return .nothing }
    }
    return nil
  }

  func command(for key: Key, in context: KeyContext) -> Command? {
    guard case .bound(let binding) = find([key], in: context),
      case .command(let command)? = binding.action
    else { return nil }
    return command
  }

  /// Returns the editing action of a key. It is the same in every field that takes text.
  func edit(for key: Key) -> EditAction? {
    let binding = tables.own(.composer)?.bindings[[key]]
    guard case .edit(let action)? = binding?.action else { return nil }
    return action
  }

  /// Returns whether a key has its default action.
  func isDefault(_ key: Key, in context: KeyContext) -> Bool {
    tables.own(context)?.bindings[[key]]?.setting == nil
  }

  /// Returns the keys that can follow the beginning of a sequence, each with the rule of the
  /// sequence that it completes; `nil` if more keys follow.
  func continuations(of keys: [Key], in context: KeyContext) -> [(key: Key, rule: KeyBinding?)] {
    var found: [(key: Key, rule: KeyBinding?)] = []
    for table in layers(of: context) {
      for rule in table.rules where rule.keys.count > keys.count && rule.keys.starts(with: keys) {
        let key = rule.keys[keys.count]
        guard rule.action != nil, !found.contains(where: { $0.key == key }) else { continue }
        found.append((key, rule.keys.count == keys.count + 1 ? rule : nil))
      }
    }
    return found
  }

  /// Returns the rules in force whose keys begin with these keys.
  func rules(beginning keys: [Key], in context: KeyContext) -> [KeyBinding] {
    layers(of: context).flatMap(\.rules).filter { $0.action != nil && $0.keys.starts(with: keys) }
  }

  /// Returns whether the user unbound the key.
  func isUnbound(_ key: Key, in context: KeyContext) -> Bool {
    let binding = layers(of: context).lazy.compactMap { $0.bindings[[key]] }.first
    return binding.map { $0.action == nil } ?? false
  }

  // MARK: Naming keys

  /// Returns the keys of an action in a context, the user's first.
  func sequences(of action: KeyAction, in context: KeyContext) -> [[Key]] {
    layers(of: context).flatMap { $0.sequences[action] ?? [] }
  }

  /// Returns the keys of a command in the composer and the conversation, single keys before
  /// sequences.
  func sequences(of command: Command) -> [[Key]] {
    var found: [[Key]] = []
    for context in [KeyContext.composer, .transcript] {
      for keys in sequences(of: .command(command), in: context) where !found.contains(keys) {
        found.append(keys)
      }
    }
    return found.filter { $0.count == 1 } + found.filter { $0.count > 1 }
  }

  /// Returns the shortest way to run a command while typing: a key, a sequence, or its name after a
  /// slash.
  func name(of command: Command) -> String {
    namesInComposer[.command(command)] ?? CommandTable.row(of: command)?.usageName ?? ""
  }

  /// Returns the shortest key for an action on a page or the list. If the action has none, returns
  /// its name in `[keys]`.
  func name(of action: ActionName, in context: KeyContext) -> String {
    sequences(of: KeyAction(action), in: context).shortestName ?? KeyAction(action).name
  }

  /// Returns the shortest key of an action in the composer. If the action has none, returns its
  /// name in `[keys]`.
  func editingName(of action: EditAction) -> String {
    sequences(of: .edit(action), in: .composer).shortestName ?? action.rawValue
  }

  /// Returns a command's shortest key in the conversation, or else ``name(of:)``.
  func readingName(of command: Command) -> String {
    let found = sequences(of: .command(command), in: .transcript)
    // A letter is easier to press than a function key.
    return found.min { ($0.count, $0.name.count) < ($1.count, $1.name.count) }?.name
      ?? name(of: command)
  }
}

extension [[Key]] {
  /// The name of the first of the shortest sequences.
  fileprivate var shortestName: String? { self.min { $0.count < $1.count }?.name }
}

extension KeyAction {
  init(_ name: ActionName) {
    switch name {
    case .command(let command): self = .command(command)
    case .own(let name): self = .own(name)
    }
  }
}

extension ActionName {
  /// - Parameter action: the action to name. For `nil` and for actions of the conversation, the
  ///   result is a name that no page has.
  init(_ action: KeyAction?) {
    switch action {
    case .command(let command)?: self = .command(command)
    case .own(let name)?: self = .own(name)
    case .edit(let action)?: self = .own(action.rawValue)
    case .read(let action)?: self = .own(action.rawValue)
    case nil: self = .own("")
    }
  }
}

extension Key {
  /// Whether the key types a character where text is typed.
  var isText: Bool {
    if case .character = code { !control && !alt } else { false }
  }
}
