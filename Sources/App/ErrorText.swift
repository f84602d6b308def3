public import Chat
internal import Words

/// The text of error messages: what happened, what was kept, what to do next. Never contains an API
/// key or the text of a message. Quotes servers verbatim.
public enum ErrorText {
  /// Returns what happened, as a whole sentence.
  /// - Parameter provider: the provider that was asked, if known.
  public static func sentence(_ error: StreamError, at provider: Provider? = nil) -> String {
    Words.Errors.sentence(error, at: provider)
  }

  /// Returns a sentence that states by how much a request exceeds the model's context window.
  static func contextExceeded(_ error: StreamError) -> String {
    guard case .refused(let refusal) = error,
      case .contextExceeded(let needed, let window) = refusal.cause
    else { return sentence(error) }
    return Words.Errors.contextExceeded(needed: needed, window: window)
  }

  /// The message printed once while a command waits for the server to load its model.
  public static var modelLoading: String { Words.Errors.modelLoading }

  /// Returns advice on what to do next.
  public static func advice(_ error: StreamError, provider: Provider) -> String {
    Words.Errors.advice(
      error, provider: provider, modelsCommand: modelsCommand(provider),
      loginCommand: loginCommand(provider))
  }

  /// Returns what happened, what was kept and what to do.
  public static func notice(_ error: StoreError) -> (text: String, advice: String) {
    (sentence(error), Words.Errors.advice(error, repairCommand: repair(error.path)))
  }

  static func sentence(_ fault: AddressFault) -> String {
    switch fault {
    case .port(let port): Words.Picker.wrongPort(port)
    case .numbers(let address): Words.Picker.wrongNumbers(address)
    case .scheme(let scheme): Words.Picker.wrongScheme(scheme)
    case .host(let scheme): Words.Picker.noHost(after: scheme)
    case .space: Words.Picker.spaceBeforePort
    case .other(let text): Words.Picker.notAnAddress(text)
    }
  }

  /// Returns what to type instead.
  static func advice(_ fault: AddressFault) -> String {
    if case .space(let address) = fault { return Words.Advice.type(address) }
    return Words.Advice.exampleAddress
  }

  private static func sentence(_ error: StoreError) -> String {
    Words.Errors.sentence(error, mergeCommand: mergeCommand(error))
  }

  private static func mergeCommand(_ error: StoreError) -> String? {
    guard case .replaced(let path, let copy?) = error else { return nil }
    return "aside merge --database \(ShellWord.quoted(path)) \(ShellWord.quoted(copy))"
  }

  /// Returns the command that lists a provider's models. Omits the address if the provider
  /// implies it, or if the address contains a password or is the demo's.
  public static func modelsCommand(_ provider: Provider) -> String {
    if provider.name == Provider.demo.name { return "aside models --demo" }
    return "aside models --provider \(ShellWord.quoted(provider.name))" + baseURLOption(provider)
  }

  private static func baseURLOption(_ provider: Provider) -> String {
    let isBuiltIn = Provider.builtIn.contains { $0.isSame(as: provider) }
    let isShown =
      !isBuiltIn && !provider.baseURL.isEmpty
      && provider.shownBaseURL == provider.baseURL
    return isShown ? " --base-url \(ShellWord.quoted(provider.baseURL))" : ""
  }

  /// Returns the command that saves an API key for a provider or, if the user gave only an address,
  /// for that address.
  static func loginCommand(_ provider: Provider) -> String {
    provider.isNamedByAddress
      ? "aside login" + baseURLOption(provider)
      : "aside login --provider \(ShellWord.quoted(provider.name))" + baseURLOption(provider)
  }

  /// Reports that saving works again after `error`. If the database had been replaced, repeats
  /// where its contents were saved.
  static func savingWorksAgain(after error: StoreError, isConversationSaved: Bool) -> String {
    let fact = Words.Saving.worksAgain(isConversationSaved: isConversationSaved)
    switch error {
    case .replaced(_, let copy):
      return Words.sentences(
        fact, Words.Errors.wasReplaced(copy: copy, mergeCommand: mergeCommand(error)))
    case .cannotOpen, .newer, .damaged, .searchIndexDamaged, .diskFull, .readOnly, .busy, .failed:
      return fact
    }
  }

  /// Returns the command that repairs a database.
  /// - Parameter usual: the database that commands use by default.
  public static func repair(_ path: String, usual: String? = nil) -> String {
    "aside check --repair" + (path == usual ? "" : " --database \(ShellWord.quoted(path))")
  }

  /// Returns what happened and what to do, for a command that holds no conversation in memory.
  /// - Parameter usual: the database that commands use by default.
  public static func commandLine(_ error: StoreError, usual: String? = nil) -> String {
    let command = repair(error.path, usual: usual)
    return Words.sentences(
      sentence(error), Words.Errors.commandAdvice(error, repairCommand: command))
  }

  /// Returns what happened and what to do, for a database file that is only read and is not the
  /// user's own.
  /// - Parameter usual: the database that commands use by default.
  public static func otherFile(_ error: StoreError, usual: String? = nil) -> String {
    switch error {
    case .damaged(let path, .words(let words)) where words.hasPrefix("file is not a database"):
      Words.Errors.notADatabase(path)
    case .damaged(let path, let fault):
      Words.Errors.damagedFile(path, fault: fault, repairCommand: repair(path))
    case .newer(let path): Words.Errors.newerFile(path)
    case .searchIndexDamaged, .diskFull, .cannotOpen, .replaced, .readOnly, .busy, .failed:
      commandLine(error, usual: usual)
    }
  }

  /// Reports that conversations were moved to the trash because they had not been used for `days`
  /// days.
  public static func deleted(_ count: Int, unusedForDays days: Int) -> String {
    Words.Errors.movedToTrash(count, unusedForDays: days)
  }

  /// Reports that a stored conversation's provider is not configured.
  static func notConfigured(_ session: Session) -> String {
    Words.Errors.notConfigured(model: session.model, provider: session.provider.name)
  }

  /// Reports that a provider needs a key and none was found.
  public static func missingKey(_ provider: Provider) -> String {
    Words.missingKey(provider)
  }
}
