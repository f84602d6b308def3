internal import Screen
internal import Words

/// A pane that shows text.
enum Pane: Equatable {
  case transcript
  case reasoning
}

/// The part of the conversation that receives plain keys.
enum Focus: Equatable {
  case composer
  case transcript
  case reasoning
}

/// The meaning of keys in the conversation.
enum ConversationMode: Equatable {
  case composing
  /// - Parameter count: a number typed before the next key.
  case reading(Pane, count: Int? = nil)
  /// Rows are being selected with the keyboard.
  case selecting(Pane)
  /// A search query is being typed.
  case finding(Pane)

  var isSelecting: Bool { if case .selecting = self { true } else { false } }

  init(_ focus: Focus) {
    switch focus {
    case .composer: self = .composing
    case .transcript: self = .reading(.transcript)
    case .reasoning: self = .reading(.reasoning)
    }
  }

  var focus: Focus {
    switch self {
    case .composing: .composer
    case .reading(.transcript, _), .selecting(.transcript), .finding(.transcript): .transcript
    case .reading(.reasoning, _), .selecting(.reasoning), .finding(.reasoning): .reasoning
    }
  }
}

/// The part of the program that receives the next key.
enum InputMode: Equatable {
  /// A sequence of keys has begun. The next key continues it.
  case chord
  /// The page on top.
  case page
  case list
  case conversation(ConversationMode)
}

extension State {
  var inputMode: InputMode {
    if !input.chord.isEmpty { return .chord }
    if !pages.isEmpty { return .page }
    return list?.hasKeys == true ? .list : .conversation(input.mode)
  }

  /// The context in which the keymap looks up the next key.
  var keyContext: KeyContext {
    if let page = pages.last { return page.keyContext }
    if let list, list.hasKeys { return list.prompt == nil ? .list : .prompt }
    switch input.mode {
    case .composing: return hasCompletionKeys ? .completion : .composer
    case .reading: return .transcript
    case .selecting, .finding: return .prompt
    }
  }

  /// The part of the conversation with the focus. Setting it ends any selection or search, and
  /// discards the count.
  var focus: Focus {
    get { input.mode.focus }
    set { input.mode = ConversationMode(newValue) }
  }

  /// A number typed before the next key.
  var count: Int? { if case .reading(_, let count) = input.mode { count } else { nil } }

  mutating func dispatch(_ key: Key) -> [Effect] {
    if input.chord.isEmpty, takeDigit(key) { return [] }
    if input.chord.isEmpty, let effects = pressInVi(key) { return effects }
    if input.chord.isEmpty, key.isText, pages.last?.typesLetters == true { return type(key) }
    switch preferences.keymap.find(input.chord + [key], in: keyContext) {
    case .begins:
      input.chord.append(key)
      return []
    case .bound(let rule):
      input.chord = []
      input.way = .keys(rule.keys)
      return perform(rule, key)
    case .nothing where input.chord.isEmpty: return refuses(key) ? [] : type(key)
    case .nothing: return endChord(with: key)
    }
  }

  /// Handles a key that does not continue the sequence. Backspace removes the last key; any other
  /// key abandons the sequence.
  private mutating func endChord(with key: Key) -> [Effect] {
    if key == Key(.backspace) {
      input.chord.removeLast()
      return []
    }
    let chord = input.chord
    input.chord = []
    guard key != .escape else { return [] }
    // The help key must work here: the list of possible next keys may mention it.
    if preferences.keymap.command(for: key, in: .composer) == .openHelp {
      return perform(.openHelp)
    }
    let sentence = Words.Status.nothingBound((chord + [key]).name)
    if pages.isEmpty {
      notice = Notice(.information, sentence)
    } else {
      input.refusal = sentence
    }
    return []
  }

  private mutating func perform(_ rule: KeyBinding, _ key: Key) -> [Effect] {
    if refuses(rule) { return [] }
    if rule.keys.count > 1, case .command(let command)? = rule.action { return perform(command) }
    switch inputMode {
    case .chord: return []
    case .page: return performInPage(rule)
    case .list: return performInList(rule, key)
    case .conversation(.composing):
      selection = nil
      codeCursor = nil
      guard case .own(let name)? = rule.action else { return perform(rule.action) }
      return performInCompletion(name) ?? (rule.keys.count == 1 ? performInComposer(key) : [])
    case .conversation(.reading):
      selection = nil
      if rule.action?.keepsCodeMark != true { codeCursor = nil }
      defer { forgetCount() }
      if case .read(let action)? = rule.action {
        if !perform(action) { typeThrough(key) }
        return []
      }
      return perform(rule.action)
    case .conversation(.selecting), .conversation(.finding): return perform(rule.action)
    }
  }

  /// Handles a key that the completions leave to the composer.
  private mutating func performInComposer(_ key: Key) -> [Effect] {
    switch preferences.keymap.find([key], in: .composer) {
    case .bound(let rule): return perform(rule.action)
    case .begins:
      input.chord = [key]
      return []
    case .nothing: return type(key)
    }
  }

  mutating func perform(_ action: KeyAction?) -> [Effect] {
    switch action {
    case .command(let command)?: return perform(command)
    case .edit(let action)?:
      perform(action)
      // If the key ended the edit of a queued message, that message may now be due.
      return queue.isEmpty ? [] : sendQueuedIfDue(in: front.id)
    case .read(let action)?: _ = perform(action)
    case .own?, nil: break
    }
    return []
  }

  /// Handles a key that has no binding.
  private mutating func type(_ key: Key) -> [Effect] {
    switch inputMode {
    case .chord: return []
    case .page: return typeInPage(key)
    case .list: return typeInList(key)
    case .conversation(.composing):
      selection = nil
      codeCursor = nil
      let isHelp = preferences.keymap.command(for: key, in: .transcript) == .openHelp
      if isHelp, key.isText, composer.isEmpty { return perform(.openHelp) }
      composer.edit(key, by: preferences.keymap)
    case .conversation(.reading):
      selection = nil
      codeCursor = nil
      typeThrough(key)
      forgetCount()
    case .conversation(.selecting(let pane)):
      if let effects = pressInSelection(key) { return effects }
      input.mode = .reading(pane)
      return dispatch(key)
    case .conversation(.finding): pressInFind(key)
    }
    return []
  }

  // MARK: The count before a key

  /// Adds a digit typed in a pane to the count for the next key, as in vi.
  /// - Returns: whether the key was a digit.
  private mutating func takeDigit(_ key: Key) -> Bool {
    guard case .conversation(.reading(let pane, let count)) = inputMode, !key.control, !key.alt,
      case .character(let digit) = key.code, let value = digit.wholeNumberValue, digit.isASCII,
      value > 0 || count != nil
    else { return false }
    input.mode = .reading(pane, count: min(9999, (count ?? 0) * 10 + value))
    return true
  }

  mutating func takeCount() -> Int? {
    defer { forgetCount() }
    return count
  }

  private mutating func forgetCount() {
    if case .reading(let pane, _?) = input.mode { input.mode = .reading(pane) }
  }
}
