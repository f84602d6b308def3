internal import Screen

/// A pane of text.
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

/// What keys do in the conversation.
enum ConversationMode: Equatable {
  case composing
  /// - Parameter count: a number typed before the next key.
  case reading(Pane, count: Int? = nil)
  /// Rows are being selected with the keyboard.
  case selecting(Pane)
  /// The query of a search is being typed.
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

/// What receives the next key.
enum InputMode: Equatable {
  /// Ctrl-X was pressed. The next key completes the chord.
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

  /// Setting it ends any selection or search, and discards the count.
  var focus: Focus {
    get { mode.focus }
    set { mode = ConversationMode(newValue) }
  }

  /// A number typed before the next key.
  var count: Int? { if case .reading(_, let count) = mode { count } else { nil } }

  mutating func dispatch(_ key: Key) -> [Effect] {
    let receiver = inputMode
    if receiver != .chord, key == .control("x") {
      isChord = true
      return []
    }
    switch receiver {
    case .chord:
      isChord = false
      return Keymap.twin(of: key).map { perform($0) } ?? []
    case .page: return pressInPage(key)
    case .list: return pressInList(key)
    case .conversation(.composing): return compose(key)
    case .conversation(.reading): return read(key)
    case .conversation(.selecting(let pane)):
      if let effects = pressInSelection(key) { return effects }
      mode = .reading(pane)
      return read(key)
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

  private mutating func read(_ key: Key) -> [Effect] {
    selection = nil
    if key != .character("b"), key != .character("B") { codeCursor = nil }
    if takeDigit(key) { return [] }
    defer { forgetCount() }
    if let command = Keymap.command(for: key, focus: focus) { return perform(command) }
    if !scroll(key) { typeThrough(key) }
    return []
  }

  // MARK: A number before a key

  /// Keeps a digit typed in a pane for the next key, as in vi.
  /// - Returns: whether the key was a digit.
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
