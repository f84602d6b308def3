internal import App
internal import ArgumentParser
internal import Chat
internal import Screen

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside doctor`: what works and what does not, a line each, with what to do.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks configuration, key, connection, model, thinking, terminal and database.",
    discussion: """
      A line each: ok, note or wrong, what was checked, and what to do. Nothing is asked of a model \
      unless --send is given. Exit status: 1 when something is wrong.
      """)

  @ParentCommand var parent: Aside

  @OptionGroup var whom: EndpointOptions

  @Option(help: ArgumentHelp("The model to look for.", valueName: "id"))
  var model: String?

  @Option(help: ArgumentHelp("Where conversations are kept.", valueName: "file"))
  var database: TypedPath?

  @Flag(help: "Ask the model for one token, which may cost a little.")
  var send = false

  func run() throws {
    try StandardStreams.requireOutput()
    let environment = ProcessInfo.processInfo.environment
    let paths = Paths(environment: environment)
    var report = DoctorReport()
    var options = whom.chat(parent.chat)
    options.model = model ?? options.model
    let configuration = Self.configuration(options.config?.path, paths, &report)
    checkTheme(configuration, paths, &report)
    do throws(UsageProblem) {
      let setup = try ChatSetup(
        options, configuration, environment: environment, paths: paths, needsModel: false)
      let wanted = options.model ?? Self.usualModel(setup, configuration)
      var check = EndpointCheck(setup: setup, model: wanted, sends: send)
      check.run(&report)
    } catch {
      report.add(.wrong, "provider", error.description)
    }
    PlaceCheck(environment: environment)
      .run(
        database: (database ?? parent.database)?.path ?? configuration.database ?? paths.database,
        &report)
    try report.finish()
    if report.hasTrouble { throw ExitCode(1) }
  }

  /// What can be read of it; everything that is wrong is reported.
  private static func configuration(
    _ path: String?, _ paths: Paths, _ report: inout DoctorReport
  ) -> Configuration {
    let place = path ?? paths.configuration
    do throws(UsageProblem) {
      let (configuration, problems) = try Configuration.read(path, paths: paths)
      for problem in problems.all { report.add(.wrong, "configuration", problem.description) }
      if problems.all.isEmpty {
        let isThere = FileManager.default.fileExists(atPath: place)
        report.add(.ok, "configuration", isThere ? place : "\(place) is not there; none is needed")
      }
      return configuration
    } catch {
      report.add(.wrong, "configuration", error.description)
      return .standard
    }
  }

  /// Says nothing of a theme that can be shown.
  private func checkTheme(
    _ configuration: Configuration, _ paths: Paths, _ report: inout DoctorReport
  ) {
    do throws(UsageProblem) {
      let themes = try ThemeSelection(
        option: parent.theme, configuration, ThemeCatalogue(folder: paths.themes))
      for trouble in themes.troubles { report.add(.wrong, "theme", trouble) }
    } catch {
      report.add(.wrong, "theme", error.description)
    }
  }

  private static func usualModel(_ setup: ChatSetup, _ configuration: Configuration) -> String {
    let provider = setup.session.provider
    let isConfigured = configuration.provider == nil || configuration.provider == provider.name
    if isConfigured, let model = configuration.model { return model }
    return provider.tellsModel ? "" : provider.defaultModel
  }
}

/// The lines of `aside doctor`, printed as they come.
struct DoctorReport {
  enum Verdict: String {
    case ok
    case note
    case wrong
  }

  private(set) var hasTrouble = false
  private var output = LateOutput()

  mutating func add(_ verdict: Verdict, _ what: String, _ words: String) {
    if verdict == .wrong { hasTrouble = true }
    func padded(_ text: String, to width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    output.write(
      padded(verdict.rawValue, to: 7) + padded(what, to: 15) + Sanitizer.sanitizeLine(words) + "\n")
  }

  /// - Throws: what kept a line from being written.
  func finish() throws(OutputFailure) { try output.finish() }
}
