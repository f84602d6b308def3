internal import Screen

/// The default keys of all actions, by context.
enum DefaultKeys {
  /// The key to press before the letter of ``CommandRow/twin``.
  static let prefix = Key.control("x")

  /// Additional sequences that people know from other programs, and their commands.
  private static let sequences: [(keys: [Key], command: Command)] = [
    // As in a shell.
    ([prefix, .control("e")], .openEditor),
    // Like a window manager's Alt-Tab.
    ([prefix, prefix], .openLast),
  ]

  /// The rules outside the pages and the list.
  private static let rules: [KeyContext: [KeyBinding]] = {
    var rules = commands
    rules[.composer, default: []] += editing.map { rule(.composer, $0, .edit($1)) }
    rules[.transcript, default: []] += reading.map { rule(.transcript, $0, $1) }
    return rules
  }()

  /// Returns the default rules of a context. Those of a page are made in each call.
  static func rules(of context: KeyContext) -> [KeyBinding] {
    PageCatalogue.page(of: context).map { ownRules(of: $0, in: context) } ?? rules[context] ?? []
  }

  private static func rule(
    _ context: KeyContext, _ key: Key, _ action: KeyAction
  ) -> KeyBinding {
    KeyBinding(context: context, keys: [key], action: action)
  }

  private static var commands: [KeyContext: [KeyBinding]] {
    var rules: [KeyContext: [KeyBinding]] = [:]
    for row in CommandTable.rows {
      for key in row.keys {
        let context = KeyContext(key.context)
        rules[context, default: []].append(rule(context, key.key, .command(row.command)))
      }
    }
    rules[.global, default: []] += CommandTable.rows.compactMap { row in
      row.twin.map {
        KeyBinding(
          context: .global, keys: [prefix, .character($0)], action: .command(row.command))
      }
    }
    rules[.global, default: []] += sequences.map {
      KeyBinding(context: .global, keys: $0.keys, action: .command($0.command))
    }
    return rules
  }

  /// Returns the default rules of a page, except for keys that run a command everywhere. Those keys
  /// reach the page through that command.
  private static func ownRules(of page: PageKeys, in context: KeyContext) -> [KeyBinding] {
    page.rows.flatMap { row in
      row.keys.compactMap { key in
        if case .command(let command) = row.name,
          CommandTable.row(of: command)?.keys.contains(where: {
            $0.key == key && $0.context == .everywhere
          }) == true
        {
          return nil
        }
        return rule(context, key, KeyAction(row.name))
      }
    }
  }

  // MARK: Keys that are not commands

  static let editing: [(Key, EditAction)] = [
    (Key(.left), .moveLeft), (.control("b"), .moveLeft), (Key(.right), .moveRight),
    (.control("f"), .moveRight), (Key(.left, control: true), .moveWordLeft),
    (.alt("b"), .moveWordLeft), (Key(.left, alt: true), .moveWordLeft),
    (Key(.right, control: true), .moveWordRight), (.alt("f"), .moveWordRight),
    (Key(.right, alt: true), .moveWordRight), (Key(.home), .moveToLineStart),
    (.control("a"), .moveToLineStart), (Key(.end), .moveToLineEnd), (.control("e"), .moveToLineEnd),
    (.alt("<"), .moveToStart), (Key(.home, control: true), .moveToStart),
    (.alt(">"), .moveToEnd), (Key(.end, control: true), .moveToEnd),
    (Key(.backspace), .deleteBackward), (Key(.delete), .deleteForward),
    (.control("w"), .deleteWordBackward), (Key(.backspace, alt: true), .deletePartBackward),
    (.alt("d"), .deleteWordForward), (Key(.delete, alt: true), .deleteWordForward),
    (.control("u"), .cutToLineStart), (.control("k"), .cutToLineEnd), (.control("y"), .pasteCut),
    (.alt("y"), .pasteOlderCut), (.alt("u"), .uppercaseWord), (.alt("l"), .lowercaseWord),
    (.alt("c"), .capitalizeWord), (.alt("t"), .swapWords), (Key(.up), .lineUp),
    (Key(.down), .lineDown), (.alt("p"), .searchHistoryOlder), (.alt("n"), .searchHistoryNewer),
  ]

  static let reading: [(Key, KeyAction)] = [
    (.character("k"), .read(.scrollUp)), (Key(.up), .read(.scrollUp)),
    (.character("j"), .read(.scrollDown)), (Key(.down), .read(.scrollDown)),
    (.character(" "), .command(.pageDown)),
    (.character("g"), .read(.scrollToStart)), (Key(.home), .read(.scrollToStart)),
    (.character("G"), .read(.scrollToEnd)), (Key(.end), .read(.scrollToEnd)),
    (.character("n"), .read(.findNext)), (.character("N"), .read(.findPrevious)),
  ]
}

extension KeyContext {
  fileprivate init(_ context: DefaultKey.Context) {
    switch context {
    case .everywhere: self = .global
    case .composer: self = .composer
    case .transcript: self = .transcript
    }
  }
}

extension CommandRow {
  /// The command as the user types it, without its argument.
  var usageName: String { "/" + (names.first ?? "") }
}
