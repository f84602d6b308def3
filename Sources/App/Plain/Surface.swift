internal import Chat
internal import Words

/// The kind of interface: the full screen or plain mode.
public enum Surface: Equatable, Sendable {
  /// The full screen, with keys and a composer.
  case screen
  /// Plain mode: each line is sent as typed, and printed text never changes.
  case lines
}

/// Advice on what to do next. It names keys or slash commands, whichever the surface has.
enum Step: Equatable {
  case stop
  case cancelExport
  case sendQueued
  case decideOnQueue
  case listCommands
  case sendAsText
  case listParameters
  case listConversations
  case goOn
  case goOnOrAskAgain
  case askAgain
  case regenerate
  case startNew
  case branch
  case undoDeletion
  case undoConversationDeletion
  case leaveUnsaved
  case chooseModel
  case chooseModelOrAskAgain
  case chooseModelOrGoOn
  case addKey
  case nameModel
  /// Add the key that the provider's server requires.
  case addMissingKey(Provider)
  /// Replace the key that the provider's server rejected.
  case replaceKey(Provider)
  /// Enter the key that the server wants. The notice has already said what happened.
  case enterKey(Provider, StreamError)
  case startServer
  case startServerOrTypeAddress
  case typeAnotherAddress
  /// Save the text that looks like an API key.
  case saveKey
  case confirmAnswerNow
  case compareAnswers
  case compareModel
  case disarmComparison
  /// Make room in a full context window.
  case makeRoom
  /// Change or unset a parameter that the server refuses.
  case changeParameter(String)
  case sendAnyway(Sending)
  case detach

  /// Returns the advice as a whole sentence.
  func words(on surface: Surface, _ keymap: Keymap) -> String {
    let style: Words.CommandStyle = surface == .screen ? .keys(keymap.names) : .lines
    return switch self {
    case .stop: Words.Advice.stop(style)
    case .cancelExport: Words.Advice.cancelExport(style)
    case .sendQueued: Words.Queue.send(style)
    case .decideOnQueue: Words.Queue.decide(style)
    case .listCommands: Words.Advice.listCommands(style)
    case .sendAsText: Words.Advice.sendAsText(style)
    case .listParameters: Words.Advice.listParameters(style)
    case .listConversations: Words.Advice.listConversations(style)
    case .goOn: Words.Advice.continueAnswer(style)
    case .goOnOrAskAgain: Words.Advice.continueOrRetry(style)
    case .askAgain: Words.Advice.retry(style)
    case .regenerate: Words.Advice.regenerate(style)
    case .startNew: Words.Advice.startNew(style)
    case .branch: Words.Advice.makeVersion(style)
    case .undoDeletion: Words.Advice.undoDeletion(style)
    case .undoConversationDeletion: Words.Advice.undoConversationDeletion(style)
    case .leaveUnsaved: Words.Advice.discardAndLeave(style)
    case .chooseModel: Words.Advice.chooseModel(style)
    case .chooseModelOrAskAgain: Words.Advice.chooseModelOrRetry(style)
    case .chooseModelOrGoOn: Words.Advice.chooseModelOrContinue(style)
    case .addKey: Words.Advice.addKey(style)
    case .nameModel: Words.Advice.nameModel
    case .addMissingKey(let provider):
      Words.Advice.addMissingKey(login: ErrorText.loginCommand(provider), style)
    case .replaceKey(let provider):
      Words.Advice.replaceKey(login: ErrorText.loginCommand(provider), style)
    case .enterKey(let provider, let error):
      Words.Advice.enterKey(
        isMissing: error.isForWantOfKey, login: ErrorText.loginCommand(provider), style)
    case .startServer: Words.Advice.startServer(style)
    case .startServerOrTypeAddress: Words.Advice.startServer(orTypeAddress: true, style)
    case .typeAnotherAddress: Words.Advice.typeAnotherAddress(style)
    case .saveKey: Words.Advice.saveKey(style)
    case .confirmAnswerNow: Words.Advice.confirmAnswerNow(style)
    case .compareModel: Words.Advice.compareModel(style)
    case .compareAnswers: Words.Advice.compareAnswers(style)
    case .disarmComparison: Words.Advice.disarmComparison(style)
    case .makeRoom: Words.Advice.makeRoom(style)
    case .changeParameter(let name): Words.Advice.changeParameter(name, style)
    case .detach: Words.Attachments.detach(style)
    case .sendAnyway(.question): Words.Advice.sendAnyway(style)
    case .sendAnyway(.anotherAnswer), .sendAnyway(.rest), .sendAnyway(.withoutThinking),
      .sendAnyway(.comparison):
      Words.Advice.repeatAnyway(style)
    }
  }
}
