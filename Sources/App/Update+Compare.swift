internal import Chat
internal import Screen

extension State {
  /// Shows the answer in view beside the one before it, or the first beside the second.
  mutating func compare() -> [Effect] {
    guard size.width >= Comparison.narrowest else {
      notice = Notice(
        .information,
        "Two answers side by side need a window of \(Comparison.narrowest) columns.")
      return []
    }
    guard let answer = reasoningMessage(), conversation.siblings(of: answer.id).count > 1 else {
      notice = Notice(
        .information, "There is no other answer here.", advice: say(.askAgain))
      return []
    }
    let index = conversation.siblings(of: answer.id).firstIndex(of: answer.id) ?? 0
    compare(answer.id, at: max(0, index - 1))
    return []
  }

  /// - Parameter index: of the left one among the siblings.
  private mutating func compare(_ answer: MessageID, at index: Int) {
    let siblings = conversation.siblings(of: answer)
    guard siblings.indices.contains(index), siblings.indices.contains(index + 1) else { return }
    let pair = [index, index + 1]
    overlay = .comparison(
      Comparison(
        pair.map { siblings[$0] },
        places: pair.map { "\($0 + 1)/\(siblings.count)" }))
  }

  /// Of other keys only those that lead elsewhere.
  private mutating func pressBeside(_ key: Key) -> [Effect] {
    guard let command = Keymap.command(for: key, focus: .transcript) else { return [] }
    switch command {
    case .openBrowser, .openSearch, .openPalette: overlay = nil
    case .redraw, .suspend, .stopOrClear: break
    default: return []
    }
    return perform(command)
  }

  mutating func pressInComparison(_ key: Key) -> [Effect] {
    guard case .comparison(var comparison) = overlay else { return [] }
    switch key.code {
    case .up, .character("k"): comparison.scroll(by: -1)
    case .down, .character("j"): comparison.scroll(by: 1)
    case .pageUp: comparison.scrollPage(-1)
    case .pageDown, .character(" "): comparison.scrollPage(1)
    case .home, .character("g"): comparison.scroll(by: -1_000_000_000)
    case .end, .character("G"): comparison.scroll(by: 1_000_000_000)
    case .character("]"), .character("["):
      let step = key.code == .character("]") ? 1 : -1
      guard let left = comparison.messages.first,
        let index = conversation.siblings(of: left).firstIndex(of: left)
      else { return [] }
      compare(left, at: index + step)
      return []
    case .escape, .enter, .character("q"), .character("|"):
      overlay = nil
      return []
    default: return pressBeside(key)
    }
    overlay = .comparison(comparison)
    return []
  }
}
