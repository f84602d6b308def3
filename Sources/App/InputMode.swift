internal import Screen

/// A pane of text.
enum Pane: Equatable {
  case transcript
  case reasoning
}

/// Which part of the conversation takes plain keys.
enum Focus: Equatable {
  case composer
  case transcript
  case reasoning
}

/// What keys mean in the conversation.
enum ConversationMode: Equatable {
  case composing
  /// - Parameter count: a number that was typed for the next key.
  case reading(Pane, count: Int? = nil)
  /// Rows are being selected with the keyboard.
  case selecting(Pane)
  /// The words of a search are being typed.
  case finding(Pane)

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

/// What takes the next key.
enum InputMode: Equatable {
  /// Ctrl-X was pressed: the key is a twin.
  case chord
  /// The page on top.
  case page
  case list
  case conversation(ConversationMode)
}

extension State {
  var inputMode: InputMode {
    if isChord { return .chord }
    if !pages.isEmpty { return .page }
    return list?.hasKeys == true ? .list : .conversation(mode)
  }

  /// Setting it leaves whatever was being selected, found or counted.
  var focus: Focus {
    get { mode.focus }
    set { mode = ConversationMode(newValue) }
  }

  /// A number that was typed for the next key.
  var count: Int? { if case .reading(_, let count) = mode { count } else { nil } }

  mutating func dispatch(_ key: Key) -> [Effect] {
    switch inputMode {
    case .chord:
      isChord = false
      return Keymap.twin(of: key).map { perform($0) } ?? []
    case .page, .list, .conversation:
      guard key != .control("x") else {
        isChord = true
        return []
      }
    }
    switch inputMode {
    case .chord: return []
    case .page: return pressInPage(key)
    case .list: return pressInList(key)
    case .conversation(.composing): return compose(key)
    case .conversation(.reading(_, let count)): return read(key, count: count)
    case .conversation(.selecting(let pane)):
      if let effects = pressInSelection(key) { return effects }
      mode = .reading(pane)
      return read(key, count: nil)
    case .conversation(.finding):
      pressInFind(key)
      return []
    }
  }

  private mutating func compose(_ key: Key) -> [Effect] {
    selection = nil
    codeCursor = nil
    if key == .character("?"), composer.isEmpty { return perform(.openHelp) }
    if let command = Keymap.command(for: key, focus: .composer) { return perform(command) }
    edit(key)
    return []
  }

  private mutating func read(_ key: Key, count: Int?) -> [Effect] {
    selection = nil
    if key != .character("b"), key != .character("B") { codeCursor = nil }
    if takeDigit(key) { return [] }
    defer { forgetCount() }
    if let command = Keymap.command(for: key, focus: focus) { return perform(command) }
    if !scroll(key) { typeThrough(key) }
    return []
  }

  // MARK: A number before a key

  /// A digit typed in a pane is kept for the key that follows, as in vi.
  /// - Returns: whether the key was one.
  private mutating func takeDigit(_ key: Key) -> Bool {
    guard case .reading(let pane, let count) = mode, !key.control, !key.alt,
      case .character(let digit) = key.code, let value = digit.wholeNumberValue, digit.isASCII,
      value > 0 || count != nil
    else { return false }
    mode = .reading(pane, count: min(9999, (count ?? 0) * 10 + value))
    return true
  }

  mutating func takeCount() -> Int? {
    defer { forgetCount() }
    return count
  }

  private mutating func forgetCount() {
    if case .reading(let pane, _?) = mode { mode = .reading(pane) }
  }
}
