internal import Chat
internal import Screen
internal import Words

/// A page that asks for the API key of a provider or an address. The key is checked and then stored.
/// A stored key can be replaced or removed.
struct KeyPage {
  enum Phase: Equatable {
    case typing
    case checking
    /// Nothing was stored. Contains the reason as a sentence.
    case failed(String)
    /// Pressing the key named here again removes the stored key.
    case confirmingRemoval(String)
    case removing
  }

  let provider: Provider
  /// What the key is for: the provider's name, or the server's address.
  let name: String
  /// The model to choose once the key is accepted.
  let choice: ModelChoice?
  /// Whether the server might work without a key. If so, Enter in an empty field continues without
  /// one.
  let isOptional: Bool
  private(set) var field = KeyField()
  private(set) var phase = Phase.typing
  /// What is known about earlier keys; `nil` until it has been looked up.
  private(set) var standing: KeyStanding?

  init(
    _ provider: Provider, named name: String, then choice: ModelChoice?, isOptional: Bool = false
  ) {
    self.provider = provider
    self.name = Sanitizer.sanitizeLine(name)
    self.choice = choice
    self.isOptional = isOptional
  }

  /// Updates the page with the outcome of the check. After any failure, the key can be corrected.
  mutating func take(_ outcome: KeyOutcome) {
    guard phase == .checking else { return }
    switch outcome {
    case .stored, .notStored: close()
    case .invalid: phase = .failed(Words.Picker.invalidKey)
    case .notAccepted(let error) where error.isAboutKey:
      phase = .failed(Words.Picker.keyRefused(by: name))
    case .notAccepted(let error):
      phase = .failed(Words.Picker.keyNotChecked(ErrorText.sentence(error, at: provider)))
    case .refused(let reason): phase = .failed(reason)
    }
  }

  mutating func take(_ standing: KeyStanding) { self.standing = standing }

  private var isBusy: Bool { phase == .checking || phase == .removing }

  private var canRemove: Bool { standing?.savedIn != nil && !isBusy }

  private mutating func close() {
    field.clear()
    phase = .typing
  }
}

// MARK: - Keys

extension KeyPage: Page {
  enum Action: Sendable {
    case check
    case clear
    case remove
    case deleteBackward
    case cancel
    case perform(Command)
  }

  static let name = "api-key"
  static let takesText = true
  static let isOverlay = true

  static let keys = KeyTable<Self, Action>([
    .init(
      .enter, does: .check,
      hint: { $0.isBusy ? nil : HintLine.Hint(Words.Picker.checkHint, 0) }),
    .init(
      .control("r"), does: .remove,
      hint: { $0.canRemove ? HintLine.Hint(Words.Picker.removeHint, 2) : nil }),
    .init(
      .control("u"), .control("w"), does: .clear,
      hint: { $0.isBusy ? nil : HintLine.Hint(Words.Picker.clearHint, 3) }),
    .init(
      .escape, .control("c"), .control("g"), does: .cancel, hint: Words.WayOut.cancel),
    .init(Key(.backspace), does: .deleteBackward),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    switch action {
    case .perform(let command): return .perform(command)
    case .cancel:
      close()
      return .close
    case .check: return check()
    case .remove:
      let key = context.preferences.keymap.name(of: ActionName(of: action), in: keyContext)
      return remove(again: key)
    case .clear: edit { $0.clear() }
    case .deleteBackward: edit { $0.deleteBackward() }
    }
    return .stay
  }

  private mutating func check() -> PageReply {
    guard !isBusy else { return .stay }
    let key = field.key
    guard !key.text.isEmpty else {
      if isOptional { return .picker(.useWithoutKey(provider)) }
      phase = .failed(Words.Picker.emptyKey)
      return .stay
    }
    phase = .checking
    return .picker(.storeKey(key, provider))
  }

  /// Removes the stored key, after asking once.
  private mutating func remove(again key: String) -> PageReply {
    guard canRemove else { return .stay }
    guard case .confirmingRemoval = phase else {
      phase = .confirmingRemoval(key)
      return .stay
    }
    phase = .removing
    return .picker(.removeKey(provider))
  }

  private mutating func edit(_ change: (inout KeyField) -> Void) {
    guard !isBusy else { return }
    phase = .typing
    change(&field)
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    guard case .character(let character) = key.code, !key.control, !key.alt else { return .stay }
    insert(String(character))
    return .stay
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply {
    insert(KeyField.trimmed(text))
    return .stay
  }

  /// Inserts text. The first text after a failed check replaces the key that failed, but
  /// Backspace keeps the key for correction.
  private mutating func insert(_ text: some StringProtocol) {
    let replaces = if case .failed = phase { true } else { false }
    edit {
      if replaces { $0.clear() }
      $0.insert(text)
    }
  }

  // MARK: Drawing

  func box(on stage: Stage) -> Rect { overlay(stage).box }
  var holdsText: Bool { !field.isEmpty }

  private func overlay(_ stage: Stage) -> Overlay {
    let width = Overlay(on: stage, rows: 1).text.width
    return Overlay(on: stage, rows: 1 + rows(width: width).count)
  }

  func draw(_ context: PageContext, on canvas: inout Canvas) {
    let overlay = overlay(context.stage)
    overlay.draw(isAlone: true, on: &canvas)
    overlay.drawTitle(StyledLine(Words.Picker.keyHeading(name), Style.title), on: &canvas)
    let area = overlay.text
    drawField(in: area, on: &canvas)
    let rows = rows(width: area.width, atMost: area.height - 1)
    for (offset, row) in rows.enumerated() {
      canvas.draw(row, x: area.x, y: area.y + 1 + offset, width: area.width)
    }
    overlay.drawHints(hints(context), on: &canvas)
  }

  private func drawField(in area: Rect, on canvas: inout Canvas) {
    canvas.draw("›", Style(.accent, .bold), x: area.x, y: area.y)
    let dots = String(repeating: "•", count: min(field.count, area.width - 3))
    let width = canvas.draw(dots, .text, x: area.x + 2, y: area.y)
    canvas.placeCursor(Point(x: area.x + 2 + width, y: area.y))
    if isBusy { canvas.hideCursor() }
  }

  /// Returns the rows below the field: the state of the check, or an empty row if there is none,
  /// and then as many sentences as there is room for.
  private func rows(width: Int, atMost limit: Int = .max) -> [StyledLine] {
    var rows = state?.rows(width: width) ?? [StyledLine()]
    for sentence in sentences {
      let wrapped = Self.wrap(sentence, width: width)
      guard rows.count + wrapped.count <= limit else { break }
      rows += wrapped
    }
    return Array(rows.prefix(max(0, limit)))
  }

  /// Wraps a sentence. An address that is longer than a row is broken after slashes where possible.
  private static func wrap(_ sentence: StyledLine, width: Int) -> [StyledLine] {
    guard Wrapping.widestWord(in: sentence) > width else {
      return Wrapping.wrap(sentence, width: width)
    }
    var rows = [""]
    for word in sentence.text.split(separator: " ") {
      for (index, part) in parts(of: word, width: width).enumerated() {
        let space = index == 0 && rows.last?.isEmpty == false ? " " : ""
        if DisplayWidth.of((rows.last ?? "") + space + part) <= width || rows == [""] {
          rows[rows.count - 1] += space + part
        } else {
          rows.append(part)
        }
      }
    }
    let style = sentence.spans.first?.style ?? .text
    return rows.flatMap { Wrapping.wrap(StyledLine($0, style), width: width) }
  }

  /// Splits a word that does not fit on a row. Every part except the last ends with a slash, but
  /// never with one of those in `https://`.
  private static func parts(of word: Substring, width: Int) -> [String] {
    guard DisplayWidth.of(String(word)) > width else { return [String(word)] }
    let scheme = "https://"
    var parts = [""]
    for character in word {
      let isSplit = parts[parts.count - 1].last == "/" && !parts[parts.count - 1].hasSuffix("://")
      if isSplit, character != "/" { parts.append("") }
      parts[parts.count - 1].append(character)
    }
    // Without its scheme, a long host may fit.
    if DisplayWidth.of(parts[0]) > width, parts[0].hasPrefix(scheme) {
      parts[0].removeFirst(scheme.count)
    }
    return parts
  }

  private var state: Note? {
    switch phase {
    case .typing: nil
    case .checking: Note(Words.Picker.checking, .accent)
    case .failed(let reason): .trouble(reason)
    case .confirmingRemoval(let key):
      Note(Words.Picker.confirmRemoval(key), Style(.warning))
    case .removing: Note(Words.Picker.removing, .accent)
    }
  }

  /// The sentences that the user needs before typing a key, the most important one first.
  private var sentences: [StyledLine] {
    let server = provider.origin?.authority ?? provider.shownBaseURL
    var sentences = [StyledLine(Words.Picker.keyFor(Sanitizer.sanitizeLine(server)), .text)]
    if isOptional { sentences.append(StyledLine(Words.Picker.keyIsOptional, .text)) }
    if let source = standing?.overriddenBy {
      sentences.append(StyledLine(Words.Picker.keyOverridden(by: source), .text))
    }
    if let place = standing?.savedIn {
      sentences.append(StyledLine(Words.Picker.keySaved(in: Sanitizer.sanitizeLine(place)), .text))
    }
    if let page = provider.keyPage {
      sentences.append(StyledLine(Words.Picker.keyPage(page), .secondary))
    }
    sentences.append(StyledLine(Words.Picker.keyIntroduction, .secondary))
    return sentences
  }

  func lines(_ context: PageContext) -> [String] {
    let page = provider.keyPage.map { ["* " + Words.Picker.keyPageLine($0)] } ?? []
    return page + ["* " + Words.Picker.logInThenStart(ErrorText.loginCommand(provider))]
  }
}
