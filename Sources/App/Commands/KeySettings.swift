internal import Screen
internal import Words

/// A line of `[keys]` in config.toml, as written.
public struct KeySetting {
  /// The names of the tables below `[keys]`, such as `["pages", "picker"]`.
  let path: [String]
  let keys: String
  let action: String
  /// Returns the file and the line of the setting. Finding them is slow.
  let place: () -> String

  public init(path: [String], keys: String, action: String, place: @escaping () -> String) {
    self.path = path
    self.keys = keys
    self.action = action
    self.place = place
  }
}

/// The rules from the user's `[keys]`. A line that cannot be used does not affect the others.
struct KeySettings {
  private(set) var rules: [KeyBinding] = []
  /// A sentence about each line that cannot be used, including the line's location.
  private(set) var problems: [String] = []

  init(_ settings: [KeySetting]) {
    for (index, setting) in settings.enumerated() {
      do throws(KeyProblem) {
        try add(try rule(setting, index))
      } catch {
        problems.append(Words.located(setting.place(), error.sentence(setting, settings)))
      }
    }
  }

  private mutating func add(_ rule: KeyBinding) throws(KeyProblem) {
    let others = rules.filter { $0.context == rule.context }
    if let other = others.first(where: { $0.keys == rule.keys }) {
      throw .repeated(rule.keys, other.setting)
    }
    // Unbinding a key leaves it free to begin a sequence.
    let bound = others.filter { $0.action != nil }
    if rule.action != nil {
      if let other = bound.first(where: { $0.keys.starts(with: rule.keys) }) {
        throw .begins(rule.keys, other.keys, other.setting)
      }
      if let other = bound.first(where: { rule.keys.starts(with: $0.keys) }) {
        throw .isHidden(rule.keys, by: other.keys, other.setting)
      }
    }
    rules.append(rule)
  }

  private func rule(_ setting: KeySetting, _ index: Int) throws(KeyProblem) -> KeyBinding {
    guard var context = KeyContext(setting.path) else { throw .unknownContext }
    let keys: [Key]
    do throws(KeyFault) {
      keys = try KeyNotation.keys(setting.keys)
    } catch {
      throw .fault(error)
    }
    try check(keys, in: context)
    guard setting.action != Keymap.none else {
      return KeyBinding(context: context, keys: keys, action: nil, setting: index)
    }
    let action = try action(setting.action, &context)
    if context.takesText, keys[0].isText { throw .types(keys[0], context) }
    return KeyBinding(context: context, keys: keys, action: action, setting: index)
  }

  private func check(_ keys: [Key], in context: KeyContext) throws(KeyProblem) {
    if keys.contains(.control("c")) { throw .isReserved(.control("c")) }
    if keys.count > 1, keys.contains(.escape) { throw .isReserved(.escape) }
    if context.takesText, keys[0].isText { throw .types(keys[0], context) }
    if context == .transcript, keys[0].isText, case .character("1"..."9") = keys[0].code {
      throw .isCount(keys[0])
    }
  }

  /// Finds an action by name. In `pages`, a name like `picker.favorite` narrows the context to
  /// the page that the name begins with.
  private func action(
    _ name: String, _ context: inout KeyContext
  ) throws(KeyProblem) -> KeyAction {
    if context == .pages, let dot = name.firstIndex(of: "."),
      let page = PageCatalogue.page(named: String(name[..<dot]))
    {
      context = .page(page.name)
      return try action(String(name[name.index(after: dot)...]), &context)
    }
    if let action = KeyActions.named(name, in: context) { return action }
    let elsewhere = KeyContext.configurable.first { KeyActions.named(name, in: $0) != nil }
    if let elsewhere { throw .isElsewhere(elsewhere) }
    let names =
      KeyActions.all(in: context).map(\.name) + CommandTable.rows.flatMap(\.names)
    throw .unknownAction(nearest: NearestName.of(name, in: names))
  }
}

/// The actions that can be bound in each context.
enum KeyActions {
  static func named(_ name: String, in context: KeyContext) -> KeyAction? {
    if let own = own(in: context).first(where: { $0.name == name }) { return own }
    return Command(actionName: name).map { .command($0) }
  }

  /// Returns the context's own actions, then the commands.
  static func all(in context: KeyContext) -> [KeyAction] {
    own(in: context) + Command.allCases.map { .command($0) }
  }

  static func own(in context: KeyContext) -> [KeyAction] {
    switch context {
    case .global, .prompt: []
    case .composer: EditAction.allCases.map { .edit($0) }
    case .completion: own(of: [PageCatalogue.completion])
    case .transcript: ReadingAction.allCases.map { .read($0) }
    case .list: own(of: [PageCatalogue.list])
    case .pages: own(of: PageCatalogue.all)
    case .page(let name): own(of: PageCatalogue.all.filter { $0.name == name })
    }
  }

  private static func own(of pages: [PageKeys]) -> [KeyAction] {
    var names: [String] = []
    for case .own(let name) in pages.flatMap(\.rows).map(\.name) where !names.contains(name) {
      names.append(name)
    }
    return names.map { .own($0) }
  }
}

/// The reason why a line of `[keys]` cannot be used.
enum KeyProblem: Error, Equatable {
  case unknownContext
  case fault(KeyFault)
  case unknownAction(nearest: String?)
  /// The action belongs to another context.
  case isElsewhere(KeyContext)
  /// The key types text in this context.
  case types(Key, KeyContext)
  case isCount(Key)
  /// The key's meaning cannot be changed.
  case isReserved(Key)
  /// Another line binds the same keys.
  case repeated([Key], Int?)
  /// The keys are the beginning of another line's sequence.
  case begins([Key], [Key], Int?)
  /// Another line binds the beginning of the sequence.
  case isHidden([Key], by: [Key], Int?)

  /// Returns the sentence that describes the problem.
  /// - Parameter all: the settings that the indexes in a problem refer to.
  func sentence(_ setting: KeySetting, _ all: [KeySetting]) -> String {
    let place = { (index: Int?) in index.map { all[$0].place() } ?? "" }
    return switch self {
    case .unknownContext:
      Words.KeyProblem.unknownContext(
        setting.path.joined(separator: "."), known: KeyContext.configurable.map(\.name))
    case .fault(.empty): Words.KeyProblem.empty
    case .fault(.unknown(let word)):
      KeyActions.named(word, in: .global) == nil
        ? Words.KeyProblem.unknownKey(word)
        : Words.KeyProblem.isAction(word, key: setting.action)
    case .fault(.arrivesAs(let word, let key)):
      Words.KeyProblem.arrives(word, as: key.name)
    case .fault(.notSent(let word)): Words.KeyProblem.notSent(word)
    case .unknownAction(let nearest):
      Words.KeyProblem.unknownAction(setting.action, nearest: nearest)
    case .isElsewhere(let context):
      Words.KeyProblem.isElsewhere(setting.action, context: context.name)
    case .types(let key, let context):
      Words.KeyProblem.types(
        key.name, context: context.name,
        others: [KeyContext.transcript, .list].filter {
          setting.action == Keymap.none || KeyActions.named(setting.action, in: $0) != nil
        }.map(\.name))
    case .isCount(let key): Words.KeyProblem.isCount(key.name)
    case .isReserved(let key):
      key == .escape ? Words.KeyProblem.cancelsSequence : Words.KeyProblem.isWayOut(key.name)
    case .repeated(let keys, let index):
      Words.KeyProblem.repeated(keys.name, place: place(index))
    case .begins(let keys, let other, let index):
      Words.KeyProblem.begins(keys.name, other.name, place: place(index))
    case .isHidden(let keys, let other, let index):
      Words.KeyProblem.begins(other.name, keys.name, place: place(index), isOther: true)
    }
  }
}

/// The search for the known name that is closest to a mistyped one.
public enum NearestName {
  public static func of(_ name: String, in names: [String]) -> String? {
    let limit = max(1, name.count / 3)
    let found = names.map { ($0, CommandTypo.distance(name, $0, limit: limit)) }
    guard let best = found.min(by: { $0.1 < $1.1 }), best.1 <= limit else { return nil }
    return best.0
  }
}

extension Keymap {
  /// Builds the keymap from `[keys]`.
  /// - Returns: the keymap from the lines that can be used, and a sentence about each line that
  ///   cannot.
  public static func reading(_ settings: [KeySetting]) -> (keymap: Keymap, problems: [String]) {
    guard !settings.isEmpty else { return (.standard, []) }
    let read = KeySettings(settings)
    return (read.rules.isEmpty ? .standard : Keymap(changes: read.rules), read.problems)
  }
}
