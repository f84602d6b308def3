internal import App
internal import ArgumentParser
internal import Chat
internal import Terminal
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

@main
struct Aside: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aside",
    abstract: Words.Help.Program.abstract,
    usage: Words.Help.Program.usage,
    discussion: Words.Help.Program.discussion,
    version: "aside 0.1.0",
    subcommands: [
      Ask.self, ListConversations.self, SearchConversations.self, ExportConversations.self,
      ImportConversations.self, MergeStores.self, BackUp.self, CheckStore.self, Statistics.self,
      ListModels.self, Login.self,
      Doctor.self, ListKeys.self, DemoServer.self,
    ])

  @OptionGroup var chat: ChatOptions

  @Option(help: ArgumentHelp(Words.Help.Common.database, valueName: Words.Help.Value.file))
  var database: TypedPath?

  @Option(
    help: ArgumentHelp(
      Words.Help.Program.theme(builtIn: ThemeCatalogue.names), valueName: Words.Help.Value.name))
  var theme: String?

  @Option(help: ArgumentHelp(Words.Help.Ask.system, valueName: Words.Help.Value.text))
  var system: HyphenText?

  @Flag(name: .customLong("continue"), help: ArgumentHelp(Words.Help.Program.continues))
  var continues = false

  @Option(help: ArgumentHelp(Words.Help.Program.conversation, valueName: Words.Help.Value.id))
  var conversation: String?

  @Flag(help: ArgumentHelp(Words.Help.Program.plain))
  var plain = false

  /// The first given option that applies only to the full-screen interface.
  var screenOption: String? {
    if continues { return "--continue" }
    if conversation != nil { return "--conversation" }
    if plain { return "--plain" }
    if system != nil { return "--system" }
    return theme == nil ? nil : "--theme"
  }

  /// Runs the program. Usage errors exit with status 2, as in shells.
  static func main() {
    StandardStreams.reserveDescriptors()
    // With SIGXFSZ ignored, exceeding a file size limit is a write error, like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    do {
      let arguments = HyphenText.marking(try ProgramText.arguments())
      if arguments.first == "ask" {
        run(AskAlone.self, Array(arguments.dropFirst()))
      } else {
        run(Aside.self, arguments)
      }
    } catch {
      StandardStreams.complain(error.description)
      exit(withStatus: 2)
    }
  }

  private static func run(_ root: any ParsableCommand.Type, _ arguments: [String]) {
    do {
      var command = try parse(root, arguments)
      try command.run()
    } catch let problem as UsageProblem {
      for line in problem.lines { StandardStreams.complain(line) }
      exit(withStatus: 2)
    } catch let failure as OutputFailure {
      exit(withStatus: failure.report())
    } catch {
      exit(withStatus: end(root, error))
    }
  }

  /// Parses the arguments. Those that are neither commands nor options are files.
  private static func parse(
    _ root: any ParsableCommand.Type, _ arguments: [String]
  ) throws -> any ParsableCommand {
    do {
      return try root.parseAsRoot(arguments)
    } catch {
      let names = configuration.subcommands.map { $0._commandName }
      guard root == Aside.self, root.exitCode(for: error) != .success,
        !arguments.contains(where: names.contains),
        // The error already caught says what is wrong with the options.
        let command = try? OpenFiles.parseAsRoot(arguments)
      else { throw error }
      return command
    }
  }

  /// Prints the library's message: a usage error, a problem with the options, or the help.
  /// - Returns: the exit status.
  private static func end(_ root: any ParsableCommand.Type, _ error: any Error) -> Int32 {
    let code = root.exitCode(for: error)
    let isUsage = code == .validationFailure
    // The library omits the program's name when it refers to the help.
    var message = root.fullMessage(for: error).replacing("See 'ask ", with: "See 'aside ask ")
    if root == AskAlone.self, isUsage, message.contains("Unknown option") {
      message += "\n  \(Words.hyphenAdvice)"
    }
    guard !message.isEmpty else { return isUsage ? 2 : code.rawValue }
    guard code == .success else {
      StandardStreams.writeError(message + "\n")
      return isUsage ? 2 : code.rawValue
    }
    return StandardStreams.writeOutput(message + "\n").map { OutputFailure($0).report() } ?? 0
  }

  func run() throws { try open(attaching: []) }

  func open(attaching files: [AttachArgument]) throws {
    let environment = ProcessInfo.processInfo.environment
    let paths = Paths(environment: environment)
    guard StandardStreams.isOutputTerminal else { throw UsageProblem(Words.needsOutputTerminal) }
    let attached = try AttachArgument.read(files, home: paths.home)
    let input = try PipedInput.take()
    let configuration = try Configuration.load(chat.config?.path, paths: paths)
    let remembered = RememberedState(path: paths.state)
    let preset = try PresetChoice(chat, configuration, paths)
    var setup = try setUp(configuration, remembered, preset, environment, paths)
    if let system { setup.choose(systemPrompt: system.text) }
    let themes = try themes(configuration, paths, environment)
    if configuration.isAmbiguousWide, !Terminal.takeAmbiguousAsWide() {
      throw UsageProblem(Words.ambiguousWidthUnsupported)
    }
    let path = database?.path ?? configuration.database ?? paths.database
    let place = StorePlace(path: path, usual: storeOption.isEmpty ? path : nil)
    let start = try start(in: place)
    // A stored conversation may use another server. The screen reports what that server rejects.
    if case .new = start {
      try setup.checkThinking(chat)
      try setup.noteThinking(of: preset, under: chat)
    }
    var preferences = Self.preferences(configuration, chat.config?.path ?? paths.configuration)
    preferences.preset = preset?.starting(
      under: chat, with: setup.session.provider, system: system?.text)
    preferences.theme = themes.name
    (preferences.themes, preferences.themeBackgrounds, preferences.ownThemes) = themes.list()
    preferences.opensLinks = LinkService.Program(environment: setup.keys.environment) != nil
    let wiring = Wiring(
      setup: setup, paths: paths, preferences: preferences, themes: themes,
      hasPlainMarks: configuration.hasPlainMarks, usesMouse: configuration.usesMouse,
      showsTitle: configuration.showsTitle, notify: configuration.notify,
      reasoning: configuration.reasoning, databasePath: path, history: configuration.history,
      storeOption: storeOption, start: start, remembered: remembered,
      configured: configuration.whom, attached: attached, input: input)
    let farewell = try Self.run(wiring, isPlain: plain || configuration.plain == true)
    try StandardStreams.output(farewell + "\n")
  }

  private func themes(
    _ configuration: Configuration, _ paths: Paths, _ environment: [String: String]
  ) throws(UsageProblem) -> ThemeSelection {
    let hints = TerminalHints(environment: environment)
    return try ThemeSelection(
      option: theme, configuration, ThemeCatalogue(folder: paths.themes),
      depth: TerminalDescription(named: hints.name).map { ColorDepth($0, hints) } ?? .direct)
  }

  private static func run(_ wiring: Wiring, isPlain: Bool) throws(UsageProblem) -> String {
    do throws(TerminalError) {
      return try isPlain ? wiring.runPlain() : wiring.run()
    } catch {
      throw problem(error)
    }
  }

  /// Sets up the provider and model for new conversations. The options take precedence over the
  /// preset, the last choice on the screen and the configuration, in that order.
  private func setUp(
    _ configuration: Configuration, _ remembered: RememberedState, _ preset: PresetChoice?,
    _ environment: [String: String], _ paths: Paths
  ) throws(UsageProblem) -> ChatSetup {
    let options = chat.adopting(preset)
    // A choice that can no longer be used is ignored.
    if let chosen = configuration.choosing(remembered, under: options),
      let setup = try? ChatSetup(
        options, chosen.adopting(preset), environment: environment, paths: paths, preset: preset,
        picksModel: true, mayBeDemo: true),
      !setup.session.lacksKey
    {
      return setup
    }
    return try ChatSetup(
      options, configuration.adopting(preset), environment: environment, paths: paths,
      preset: preset, picksModel: true, mayBeDemo: true)
  }

  /// - Parameter path: the path of the configuration file.
  private static func preferences(_ configuration: Configuration, _ path: String) -> Preferences {
    var preferences = Preferences()
    preferences.configurationPath = path
    preferences.hasReducedMotion = configuration.hasReducedMotion
    preferences.utcOffset = WallClock.utcOffset
    preferences.asksForTitles = configuration.titles
    preferences.isStored = configuration.history.isStored
    preferences.foldedPasteLines = configuration.composer.foldedPasteLines
    preferences.usesVi = configuration.composer.vi
    preferences.fullContext = configuration.fullContext
    preferences.limits = configuration.limits
    preferences.alerts = configuration.notify.time
    preferences.keymap = configuration.keymap
    return preferences
  }

  /// The options that select this database, for the command that resumes a conversation.
  private var storeOption: String {
    let options = [("config", chat.config), ("database", database)]
    return options.map { name, path in
      path.map { "--\(name) \(ShellWord.quoted($0.path)) " } ?? ""
    }.joined()
  }

  private func start(in place: StorePlace) throws -> StartingPoint {
    guard let conversation else { return continues ? .newest : .new }
    if continues { throw UsageProblem(Words.continueOrConversation) }
    guard let id = try place.read({ try place.find(conversation, in: $0) }) else {
      throw UsageProblem(Words.noConversation(conversation, listCommand: place.listCommand))
    }
    return .conversation(id)
  }

  private static func problem(_ error: TerminalError) -> UsageProblem {
    switch error {
    case .notATerminal: UsageProblem(Words.needsTerminal)
    case .unknownTerminal(""): UsageProblem(Words.terminalTypeUnset)
    case .unknownTerminal(let name): UsageProblem(Words.unknownTerminalType(name))
    case .system(let detail): UsageProblem(Words.cannotUseTerminal(detail))
    }
  }

  private static func exit(withStatus status: Int32) -> Never {
    #if canImport(Glibc)
      Glibc.exit(status)
    #else
      Darwin.exit(status)
    #endif
  }
}
