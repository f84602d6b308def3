internal import App
internal import ArgumentParser
internal import Chat
internal import Screen
internal import Storage

/// `aside import`: conversations of this and of other programs into the store.
struct ImportConversations: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Takes in conversations from files of this and other programs.",
    discussion: """
      Reads what aside export --format json writes, the conversations.json of ChatGPT's and Claude's \
      exports, lists of messages as OpenAI's API takes them (one or one a line), and the stores of \
      llm (logs.db), oterm (store.db) and Elia (elia.sqlite). The format is found out. What is \
      already there is not stored twice. Each file is stored whole or not at all.
      """)

  @ParentCommand var parent: Aside

  @Argument(help: "The files.")
  var paths: [String]

  @OptionGroup var options: StoreOptions

  func run() throws {
    let place = try options.place(parent)
    var hasTrouble = false
    try place.write { store in
      for path in paths where !read(path, into: store) { hasTrouble = true }
    }
    if hasTrouble { throw ExitCode(1) }
  }

  /// - Returns: whether everything in the file could be read and is stored.
  private func read(_ path: String, into store: ConversationStore) -> Bool {
    var progress = ProgressLine("Reading \(path)")
    defer { progress.clear() }
    do {
      let report = try store.importFile(path) { part in
        progress.show(part)
        return true
      }
      progress.clear()
      let words = ImportWords(path: path, report: report)
      for line in words.lines { StandardStreams.writeOutput(Sanitizer.sanitizeLine(line) + "\n") }
      for line in words.complaints { StandardStreams.complain(line) }
      return report.skipped.isEmpty
    } catch let error as ImportError {
      progress.clear()
      StandardStreams.complain(ImportWords.sentence(error))
    } catch let error as StoreError {
      progress.clear()
      StandardStreams.complain("\(path): \(ErrorText.notice(error).text) Nothing was imported.")
    } catch {
      progress.clear()
      StandardStreams.complain("\(path) cannot be imported.")
    }
    return false
  }
}

/// What is said about an import.
struct ImportWords {
  let path: String
  let report: ImportReport

  /// Lines about single things, of which a file may have thousands.
  private static let most = 20

  /// What came in, and what was left out of it.
  var lines: [String] {
    let source = report.formats.isEmpty ? "" : " (\(report.formats.joined(separator: ", ")))"
    var lines = ["\(path)\(source): \(MergeWords.sentence(report.merged))"]
    lines += report.omissions.prefix(Self.most).map { omission in
      let verb = omission.count == 1 ? "was" : "were"
      return "\(counted(omission.count, omission.what)) \(verb) left out "
        + "(conversation “\(omission.conversation)”)"
    }
    let rest = report.omissions.dropFirst(Self.most)
    if !rest.isEmpty {
      let count = rest.reduce(0) { $0 + $1.count }
      lines.append("\(counted(count, "thing")) more in \(counted(rest.count, "conversation"))")
    }
    return lines
  }

  /// What could not be read, and where.
  var complaints: [String] {
    var lines = report.skipped.prefix(Self.most).map { skipped in
      "\(path), \(skipped.place): not read: \(skipped.reason)."
    }
    if report.skipped.count > Self.most {
      lines.append("\(path): \(report.skipped.count - Self.most) more could not be read.")
    }
    return lines
  }

  static func sentence(_ error: ImportError) -> String {
    switch error {
    case .cannotRead(let path, let detail): "\(path) cannot be imported: \(detail)."
    case .archive(let path):
      "\(path) is an archive. Unzip it first, then import the conversations.json in it."
    case .unknownFormat(let path):
      "\(path) is of no format that can be imported; aside import --help names them."
    case .newer(let path, let version):
      "\(path) was written by a newer version of Aside (format \(version)). Update Aside."
    case .interrupted: "The import was stopped; nothing was stored."
    }
  }
}

/// What is said about a merge.
enum MergeWords {
  static func sentence(_ report: MergeReport) -> String {
    var words =
      "\(counted(report.newConversations, "new conversation")), "
      + counted(report.newMessages, "new message")
    if report.changedConversations + report.changedMessages > 0 {
      words += ", \(counted(report.changedConversations, "conversation")) and "
      words += "\(counted(report.changedMessages, "message")) brought up to date"
    }
    if report.knownMessages > 0 {
      words += ", \(counted(report.knownMessages, "message")) already there"
    }
    return words
  }
}
