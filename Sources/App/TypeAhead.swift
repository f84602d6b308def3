internal import Screen

/// A queue of input that arrived while its target was still loading. The input is applied in
/// order once the target has loaded, like type-ahead in a shell.
struct TypeAhead {
  enum Input {
    case key(Key)
    case pasted(String)
    case line(String)
  }

  /// The maximum number of queued inputs: enough for a fast typist, and few enough that a stuck key
  /// does no harm.
  static let limit = 256

  private(set) var inputs: [Input] = []

  var isEmpty: Bool { inputs.isEmpty }
  var first: Input? { inputs.first }

  /// Queues an input, or drops it if the queue is full.
  mutating func append(_ input: Input) {
    if inputs.count < Self.limit { inputs.append(input) }
  }

  mutating func takeFirst() -> Input? { inputs.isEmpty ? nil : inputs.removeFirst() }

  mutating func clear() { inputs = [] }
}

extension State {
  /// Applies an input, or queues it if its target is still loading.
  mutating func receive(_ input: TypeAhead.Input) -> [Effect] {
    if case .key(let key) = input {
      // Redraw, suspend and cancel never wait.
      let command =
        self.input.chord.isEmpty ? preferences.keymap.command(for: key, in: keyContext) : nil
      if command == .redraw || command == .suspend { return press(key) }
      if key == .control("c") {
        _ = cancelWaiting()
        return press(key)
      }
      if key == .escape, cancelWaiting() { return [] }
    }
    guard self.input.typeAhead.isEmpty, !mustWait(input) else {
      self.input.typeAhead.append(input)
      return []
    }
    return apply(input)
  }

  private mutating func apply(_ input: TypeAhead.Input) -> [Effect] {
    switch input {
    case .key(let key): press(key)
    case .pasted(let text): paste(text)
    case .line(let line): submit(line: line)
    }
  }

  /// Applies queued inputs in order until one of them must keep waiting.
  mutating func applyTypeAhead() -> [Effect] {
    var effects: [Effect] = []
    while let next = input.typeAhead.first, !leaving.hasQuit, !mustWait(next) {
      _ = input.typeAhead.takeFirst()
      let isKey = if case .key = next { true } else { false }
      effects += removingReadNotice(isKey: isKey) { $0.apply(next) }
    }
    return effects
  }

  /// Drops queued inputs, and stops waiting for a conversation to open, for a preset or prompt,
  /// or for the files of a question.
  /// - Returns: whether the program was waiting for anything.
  private mutating func cancelWaiting() -> Bool {
    input.typeAhead.clear()
    defer {
      switch storing.awaitedLoad?.purpose {
      case .open, .last: storing.awaitedLoad = nil
      case .start, .undo, nil: break
      }
      library.awaited = nil
      front.writing.sending = nil
    }
    return isChangingConversation || library.awaited != nil || front.writing.sending != nil
  }

  /// Returns whether the target of an input is still loading.
  private func mustWait(_ input: TypeAhead.Input) -> Bool {
    if isChangingConversation || library.awaited != nil || front.writing.sending != nil {
      return true
    }
    let isListLoading = list?.isLoadingFirst == true
    switch input {
    case .line(let line): return isListLoading || awaitsNumbers(for: line)
    case .pasted: return listHasKeys && isListLoading
    case .key(let key):
      switch inputMode {
      case .page: return pages.last?.mustWait(key, preferences.keymap) == true
      case .list:
        guard isListLoading else { return false }
        return list?.prompt != nil
          || ConversationListKeys.table.action(for: key, in: .list, by: preferences.keymap)?
            .needsRows == true
      case .chord, .conversation: return false
      }
    }
  }

  /// Whether a different conversation, or restored messages of this one, will appear shortly.
  var isChangingConversation: Bool {
    switch storing.awaitedLoad?.purpose {
    case .open, .start, .undo, .last: true
    case nil: front.awaitedUndo != nil
    }
  }
}
