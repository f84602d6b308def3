internal import ArgumentParser
internal import Chat
internal import Export
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

  enum Format: String, ExpressibleByArgument, CaseIterable {
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
  }

  @ParentCommand var parent: Aside

  @Argument(
    help: "The conversations: ids as aside list names them, or beginnings of them, or last.")
  var ids: [String] = []

  @Flag(help: "Every conversation, the one used last first.")
  var all = false

  @Option(help: "markdown, json, html or text; by the ending of --output, or else markdown.")
  var format: Format?

  @Option(help: ArgumentHelp("A file or folder; standard output by default.", valueName: "path"))
  var output: String?

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
    let place = try options.place(parent)
    let wasThere: Void? = try place.read(export)
    if wasThere == nil {
      guard all else { throw UsageProblem("There is no stored conversation yet.") }
      try export(try ConversationStore.inMemory())
    }
  }

  private func export(_ store: ConversationStore) throws {
    let chosen: [ConversationID] =
      all
      ? try store.conversationIDs(withMessages: documentFormat != .json)
      : try ids.reduce(into: []) { chosen, name in
        let id = try StorePlace.find(name, in: store)
        if !chosen.contains(id) { chosen.append(id) }
      }
    guard let output else {
      return try write(chosen, of: store, to: try ExportTarget(standardOutput: ()))
    }
    guard ExportTarget.isFolder(output) else {
      return try write(chosen, of: store, to: try ExportTarget(file: output, replaces: force))
    }
    var names: Set<String> = []
    for id in chosen {
      guard let conversation = try store.conversation(id) else { continue }
      let name = Self.unused(DocumentName.of(conversation), &names)
      let path = ExportTarget.path(in: output, "\(name).\(documentFormat.fileEnding)")
      try write([id], of: store, to: try ExportTarget(file: path, replaces: force))
    }
  }

  /// By what was asked for, or by the file's name.
  private var documentFormat: Format {
    if let format { return format }
    let ending = output?.split(separator: ".").last.map { $0.lowercased() }
    return Format.allCases.first { $0.fileEnding == ending } ?? .markdown
  }

  /// One conversation after the other: none but the one that is written is in memory.
  private func write(
    _ ids: [ConversationID], of store: ConversationStore, to target: ExportTarget
  ) throws {
    let format = documentFormat
    var isFirst = true
    for id in ids {
      guard let conversation = try store.conversation(id) else { continue }
      let json = format == .json ? try store.exportedJSON(id) ?? "" : ""
      if isFirst { try target.write(head(conversation, isAlone: ids.count == 1)) }
      if !isFirst { try target.write(separator) }
      isFirst = false
      switch format {
      case .markdown:
        try target.write(MarkdownDocument.text(conversation, withReasoning: reasoning))
      case .json: try target.write(json)
      case .html: try target.write(HTMLDocument.article(conversation))
      case .text: try target.write(TextDocument.text(conversation, withReasoning: reasoning))
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
    switch documentFormat {
    case .markdown, .text: ""
    case .json: ConversationJSON.head
    case .html:
      HTMLDocument.head(
        title: isAlone ? first.map(HTMLDocument.title) ?? "" : "Conversations")
    }
  }

  private var separator: String {
    switch documentFormat {
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
