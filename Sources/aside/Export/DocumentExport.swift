internal import ArgumentParser
internal import Chat
internal import Export
internal import Storage
internal import Words

enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
  case markdown
  case json
  case html
  case text

  var fileEnding: String {
    switch self {
    case .markdown: "md"
    case .json: "json"
    case .html: "html"
    case .text: "txt"
    }
  }

  /// Chooses the format by file name extension. Folders, names without an extension and standard
  /// output get Markdown.
  /// - Returns: `nil` for an unknown extension.
  init?(path: String?) {
    let name = path.map {
      $0[...].split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    }
    guard let path, let name, let dot = name.lastIndex(of: "."), !ExportTarget.isFolder(path) else {
      self = .markdown
      return
    }
    let ending = name[name.index(after: dot)...].lowercased()
    guard let format = Self.allCases.first(where: { $0.fileEnding == ending }) else { return nil }
    self = format
  }

  /// Returns the error message for an unknown extension.
  /// - Parameter hasOption: whether to mention `--format`, which only the command line has.
  static func unknown(_ path: String, hasOption: Bool = false) -> String {
    Words.unknownExportFormat(
      path, endings: allCases.map { ".\($0.fileEnding)" }, hasOption: hasOption)
  }
}

/// An export of stored conversations as documents, for `aside export` and the screen.
struct DocumentExport {
  var ids: [ConversationID]
  var format: ExportFormat
  var withReasoning = false
  /// Whether existing files may be replaced.
  var replaces = false
  /// Whether pipes and devices are accepted.
  var takesStreams = false
  /// The path of the record of exports to folders.
  var recordPath: String

  /// A callback that receives the number of conversations written so far, and returns `false` to
  /// cancel the export.
  typealias Progress = (Int) -> Bool

  /// Writes one file, or one per conversation if `output` is a folder. If the export is
  /// cancelled, no file is left half-written.
  /// - Parameter output: `nil` for standard output.
  /// - Throws: `ExportTrouble`, `OutputFailure` or `StoreError`.
  func run(
    _ store: ConversationStore, to output: String?, progress: Progress = { _ in true }
  ) throws -> ExportReport {
    guard let output else {
      let target = try ExportTarget(standardOutput: ())
      return ExportReport(isCancelled: try !write(ids, of: store, to: target, progress))
    }
    guard !ExportTarget.isFolder(output) else { return try fill(output, from: store, progress) }
    let target = try ExportTarget(
      file: output, replacing: replaces ? .always : .never, takesStreams: takesStreams)
    let isWritten = try write(ids, of: store, to: target, progress)
    return ExportReport(files: isWritten ? 1 : 0, isCancelled: !isWritten)
  }

  /// Writes the conversations to the target, and loads only one at a time.
  /// - Returns: `false` if the export was cancelled; the file is then not moved into place.
  func write(
    _ ids: [ConversationID], of store: ConversationStore, to target: ExportTarget,
    _ progress: Progress
  ) throws -> Bool {
    var isFirst = true
    for (number, id) in ids.enumerated() {
      guard progress(number) else { return false }
      guard let conversation = try store.conversation(id) else { continue }
      let json = format == .json ? try store.exportedJSON(id) ?? "" : ""
      if isFirst { try target.write(head(conversation, isAlone: ids.count == 1)) }
      if !isFirst { try target.write(separator) }
      isFirst = false
      switch format {
      case .markdown:
        try target.write(MarkdownDocument.text(conversation, withReasoning: withReasoning))
      case .json: try target.write(json)
      case .html: try target.write(HTMLDocument.article(conversation))
      case .text: try target.write(TextDocument.text(conversation, withReasoning: withReasoning))
      }
    }
    if isFirst { try target.write(head(nil, isAlone: false)) }
    switch format {
    case .markdown, .text: break
    case .json: try target.write(ConversationJSON.tail)
    case .html: try target.write(HTMLDocument.tail)
    }
    guard progress(ids.count) else { return false }
    try target.finish()
    return true
  }

  private func head(_ first: Conversation?, isAlone: Bool) -> String {
    switch format {
    case .markdown, .text: ""
    case .json: ConversationJSON.head
    case .html:
      HTMLDocument.head(
        title: isAlone ? first.map(HTMLDocument.title) ?? "" : Words.conversationsTitle)
    }
  }

  private var separator: String {
    switch format {
    case .markdown: "\n---\n\n"
    case .json: ConversationJSON.separator
    case .html: ""
    case .text: "\n" + String(repeating: "=", count: 72) + "\n\n"
    }
  }
}
