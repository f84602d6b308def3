internal import Screen
internal import Words

/// Texts that name keys. They are written with the default keys, and adjusted to those in force.
extension Keymap {
  var names: Words.KeyNames {
    Words.KeyNames(
      typing: { name in
        if let command = Command(actionName: name) { return self.name(of: command) }
        return EditAction(rawValue: name).map(editingName(of:)) ?? name
      },
      reading: { Command(actionName: $0).map(readingName(of:)) ?? $0 })
  }

  /// Returns advice with the keys in it in the accent colour.
  func marked(_ advice: String, _ style: Style) -> StyledLine {
    let names = Self.advised.map(name(of:)).sorted { $0.count > $1.count }
    var line = StyledLine()
    var rest = Sanitizer.sanitizeLine(advice)[...]
    while let key = names.compactMap({ rest.firstRange(of: $0) })
      .min(by: { $0.lowerBound < $1.lowerBound })
    {
      line.append(String(rest[..<key.lowerBound]), style)
      line.append(String(rest[key]), Style.accent.own)
      rest = rest[key.upperBound...]
    }
    line.append(String(rest), style)
    return line
  }

  /// The commands whose keys sentences name.
  private static let advised: [Command] = [
    .regenerate, .continueAnswer, .setModel, .newConversation, .openParameters, .openHelp,
    .closeOrStop, .undo,
  ]

  /// Returns a page's hint with the key in force; `nil` if its action has no key.
  /// - Parameter keys: the default keys of the action.
  func adjusted(
    _ hint: HintLine.Hint, of name: @autoclosure () -> ActionName, keys: [Key],
    in context: KeyContext
  ) -> HintLine.Hint? {
    guard !isStandard, !keys.isEmpty else { return hint }
    let now = sequences(of: KeyAction(name()), in: context)
    return adjusted(hint.text, written: keys.map { [$0] }, now: now).map {
      HintLine.Hint($0, hint.rank)
    }
  }

  /// Returns a hint for a command with the key in force; `nil` if it has none.
  func hint(
    _ text: String, _ command: Command, _ rank: Int, in context: KeyContext = .composer
  ) -> HintLine.Hint? {
    adjusted(text, command, in: context).map { HintLine.Hint($0, rank) }
  }

  /// Returns a text that begins with a command's key, adjusted to the key in force.
  func adjusted(_ text: String, _ command: Command, in context: KeyContext = .composer) -> String? {
    guard !isStandard else { return text }
    let action = KeyAction.command(command)
    return adjusted(
      text, written: Keymap.standard.sequences(of: action, in: context),
      now: sequences(of: action, in: context))
  }

  /// The key that copies a code block after its number; `nil` if that takes several keys.
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
    let used = written.first { text.hasPrefix($0.name + " ") }
    if let used, now.contains(used) { return text }
    guard let first = now.min(by: { $0.count < $1.count }) else { return nil }
    guard let used else { return text }
    return first.name + text.dropFirst(used.name.count)
  }
}
