internal import ArgumentParser
internal import Chat
internal import Storage

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside export`: stored conversations as documents, or as JSON that `aside import` reads back.
struct ExportConversations: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes conversations as Markdown, JSON, HTML or text.",
    discussion: """
      JSON holds everything, and aside import reads it back. The others hold the selected path of \
      each conversation. Where --output is a folder, every conversation gets a file of its own.
      """)

  @ParentCommand var parent: Aside

  @Argument(
    help: "The conversations: ids as aside list names them, or beginnings of them, or last.")
  var ids: [String] = []

  @Flag(help: "Every conversation but the deleted ones, the one used last first.")
  var all = false

  @Option(help: "markdown, json, html or text; by the ending of --output, or else markdown.")
  var format: ExportFormat?

  @Option(help: ArgumentHelp("A file or folder; standard output by default.", valueName: "path"))
  var output: TypedPath?

  @Flag(help: "Put the thinking before each answer in Markdown and text; JSON and HTML have it.")
  var reasoning = false

  @Flag(help: "Replace files that are there.")
  var force = false

  @OptionGroup var options: StoreOptions

  func run() throws {
    guard all != !ids.isEmpty else {
      throw UsageProblem(
        all
          ? "Give either ids or --all, not both."
          : "Say which conversations: ids as aside list names them, last, or --all.")
    }
    guard let format = format ?? ExportFormat(path: output?.path) else {
      throw UsageProblem(
        ExportFormat.unknown(output?.path ?? "") + " For another name give --format.")
    }
    let place = try options.place(parent)
    let wasThere: Void? = try place.read { try export($0, at: place, as: format) }
    if wasThere == nil {
      guard all else { throw UsageProblem("There is no stored conversation yet.") }
      try export(try ConversationStore.inMemory(), at: place, as: format)
    }
  }

  private func export(
    _ store: ConversationStore, at place: StorePlace, as format: ExportFormat
  ) throws {
    let chosen: [ConversationID] =
      all
      ? try store.conversationIDs(withMessages: format != .json)
      : try ids.reduce(into: []) { chosen, name in
        let id = try place.find(name, in: store)
        if !chosen.contains(id) { chosen.append(id) }
      }
    let paths = Paths(environment: ProcessInfo.processInfo.environment)
    let export = DocumentExport(
      ids: chosen, format: format, withReasoning: reasoning, replaces: force, takesStreams: true,
      recordPath: paths.exports)
    let signals = EndingSignals()
    defer { withExtendedLifetime(signals) {} }
    do {
      let report = try export.run(store, to: output?.path)
      try complain(report.troubles, of: report.files + report.troubles.count)
    } catch let trouble as ExportTrouble {
      guard case .cannotBeWritten = trouble else {
        throw UsageProblem("\(trouble.sentence) Name another file\(trouble.otherAdvice).")
      }
      StandardStreams.complain(trouble.sentence)
      throw ExitCode(1)
    }
  }

  /// Troubles that are told one by one.
  private static let most = 20

  private func complain(_ troubles: [ExportTrouble], of count: Int) throws {
    guard !troubles.isEmpty else { return }
    for trouble in troubles.prefix(Self.most) { StandardStreams.complain(trouble.sentence) }
    let isAnyThere = troubles.contains { if case .isThere = $0 { true } else { false } }
    let were = troubles.count == 1 ? "was" : "were"
    StandardStreams.complain(
      "\(troubles.count) of \(counted(count, "conversation")) \(were) not exported."
        + (isAnyThere ? " Move the files away, or give --force." : ""))
    throw ExitCode(1)
  }
}

extension ExportTrouble {
  /// What happened.
  var sentence: String {
    switch self {
    case .isThere(let path): "\(path) is already there and was not replaced."
    case .isDatabase(let path): "\(path) is a database, which no export replaces."
    case .cannotBeWritten(let path, let reason): "\(path) cannot be written: \(reason)."
    }
  }

  /// What to do beside naming another file.
  fileprivate var otherAdvice: String {
    switch self {
    case .isThere: ", or give --force"
    case .isDatabase, .cannotBeWritten: ""
    }
  }
}
