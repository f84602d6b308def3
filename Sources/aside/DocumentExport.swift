internal import ArgumentParser
internal import Chat
internal import Export
internal import Storage

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

  /// By the ending of a file's name; a folder, a name without an ending and standard output get
  /// Markdown.
  /// - Returns: `nil` for an ending that names no format.
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

  /// Said where a file's ending names no format.
  static func unknown(_ path: String) -> String {
    let endings = allCases.map { ".\($0.fileEnding)" }
    return "The ending of \(path) names no format that can be written: "
      + "\(endings.dropLast().joined(separator: ", ")) and \(endings.last ?? "") do."
  }
}

/// Writes conversations of a store as documents, for `aside export` and for the screen.
struct DocumentExport {
  var ids: [ConversationID]
  var format: ExportFormat
  var withReasoning = false
  /// Files that are there already may go.
  var replaces = false

  /// Writes a file, or one for each conversation where `output` is a folder; nothing at all when one of
  /// them is there and must not go.
  /// - Parameter output: `nil` is standard output.
  /// - Returns: how many files were written.
  /// - Throws: `ExportTrouble`, `StoreError`.
  @discardableResult
  func run(_ store: ConversationStore, to output: String?) throws -> Int {
    guard let output else {
      try write(ids, of: store, to: try ExportTarget(standardOutput: ()))
      return 0
    }
    guard ExportTarget.isFolder(output) else {
      try write(ids, of: store, to: try ExportTarget(file: output, replaces: replaces))
      return 1
    }
    let files = try self.files(store, in: output)
    if !replaces { for (_, path) in files { try ExportTarget.requireFree(path) } }
    for (id, path) in files {
      try write([id], of: store, to: try ExportTarget(file: path, replaces: replaces))
    }
    return files.count
  }

  private func files(
    _ store: ConversationStore, in folder: String
  ) throws -> [(ConversationID, String)] {
    var names: Set<String> = []
    return try ids.compactMap { id in
      guard let conversation = try store.conversation(id) else { return nil }
      let name = Self.unused(DocumentName.of(conversation), &names)
      return (id, ExportTarget.path(in: folder, "\(name).\(format.fileEnding)"))
    }
  }

  /// One conversation after the other: none but the one that is written is in memory.
  private func write(
    _ ids: [ConversationID], of store: ConversationStore, to target: ExportTarget
  ) throws {
    var isFirst = true
    for id in ids {
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
    try target.finish()
  }

  private func head(_ first: Conversation?, isAlone: Bool) -> String {
    switch format {
    case .markdown, .text: ""
    case .json: ConversationJSON.head
    case .html:
      HTMLDocument.head(
        title: isAlone ? first.map(HTMLDocument.title) ?? "" : "Conversations")
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

  private static func unused(_ name: String, _ names: inout Set<String>) -> String {
    // Some file systems take upper and lower case for the same.
    if names.insert(name.lowercased()).inserted { return name }
    return (2...).lazy.map { "\(name)-\($0)" }
      .first { names.insert($0.lowercased()).inserted } ?? name
  }
}
