internal import Chat
internal import Words

/// A suggestion of what a newcomer could do next. It appears at most once, in the notice line
/// after an answer, and never after the user has done it.
public enum NextStep: String, CaseIterable, Sendable {
  /// Using a real model instead of the demo.
  case model
  case thinking
  case messages
  case conversations
  case commands

  /// The commands whose use shows that the user already knows about the step.
  var commands: [Command] {
    switch self {
    case .model: [.setModel, .chooseProvider]
    case .thinking: [.toggleReasoning, .toggleThinking]
    case .messages: [.focusNext, .focusPrevious, .previousMessage, .copyText, .regenerate, .edit]
    case .conversations: [.openList]
    case .commands: [.openPalette]
    }
  }

  func words(_ keymap: Keymap) -> String {
    switch self {
    case .model: Words.NextStep.model(keymap.name(of: .setModel))
    case .thinking:
      Words.NextStep.thinking(
        show: keymap.name(of: .toggleReasoning), turnOff: keymap.name(of: .toggleThinking))
    case .messages: Words.NextStep.messages(keymap.name(of: .focusNext))
    case .conversations:
      Words.NextStep.conversations(
        list: keymap.name(of: .openList), new: keymap.name(of: .newConversation))
    case .commands: Words.NextStep.commands(keymap.name(of: .openPalette))
    }
  }
}

extension State {
  /// Starts suggesting next steps, once the user has left the first screen.
  mutating func beginNextSteps() {
    if guidance.nextSteps == nil { guidance.nextSteps = NextStep.allCases }
  }

  /// Drops the steps that this command belongs to, including the one on the screen, because using it
  /// shows that the user knows about them.
  mutating func noteDone(_ command: Command) {
    guard guidance.nextSteps != nil else { return }
    guidance.nextSteps?.removeAll { $0.commands.contains(command) }
    guard let notice, notice.kind == .information, surface == .screen else { return }
    let isDone = NextStep.allCases.contains {
      $0.commands.contains(command) && $0.words(preferences.keymap) == notice.text
    }
    if isDone { removeNoticeInPlace() }
  }

  /// Shows the next step after an answer, unless the notice line is in use.
  mutating func sayNextStep(after answer: MessageID) {
    guard notice == nil, conversationHasKeys, !front.isAnswering, surface == .screen,
      let message = conversation[answer], message.status == .complete,
      let index = guidance.nextSteps?.firstIndex(where: { fits($0, message) }),
      let step = guidance.nextSteps?.remove(at: index)
    else { return }
    notice = Notice(.information, step.words(preferences.keymap))
  }

  /// Returns whether the step suits the answer and suggests something not yet done.
  private func fits(_ step: NextStep, _ answer: Message) -> Bool {
    switch step {
    case .model: session.isDemo
    case .thinking: !answer.reasoning.isEmpty && thinking.isOn
    case .messages: focus == .composer
    case .conversations: list == nil
    case .commands: true
    }
  }
}
