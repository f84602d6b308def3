internal import ArgumentParser
internal import Chat
internal import Storage
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside export`: writes conversations as documents, or as JSON that `aside import` can read.
struct ExportConversations: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: Words.Help.Export.abstract,
    discussion: Words.Help.Export.discussion)

  @ParentCommand var parent: Aside

  @Argument(help: ArgumentHelp(Words.Help.Export.ids, valueName: Words.Help.Value.ids))
  var ids: [String] = []

  @Flag(help: ArgumentHelp(Words.Help.Export.all))
  var all = false

  @Option(help: ArgumentHelp(Words.Help.Export.format, valueName: Words.Help.Value.format))
  var format: ExportFormat?

  @Option(help: ArgumentHelp(Words.Help.Export.output, valueName: Words.Help.Value.path))
  var output: TypedPath?

  @Flag(help: ArgumentHelp(Words.Help.Export.reasoning))
  var reasoning = false

  @Flag(help: ArgumentHelp(Words.Help.Common.overwriteFiles))
  var force = false

  @OptionGroup var options: StoreOptions

  func run() throws {
    guard all != !ids.isEmpty else {
      throw UsageProblem(all ? Words.idsOrAll : Words.whichConversations)
    }
    guard let format = format ?? ExportFormat(path: output?.path) else {
      throw UsageProblem(ExportFormat.unknown(output?.path ?? "", hasOption: true))
    }
    let place = try options.place(parent)
    let wasThere: Void? = try place.readSaying { try export($0, at: place, as: format) }
    if wasThere == nil {
      guard all else { throw UsageProblem(Words.noConversations) }
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
    let interruption = Interruption(endsAtSecond: true) {}
    let result = Result { try run(export, of: store, until: interruption) }
    switch (result, interruption.hasCome) {
    case (.success(let report), _) where !report.isCancelled:
      try complain(report.troubles, of: report.files + report.troubles.count)
    // A signal can also make the export fail, by interrupting a write that is waiting for a reader.
    case (.success, _), (.failure, true):
      if output != nil { StandardStreams.complain(Words.exportInterrupted(result.files)) }
      interruption.raiseAgain()
      throw ExitCode(Interruption.exitStatus)
    case (.failure(let trouble as ExportTrouble), false): throw Self.said(trouble)
    case (.failure(let error), false): throw error
    }
  }

  private func run(
    _ export: DocumentExport, of store: ConversationStore, until interruption: Interruption
  ) throws -> ExportReport {
    // Show no progress if the output may go to the same terminal, directly or through a pager.
    let line = ProgressLine(
      Words.exporting, isShown: output != nil || StandardStreams.isOutputFile)
    defer { line.clear() }
    return try export.run(store, to: output?.path) { count in
      line.show(Double(count) / Double(max(1, export.ids.count)))
      return !interruption.hasCome
    }
  }

  private static func said(_ trouble: ExportTrouble) -> any Error {
    switch trouble {
    case .isThere(let path): return UsageProblem(Words.fileExists(path))
    case .isDatabase: return UsageProblem(trouble.sentence)
    case .cannotBeWritten:
      StandardStreams.complain(trouble.sentence)
      return ExitCode(1)
    }
  }

  /// The maximum number of problems that are reported one by one.
  private static let most = 20

  private func complain(_ troubles: [ExportTrouble], of count: Int) throws {
    guard !troubles.isEmpty else { return }
    for trouble in troubles.prefix(Self.most) { StandardStreams.complain(trouble.sentence) }
    let isAnyThere = troubles.contains { if case .isThere = $0 { true } else { false } }
    StandardStreams.complain(
      Words.notExported(troubles.count, of: count, canForce: isAnyThere))
    throw ExitCode(1)
  }
}

extension Result<ExportReport, any Error> {
  /// The number of files that were written.
  fileprivate var files: Int {
    if case .success(let report) = self { report.files } else { 0 }
  }
}

extension ExportTrouble {
  /// The error message.
  var sentence: String {
    switch self {
    case .isThere(let path): Words.notOverwritten(path)
    case .isDatabase(let path): Words.isDatabase(path)
    case .cannotBeWritten(let path, let reason): Words.cannotWrite(path, reason: reason)
    }
  }
}
