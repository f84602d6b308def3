internal import Chat
internal import Markdown
internal import Screen
internal import Words

/// Jumping to code blocks and copying them. A jump marks the block, and the copy command then
/// copies it.
extension State {
  mutating func jumpToCode(_ step: Int) {
    focus = .transcript
    guard let found = transcript.jumpToCode(step, from: codeCursor, conversation) else {
      notice = Notice(
        .information, step > 0 ? Words.Reading.noCodeBlockBelow : Words.Reading.noCodeBlockAbove)
      return
    }
    holdStill(false)
    codeCursor = found
    cursor = conversation.path[found.message]
    notice = nil
  }

  /// Copies the marked code block. Returns `nil` if none is marked.
  mutating func copyMarkedCode() -> [Effect]? {
    guard focus == .transcript, let place = codeCursor,
      let index = transcript.codePlaces(place.message, conversation).firstIndex(of: place),
      let message = conversation[conversation.path[place.message]]
    else { return nil }
    let codes = codeBlocks(of: message)
    return codes.indices.contains(index) ? copy(codes[index]) : nil
  }

  /// Copies the code block with the given number, from the answer in view or else from another
  /// visible answer.
  mutating func copyCode(_ number: Int) -> [Effect] {
    let codes = codeBlocksInView()
    let code = codes.first { $0.number == number } ?? visibleCode(number)
    guard let code else {
      notice = Notice(.information, Words.Reading.noCodeBlock(number, of: codes.count))
      return []
    }
    return copy(code)
  }

  /// Returns the code block with the given number from the lowest visible answer that has one.
  private mutating func visibleCode(_ number: Int) -> CodeBlock? {
    let messages = Set(transcript.visiblePlaces(conversation).map(\.message))
    for index in messages.sorted(by: >) {
      guard let message = conversation[conversation.path[index]], message.role == .assistant,
        let code = codeBlocks(of: message).first(where: { $0.number == number })
      else { continue }
      return code
    }
    return nil
  }

  /// Copies the code block whose label was clicked. The label, such as `1y`, names the keys that
  /// copy the block.
  /// - Returns: `nil` if no label is at that place.
  mutating func copyCode(
    labelledAt place: TextSelection.Place, _ line: StyledLine
  ) -> [Effect]? {
    guard line.isLabel, let label = line.text.split(separator: " ").last,
      let number = Int(label.prefix { $0.isNumber }), !label.allSatisfy(\.isNumber),
      conversation.path.indices.contains(place.row.message),
      let message = conversation[conversation.path[place.row.message]]
    else { return nil }
    let end = line.width - line.text.reversed().prefix { $0 == " " }.count
    guard (end - DisplayWidth.of(String(label)) - 1...end).contains(place.column) else {
      return nil
    }
    return codeBlocks(of: message).first { $0.number == number }.map(copy)
  }

  private func copy(_ code: CodeBlock) -> [Effect] {
    let what = Words.Reading.name(of: .codeBlock(code.number))
    return [.terminal(.copy(InertText(code.source), what: what))]
  }

  /// Returns the code blocks of the answer in view, in the order of their numbers on the screen.
  mutating func codeBlocksInView() -> [CodeBlock] { reasoningMessage().map(codeBlocks) ?? [] }

  private func codeBlocks(of message: Message) -> [CodeBlock] {
    Self.document(message.spoken).codeBlocks
  }

  /// Removes the mark from a code block that has scrolled out of view.
  mutating func forgetUnseenCode() {
    guard let place = codeCursor else { return }
    let parts = transcript.parts(ofCodeAt: place, conversation)
    let isVisible = transcript.visiblePlaces(conversation).contains {
      $0.message == place.message && parts.contains($0.block)
    }
    if !isVisible { codeCursor = nil }
  }
}

extension KeyAction {
  /// Whether the action keeps a marked code block marked.
  var keepsCodeMark: Bool {
    switch self {
    case .command(let command): command.keepsCodeMark
    case .read(let action): [.scrollUp, .scrollDown].contains(action)
    case .edit, .own: false
    }
  }
}

extension Command {
  /// Whether the command keeps a marked code block marked.
  var keepsCodeMark: Bool {
    [.nextCode, .previousCode, .copyText, .copyMarkdown, .pageUp, .pageDown, .redraw, .suspend]
      .contains(self)
  }
}
