internal import App
internal import ArgumentParser
internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside login`: keeps a provider's key in a file that only its owner can read.
struct Login: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keeps a provider's key.",
    discussion: """
      Asks for the key without showing it, or reads it from standard input, and keeps it in \
      ~/.local/share/aside/keys.toml, which only you can read. Environment variables and an \
      api_key_command come before it.
      """)

  @ParentCommand var parent: Aside

  @OptionGroup var whom: EndpointOptions

  @Flag(help: "Forget the key that is kept.")
  var forget = false

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let paths = Paths(environment: environment)
    let options = whom.chat(parent.chat)
    let configuration = try Configuration.load(options.config?.path, paths: paths)
    let name = options.provider ?? configuration.provider ?? Provider.aimlapi.name
    guard let setting = configuration.providers.first(where: { $0.provider.name == name }),
      name != Provider.demo.name
    else { throw UsageProblem("There is no provider “\(name)” that takes a key.") }
    if let url = options.baseURL, ServerOrigin(url) != setting.provider.origin {
      throw UsageProblem(
        "A key is kept for the provider's own address, \(setting.provider.shownBaseURL). For another "
          + "one set ASIDE_API_KEY, or add a [providers.NAME] to the configuration.")
    }
    let file = KeyFile(path: paths.keys)
    if forget {
      try file.set(nil, for: name)
      return try StandardStreams.output("The key of \(name) is forgotten.\n")
    }
    let key = try readKey(for: name)
    let isBuiltInAddress = Provider.builtIn.contains {
      $0.name == name && $0.origin == setting.provider.origin
    }
    try file.set(
      KeptKey(text: key, address: isBuiltInAddress ? nil : setting.provider.origin?.description),
      for: name)
    var sentence =
      "The key of \(name) is kept in \(file.path). "
      + "aside doctor --provider \(ShellWord.quoted(name)) tries it."
    let keys = KeyRing(environment: environment, file: file)
    // A variable that cannot be read as a key is complained about when it is used.
    if let known = try? keys.variableKey(for: setting, isFirst: true) {
      sentence += " \(known.source) is set and comes before it."
    } else if setting.hasCommand {
      sentence += " The configuration's api_key_command comes before it."
    }
    try StandardStreams.output(sentence + "\n")
  }

  private func readKey(for provider: String) throws -> String {
    let text =
      StandardStreams.isInputTerminal
      ? try HiddenLine.read("Key for \(provider): ")
      : try StandardInput.read(
        whenSilent: "Waiting for the key on standard input.")
    do throws(APIKey.Flaw) {
      return try APIKey.trimmed(text)
    } catch {
      switch error {
      case .empty: throw UsageProblem("No key was given; nothing is changed.")
      case .forbiddenCharacter:
        throw UsageProblem(
          "That is no key: it has a space, a control character or a letter beyond ASCII in it. "
            + "Nothing is changed.")
      }
    }
  }
}
