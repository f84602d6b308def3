public import Screen

extension Keymap {
  /// A rule in force, in the notation of `[keys]`.
  public struct Line: Equatable, Sendable {
    public let context: String
    public let keys: String
    /// `none` if the keys were unbound.
    public let action: String
    public let title: String
    /// The index of the user's setting; `nil` for a default.
    public let setting: Int?
  }

  /// All rules in force, by context.
  public var lines: [Line] {
    let contexts = KeyContext.configurable
    var found: [KeyContext: [KeyBinding]] = [:]
    var seen: Set<[String]> = []
    for context in [.composer, .transcript, .prompt] + contexts {
      for rule in tables.own(context)?.rules ?? [] {
        // A rule for `global` appears in several tables.
        guard seen.insert([rule.context.name, rule.keys.name]).inserted else { continue }
        found[rule.context, default: []].append(rule)
      }
    }
    return contexts.flatMap { context in
      (found[context] ?? []).map { line(of: $0) }
    }
  }

  private func line(of rule: KeyBinding) -> Line {
    Line(
      context: rule.context.name, keys: rule.keys.name, action: rule.action?.name ?? Self.none,
      title: rule.action.map { KeyActions.title(of: $0, in: rule.context) } ?? "",
      setting: rule.setting)
  }

  /// The action that unbinds a key in `[keys]`.
  static let none = "none"

  /// All actions that `[keys]` can name, by context. Commands, which work in every context, are
  /// listed under `global`.
  public static var actions: [(context: String, action: String, title: String)] {
    KeyContext.configurable.filter { $0 != .pages }.flatMap { context in
      (context == .global ? KeyActions.all(in: context) : KeyActions.own(in: context)).map {
        (context.name, $0.name, KeyActions.title(of: $0, in: context))
      }
    }
  }

  /// Returns what a key does when it is pressed alone, by context: an action, or `nil` if it begins
  /// a sequence.
  public func meanings(of key: Key) -> [(context: String, action: String?)] {
    var found: [(context: String, action: String?)] = []
    for context in [KeyContext.composer, .completion, .transcript, .list]
      + PageCatalogue.all.map({ .page($0.name) })
    {
      switch find([key], in: context) {
      case .bound(let rule):
        let name = rule.context.name
        if !found.contains(where: { $0.context == name }) {
          found.append((name, rule.action?.name))
        }
      case .begins:
        if found.isEmpty { found.append((context.name, nil)) }
      case .nothing: break
      }
    }
    return found
  }
}
