internal import App
internal import ArgumentParser
internal import Chat
internal import Terminal

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
    abstract: "A full-screen terminal chat for models that think aloud.",
    discussion: """
      Without a key and without options it opens a scripted demo. With AIMLAPI_API_KEY set it asks \
      alibaba/qwen3-32b at the AI/ML API. Conversations are kept in \
      ~/.local/share/aside/aside.sqlite.
      """,
    version: "aside 0.1.0",
    subcommands: [
      Ask.self, ListConversations.self, SearchConversations.self, ExportConversations.self,
      ImportConversations.self, MergeStores.self, BackUp.self, CheckStore.self, Statistics.self,
      ListModels.self, Login.self,
      Doctor.self, DemoServer.self,
    ])

  @OptionGroup var chat: ChatOptions

  @Option(help: ArgumentHelp("Where conversations are kept.", valueName: "file"))
  var database: TypedPath?

  @Option(
    help: ArgumentHelp(
      "The colours: auto, \(ThemeCatalogue.names.joined(separator: ", ")), or a file of yours.",
      valueName: "name"))
  var theme: String?

  @Flag(name: .customLong("continue"), help: "Open the conversation that was used last.")
  var continues = false

  @Option(
    help: ArgumentHelp("Open a conversation: its id, or the beginning of it.", valueName: "id"))
  var conversation: String?

  @Flag(help: "Lines that are only added to, for screen readers and recordings, not a screen.")
  var plain = false

  /// An option that was given and means something to the screen alone.
  var screenOption: String? {
    if continues { return "--continue" }
    if conversation != nil { return "--conversation" }
    if plain { return "--plain" }
    return theme == nil ? nil : "--theme"
  }

  /// Exit status 2 for a usage that cannot be, as the shells have it.
  static func main() {
    StandardStreams.reserveDescriptors()
    // A file that grows beyond a limit is an error of the write, as on a full disk.
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
      var command = try root.parseAsRoot(arguments)
      try command.run()
    } catch let problem as UsageProblem {
      StandardStreams.complain(problem.description)
      exit(withStatus: 2)
    } catch let failure as OutputFailure {
      exit(withStatus: failure.report())
    } catch {
      exit(withStatus: end(root, error))
    }
  }

  /// Says what the library has to say: a usage, a problem with the options, the help.
  /// - Returns: the exit status.
  private static func end(_ root: any ParsableCommand.Type, _ error: any Error) -> Int32 {
    let code = root.exitCode(for: error)
    let isUsage = code == .validationFailure
    // The library leaves the program's name out there.
    var message = root.fullMessage(for: error).replacing("See 'ask ", with: "See 'aside ask ")
    if root == AskAlone.self, isUsage, message.contains("Unknown option") {
      message += "\n  \(HyphenText.advice)"
    }
    guard !message.isEmpty else { return isUsage ? 2 : code.rawValue }
    guard code == .success else {
      StandardStreams.writeError(message + "\n")
      return isUsage ? 2 : code.rawValue
    }
    return StandardStreams.writeOutput(message + "\n").map { OutputFailure($0).report() } ?? 0
  }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let paths = Paths(environment: environment)
    guard StandardStreams.isOutputTerminal, StandardStreams.isInputTerminal else {
      throw UsageProblem(
        "The screen needs a terminal for input and output. For pipes there is: aside ask \"question\""
      )
    }
    let configuration = try Configuration.load(chat.config?.path, paths: paths)
    var setup = try ChatSetup(chat, configuration, environment: environment, paths: paths)
    setup.session.hasReducedMotion = configuration.hasReducedMotion
    setup.session.isStored = configuration.history.isStored
    let themes = try ThemeSelection(
      option: theme, configuration, ThemeCatalogue(folder: paths.themes))
    if configuration.isAmbiguousWide, !Terminal.takeAmbiguousAsWide() {
      throw UsageProblem("ambiguous_width = 2 cannot be had on this system.")
    }
    let path = database?.path ?? configuration.database ?? paths.database
    let place = StorePlace(path: path, usual: storeOption.isEmpty ? path : nil)
    let wiring = Wiring(
      setup: setup,
      themes: themes,
      hasPlainMarks: configuration.hasPlainMarks, usesMouse: configuration.usesMouse,
      isReasoningOpen: configuration.isReasoningOpen,
      databasePath: path,
      history: configuration.history,
      storeOption: storeOption,
      start: try start(in: place), statePath: paths.state)
    let isPlain = plain || configuration.plain == true
    let farewell: String
    do throws(TerminalError) {
      farewell = try isPlain ? wiring.runPlain() : wiring.run()
    } catch {
      throw Self.problem(error)
    }
    try StandardStreams.output(farewell + "\n")
  }

  /// The options that say where conversations are kept, for the command that comes back to one.
  private var storeOption: String {
    let options = [("config", chat.config), ("database", database)]
    return options.map { name, path in
      path.map { "--\(name) \(ShellWord.quoted($0.path)) " } ?? ""
    }.joined()
  }

  private func start(in place: StorePlace) throws -> StartingPoint {
    guard let conversation else { return continues ? .newest : .new }
    if continues { throw UsageProblem("--continue and --conversation cannot be had together.") }
    guard let id = try place.read({ try place.find(conversation, in: $0) }) else {
      throw UsageProblem(
        "There is no conversation “\(conversation)”; \(place.listCommand) names them.")
    }
    return .conversation(id)
  }

  private static func problem(_ error: TerminalError) -> UsageProblem {
    switch error {
    case .notATerminal:
      UsageProblem("The screen needs a terminal. For pipes there is: aside ask \"question\"")
    case .unknownTerminal(""):
      UsageProblem("TERM is not set. Set it to the terminal's name, such as xterm-256color.")
    case .unknownTerminal(let name):
      UsageProblem(
        "The terminal “\(name)” is not known here, or can show no screen. Set TERM to the terminal's "
          + "name, such as xterm-256color, or use: aside ask \"question\""
      )
    case .system(let detail): UsageProblem("The terminal cannot be used: \(detail).")
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
