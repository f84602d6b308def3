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

/// `aside models`: lists a server's models.
struct ListModels: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: Words.Help.Models.abstract,
    discussion: Words.Help.Models.discussion)

  @ParentCommand var parent: Aside

  @OptionGroup var whom: EndpointOptions

  @Flag(help: ArgumentHelp(Words.Help.Common.jsonLines([])))
  var json = false

  @Flag(help: ArgumentHelp(Words.Help.Models.all))
  var all = false

  @Argument(help: ArgumentHelp(Words.Help.Models.filter, valueName: Words.Help.Value.text))
  var text: String?

  func run() throws {
    try StandardStreams.requireOutput()
    let environment = ProcessInfo.processInfo.environment
    let paths = Paths(environment: environment)
    let options = whom.chat(parent.chat)
    let configuration = try Configuration.load(options.config?.path, paths: paths)
    let setup = try ChatSetup(
      options, configuration, environment: environment, paths: paths, needsModel: false,
      mayBeDemo: true)
    let models: [Model]
    do throws(StreamError) {
      models = try list(setup)
    } catch {
      let advice = ErrorText.advice(error, provider: setup.session.provider)
      StandardStreams.complain(
        Words.sentences(
          ErrorText.sentence(error, at: setup.session.provider), advice))
      throw ExitCode(1)
    }
    // To standard error, so that no script takes it for a model.
    if setup.isDemoForWantOfKey { StandardStreams.complain(Words.demoModels) }
    let shown = models.filter(isWanted).sorted { $0.id < $1.id }
    try StandardStreams.output(
      json ? shown.map(Self.object).joined() : Self.table(shown))
  }

  private func list(_ setup: ChatSetup) throws(StreamError) -> [Model] {
    let source = EndpointSource(setup)
    // Keep the source alive, because it owns the demo's server.
    defer { withExtendedLifetime(source) {} }
    var provider = setup.session.provider
    // Listing sends nothing to a model, so the dialect does not matter.
    provider.dialectBasis = .stated
    return try Fetch.models(at: try source.wait(for: provider))
  }

  private func isWanted(_ model: Model) -> Bool {
    guard all || model.isForChat else { return false }
    guard let text = text?.lowercased() else { return true }
    return ([model.id] + model.aliases + [model.name ?? ""]).contains {
      $0.lowercased().contains(text)
    }
  }

  private static func table(_ models: [Model]) -> String {
    let rows = models.map { model in
      [
        Sanitizer.sanitizeLine(model.id), model.contextLength.map(Figures.count) ?? "-",
        model.inputPrice.map(Figures.dollars) ?? "-", model.outputPrice.map(Figures.dollars) ?? "-",
        Words.abilities(model.capabilities),
      ]
    }
    return TextTable(
      models.isEmpty ? [] : [Words.modelColumns] + rows, [.left, .right, .right, .right]
    ).text
  }

  private static func object(_ model: Model) -> String {
    var members: [String: JSONValue] = ["id": .string(model.id)]
    if !model.aliases.isEmpty { members["aliases"] = .array(model.aliases.map { .string($0) }) }
    members["name"] = model.name.map { .string($0) }
    members["context"] = model.contextLength.map { .integer($0) }
    members["output"] = model.outputLimit.map { .integer($0) }
    members["input_price"] = model.inputPrice.map { .number($0) }
    members["output_price"] = model.outputPrice.map { .number($0) }
    members["thinking"] = model.capabilities.thinks.map { .bool($0) }
    members["vision"] = model.capabilities.sees.map { .bool($0) }
    members["tools"] = model.capabilities.callsTools.map { .bool($0) }
    return JSONValue.object(members).text + "\n"
  }
}
