internal import App
internal import ArgumentParser
internal import Chat
internal import Screen
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside doctor`: prints one line per check, with advice for problems.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: Words.Help.Doctor.abstract,
    discussion: Words.Help.Doctor.discussion)

  @ParentCommand var parent: Aside

  @OptionGroup var whom: EndpointOptions

  @Option(help: ArgumentHelp(Words.Help.Doctor.model, valueName: Words.Help.Value.id))
  var model: String?

  @Option(help: ArgumentHelp(Words.Help.Common.database, valueName: Words.Help.Value.file))
  var database: TypedPath?

  @Flag(help: ArgumentHelp(Words.Help.Doctor.send))
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
    LibraryCheck(paths: paths, configuration: configuration).run(&report)
    do throws(UsageProblem) {
      let setup = try ChatSetup(
        options, configuration, environment: environment, paths: paths, needsModel: false)
      let wanted = options.model ?? Self.usualModel(setup, configuration)
      var check = EndpointCheck(setup: setup, model: wanted, sends: send)
      check.run(&report)
      let remembered = RememberedState(path: paths.state)
      if let words = remembered.words(whenUnusedBy: setup, options, configuration) {
        report.add(.note, .provider, words)
      }
    } catch {
      report.add(.error, .provider, error.description)
    }
    let keys = KeyStore(file: KeyFile(path: paths.keys), environment: environment)
    PlaceCheck(environment: environment, keys: keys)
      .run(
        database: (database ?? parent.database)?.path ?? configuration.database ?? paths.database,
        &report)
    try report.finish()
    if report.hasTrouble { throw ExitCode(1) }
  }

  /// Reads what it can of the configuration, and reports everything that is wrong with it.
  private static func configuration(
    _ path: String?, _ paths: Paths, _ report: inout DoctorReport
  ) -> Configuration {
    let place = path ?? paths.configuration
    do throws(UsageProblem) {
      let (configuration, problems) = try Configuration.read(path, paths: paths)
      for problem in problems.all { report.add(.error, .configuration, problem.description) }
      if problems.all.isEmpty {
        let isThere = FileManager.default.fileExists(atPath: place)
        report.add(.ok, .configuration, isThere ? place : Words.Doctor.noConfiguration(place))
      }
      return configuration
    } catch {
      report.add(.error, .configuration, error.description)
      return .standard
    }
  }

  /// Reports the theme only if something is wrong with it.
  private func checkTheme(
    _ configuration: Configuration, _ paths: Paths, _ report: inout DoctorReport
  ) {
    do throws(UsageProblem) {
      let themes = try ThemeSelection(
        option: parent.theme, configuration, ThemeCatalogue(folder: paths.themes))
      for trouble in themes.troubles { report.add(.error, .theme, trouble) }
    } catch {
      report.add(.error, .theme, error.description)
    }
  }

  private static func usualModel(_ setup: ChatSetup, _ configuration: Configuration) -> String {
    let provider = setup.session.provider
    let isConfigured = configuration.provider == nil || configuration.provider == provider.name
    if isConfigured, let model = configuration.model { return model }
    return provider.tellsModel ? "" : provider.defaultModel
  }
}

/// The output of `aside doctor`. Each line is printed as soon as it is available.
struct DoctorReport {
  private(set) var hasTrouble = false
  private var output = LateOutput()

  mutating func add(_ verdict: Words.Verdict, _ subject: Words.Subject, _ words: String) {
    if verdict == .error { hasTrouble = true }
    output.write(
      Self.column(Words.label(verdict), 7) + Self.column(Words.label(subject), 15)
        + Sanitizer.sanitizeLine(words) + "\n")
  }

  /// Returns the label, padded to the width of its column.
  static func column(_ label: String, _ width: Int) -> String {
    label + String(repeating: " ", count: max(1, width - label.count))
  }

  /// - Throws: the error that stopped a line from being written.
  func finish() throws(OutputFailure) { try output.finish() }
}
