internal import App
internal import ArgumentParser
internal import Chat
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside login`: saves the key for a provider or an address in the keyring, or in a file that only its owner can read.
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
    guard let named = configuration.providers.first(where: { $0.provider.name == name }),
      name != Provider.demo.name
    else { throw UsageProblem(Words.noProviderWithKey(name)) }
    let setting = options.baseURL.map { named.moved(to: $0.trimmingSlashes) } ?? named
    guard let origin = setting.provider.origin else {
      throw UsageProblem(Words.noOriginForKey(setting.provider.shownBaseURL))
    }
    let owner = KeyOwner(setting, at: origin)
    let store = KeyStore(file: KeyFile(path: paths.keys), environment: environment)
    if forget { return try remove(owner, from: store) }
    if owner.isAddress, setting.provider.isInTheOpen {
      throw UsageProblem(Words.keyInTheOpen(setting.provider.shownBaseURL))
    }
    let key = try readKey(for: owner.shownName)
    let place = try store.save(
      key, for: owner.name, address: owner.address, among: RunningCommands())
    let keys = KeyLookup(environment: environment, saved: store)
    // An invalid key in the variable is reported when it is used.
    let variable = (try? keys.variableKey(for: setting, isFirst: true))?.source
    let words = Words.savedKey(
      for: owner.shownName, in: place, doctorCommand: doctorCommand(setting.provider, owner),
      variable.map { .variable($0) } ?? (setting.hasCommand ? .command : .none))
    try StandardStreams.output(words + "\n")
  }

  private func doctorCommand(_ provider: Provider, _ owner: KeyOwner) -> String {
    let option =
      owner.isAddress
      ? "--base-url \(ShellWord.quoted(provider.shownBaseURL))"
      : "--provider \(ShellWord.quoted(provider.name))"
    return "aside doctor \(option)"
  }

  private func remove(_ owner: KeyOwner, from store: KeyStore) throws {
    guard try store.remove(owner.name, among: RunningCommands()) else {
      throw UsageProblem(Words.noSavedKey(for: owner.shownName, others: try store.names()))
    }
    try StandardStreams.output(Words.removedKey(for: owner.shownName) + "\n")
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
