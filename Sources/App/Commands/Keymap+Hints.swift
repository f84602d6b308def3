internal import Screen
internal import Words

/// Hints and advice that name keys. They are written with the default keys, and adjusted to the
/// current key bindings.
extension Keymap {
  var names: Words.KeyNames {
    Words.KeyNames(
      typing: { name in
        if let command = Command(actionName: name) { return self.name(of: command) }
        return EditAction(rawValue: name).map(editingName(of:)) ?? name
      },
      reading: { Command(actionName: $0).map(readingName(of:)) ?? $0 })
  }

  /// Returns a page's hint with the current key; `nil` if its action has no key.
  /// - Parameter keys: the default keys of the action.
  func adjusted(
    _ hint: HintLine.Hint, of name: @autoclosure () -> ActionName, keys: [Key],
    in context: KeyContext
  ) -> HintLine.Hint? {
    guard !isStandard, !keys.isEmpty else { return hint }
    if let pair = KeyPair(hint.text) {
      return adjusted(pair, in: context).map(hint.saying)
    }
    let now = sequences(of: KeyAction(name()), in: context)
    return adjusted(hint.text, written: keys.map { [$0] }, now: now).map(hint.saying)
  }

  /// Returns a hint for a command, with its current key; `nil` if the command has no key.
  func hint(
    _ text: String, _ command: Command, _ rank: Int, in context: KeyContext = .composer
  ) -> HintLine.Hint? {
    adjusted(text, command, in: context).map { HintLine.Hint($0, rank) }
  }

  /// Returns text that begins with a command's key, adjusted to the current key.
  func adjusted(_ text: String, _ command: Command, in context: KeyContext = .composer) -> String? {
    adjusted(text, KeyAction.command(command), in: context)
  }

  /// Returns text that begins with an action's key, adjusted to the current key.
  func adjusted(_ text: String, _ action: KeyAction, in context: KeyContext) -> String? {
    guard !isStandard else { return text }
    return adjusted(
      text, written: Keymap.standard.sequences(of: action, in: context),
      now: sequences(of: action, in: context))
  }

  /// The key that copies a code block once its number is typed; `nil` if that takes several keys.
  var copyKey: String? {
    guard !isStandard else { return Words.Reading.copyKey }
    return sequences(of: .command(.copyText), in: .transcript).first { $0.count == 1 }?.name
  }

  /// Returns a hint for a pair of commands, such as `{ } message`.
  func hint(
    _ text: String, _ first: Command, _ second: Command, _ rank: Int
  ) -> HintLine.Hint? {
    guard !isStandard else { return HintLine.Hint(text, rank) }
    let keys = [first, second].compactMap {
      sequences(of: .command($0), in: .transcript).min { $0.count < $1.count }?.name
    }
    let words = text.split(separator: " ", maxSplits: 2)
    guard keys.count == 2, words.count == 3 else { return nil }
    return HintLine.Hint("\(keys[0]) \(keys[1]) \(words[2])", rank)
  }

  private func adjusted(_ text: String, written: [[Key]], now: [[Key]]) -> String? {
    let used = written.first { text.hasPrefix($0.sign + " ") || text.hasPrefix($0.name + " ") }
    if let used, now.contains(used) { return text }
    guard let first = now.min(by: { $0.count < $1.count }) else { return nil }
    guard let used else { return text }
    let length = text.hasPrefix(used.sign + " ") ? used.sign.count : used.name.count
    return first.sign + text.dropFirst(length)
  }

  /// Returns a hint for two keys that belong together, like `j k scroll`, with the current keys;
  /// `nil` if neither action has one.
  func adjusted(_ pair: KeyPair, in context: KeyContext) -> String? {
    let rules = pair.actions.map { pair in pair.map { sequences(of: $0, in: context) } }
    guard let now = rules.first(where: { !$0.allSatisfy(\.isEmpty) }) else { return nil }
    let isUsual = zip(pair.keys, now).allSatisfy { key, now in now.contains([key]) }
    guard !isUsual else { return pair.text }
    let signs = now.compactMap { $0.min { $0.count < $1.count }?.sign }
    return (signs + [pair.label]).joined(separator: " ")
  }
}

/// A hint that begins with two keys that belong together: `j k scroll`, `↑↓ select`.
struct KeyPair {
  let text: String
  let label: String
  let keys: [Key]
  /// The pairs of actions that the two keys may perform in different contexts.
  let actions: [[KeyAction]]

  init?(_ text: String) {
    let found = Self.pairs.lazy.map { (Self.start($0.keys), $0) }.first { text.hasPrefix($0.0) }
    guard let (start, pair) = found else { return nil }
    self.text = text
    label = String(text.dropFirst(start.count))
    (keys, actions) = (pair.keys, pair.actions)
  }

  /// Returns the beginning of a hint for the keys. Letters are separated by spaces, but arrows
  /// are not.
  private static func start(_ keys: [Key]) -> String {
    let separator = keys.allSatisfy(\.isText) ? " " : ""
    return keys.map { [$0].sign }.joined(separator: separator) + " "
  }

  private static let pairs: [(keys: [Key], actions: [[KeyAction]])] = [
    (
      [.character("j"), .character("k")],
      [[.own("down"), .own("up")], [.read(.scrollDown), .read(.scrollUp)]]
    ),
    (
      [Key(.up), Key(.down)],
      [[.own("up"), .own("down")], [.own("select-previous"), .own("select-next")]]
    ),
    (
      [Key(.left), Key(.right)],
      [[.own("decrease"), .own("increase")], [.own("left"), .own("right")]]
    ),
  ]
}

extension [Key] {
  /// The keys as hints show them, with symbols for the arrows.
  var sign: String {
    switch self {
    case [Key(.up)]: "↑"
    case [Key(.down)]: "↓"
    case [Key(.left)]: "←"
    case [Key(.right)]: "→"
    default: name
    }
  }
}
