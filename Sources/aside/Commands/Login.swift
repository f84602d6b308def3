internal import App
internal import ArgumentParser
internal import Chat
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside login`: saves a provider's key in the keyring, or in a file that only its owner can read.
struct Login: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: Words.Help.Login.abstract,
    discussion: Words.Help.Login.discussion)

  @ParentCommand var parent: Aside

  @OptionGroup var whom: EndpointOptions

  @Flag(help: ArgumentHelp(Words.Help.Login.forget))
  var forget = false

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let paths = Paths(environment: environment)
    let options = whom.chat(parent.chat)
    let configuration = try Configuration.load(options.config?.path, paths: paths)
    let name = options.provider ?? configuration.provider ?? Provider.aimlapi.name
    guard let setting = configuration.providers.first(where: { $0.provider.name == name }),
      name != Provider.demo.name
    else { throw UsageProblem(Words.noProviderWithKey(name)) }
    if let url = options.baseURL, ServerOrigin(url) != setting.provider.origin {
      throw UsageProblem(Words.keyForOtherAddress(setting.provider.shownBaseURL))
    }
    let store = KeyStore(file: KeyFile(path: paths.keys), environment: environment)
    let commands = RunningCommands()
    if forget {
      try store.remove(name, among: commands)
      return try StandardStreams.output(Words.removedKey(for: name) + "\n")
    }
    let key = try readKey(for: name)
    let place = try store.save(
      key, for: name, address: setting.addressOfSavedKey, among: commands)
    let keys = KeyLookup(environment: environment, saved: store)
    // An invalid key in the variable is reported when it is used.
    let variable = (try? keys.variableKey(for: setting, isFirst: true))?.source
    let words = Words.savedKey(
      for: name, in: place,
      doctorCommand: "aside doctor --provider \(ShellWord.quoted(name))",
      variable.map { .variable($0) } ?? (setting.hasCommand ? .command : .none))
    try StandardStreams.output(words + "\n")
  }

  private func readKey(for provider: String) throws -> String {
    let text =
      StandardStreams.isInputTerminal
      ? try HiddenLine.read(Words.keyPrompt(provider))
      : try StandardInput.read(whenSilent: Words.waitingForKey)
    do throws(APIKey.Flaw) {
      return try APIKey.trimmed(text)
    } catch {
      switch error {
      case .empty: throw UsageProblem(Words.noKeyGiven)
      case .forbiddenCharacter: throw UsageProblem(Words.invalidKeyGiven)
      }
    }
  }
}
