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
      Reads what aside export --format json writes, the conversations.json of ChatGPT's, \
      Claude's and DeepSeek's exports, lists of messages as OpenAI's API takes them \
      (one or one a line), and the stores of llm (logs.db), oterm (store.db) and Elia \
      (elia.sqlite); exports as the .zip that they come in, and what is packed with gzip. The format is found out. What is already there is not stored twice. Each file \
      is stored whole or not at all.
      """)

  @ParentCommand var parent: Aside

  @Argument(help: "The files.")
  var paths: [TypedPath]

  @OptionGroup var options: StoreOptions

  func run() throws {
    let place = try options.place(parent)
    var hasTrouble = false
    var output = LateOutput()
    // A temporary store with the texts must not stay behind.
    let stop = DatabaseStop()
    let interruption = Interruption(endsAtSecond: true) { stop.stop() }
    try place.write(stop: stop) { store in
      for path in paths.map(\.path) where !interruption.hasCome {
        if !read(path, into: store, at: place, until: interruption, &output) {
          hasTrouble = true
        }
      }
    }
    interruption.raiseAgain()
    if interruption.hasCome { throw ExitCode(130) }
    try output.finish()
    if hasTrouble { throw ExitCode(1) }
  }

  /// - Returns: whether everything in the file could be read and is stored.
  private func read(
    _ path: String, into store: ConversationStore, at place: StorePlace,
    until interruption: Interruption, _ output: inout LateOutput
  ) -> Bool {
    var progress = ProgressLine("Reading \(path)")
    defer { progress.clear() }
    do {
      let report = try store.importFile(path) { step in
        progress.show(step)
        return !interruption.hasCome
      }
      progress.clear()
      let words = ImportWords(path: path, report: report)
      for line in words.lines { output.write(Sanitizer.sanitizeLine(line) + "\n") }
      for line in words.complaints { StandardStreams.complain(line) }
      return report.skipped.isEmpty
    } catch let error as ImportError {
      progress.clear()
      StandardStreams.complain(ImportWords.sentence(error))
    } catch let error as StoreError {
      progress.clear()
      let isOther = error.path == path
      let words =
        isOther
        ? ErrorText.otherFile(error, usual: place.usual)
        : ErrorText.commandLine(error, usual: place.usual)
      StandardStreams.complain("\(words) Nothing was imported\(isOther ? "" : " from \(path)").")
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

  /// Lines about single things of one kind, of which a file may have thousands.
  private static let most = 20

  /// What came in, what was left out of it, and what was not as it should be.
  var lines: [String] {
    let source = report.formats.isEmpty ? "" : " (\(report.formats.joined(separator: ", ")))"
    var lines = ["\(path)\(source): \(MergeWords.sentence(report.merged))"]
    lines += omissions
    if report.undatedConversations > 0 {
      let what = counted(report.undatedConversations, "conversation")
      let have = report.undatedConversations == 1 ? "has" : "have"
      lines.append("\(what) \(have) no dates; that of the file is taken")
    }
    let remarks = report.remarks.map { ($0.place, $0.words) }
    return lines + Self.placed(remarks) { "\(path), \($0): \($1)" }
  }

  /// Single ones, or where there are many, how many there are of each kind.
  private var omissions: [String] {
    guard report.omissions.count > Self.most else {
      return report.omissions.map { omission in
        Self.leftOut(omission.count, omission.what) + " (conversation “\(omission.conversation)”)"
      }
    }
    let kinds = Dictionary(grouping: report.omissions, by: \.what)
    return kinds.keys.sorted().map { what in
      let those = kinds[what] ?? []
      let count = those.reduce(0) { $0 + $1.count }
      return Self.leftOut(count, what) + " (\(counted(those.count, "conversation")))"
    }
  }

  private static func leftOut(_ count: Int, _ what: String) -> String {
    "\(counted(count, what)) \(count == 1 ? "was" : "were") left out"
  }

  /// What could not be read, and where.
  var complaints: [String] {
    Self.placed(report.skipped.map { ($0.place, $0.reason) }) {
      "\(path), \($0): not read: \($1)."
    }
  }

  /// A line for each thing; of those that are alike the first ones, and how many more there are.
  private static func placed(
    _ things: [(place: String, words: String)], line: (String, String) -> String
  ) -> [String] {
    var counts: [String: Int] = [:]
    var lines: [String] = []
    for (place, words) in things {
      counts[words, default: 0] += 1
      if (counts[words] ?? 0) <= most { lines.append(line(place, words)) }
    }
    for (words, count) in counts.sorted(by: { $0.key < $1.key }) where count > most {
      lines.append(line("\(count - most) more places", words))
    }
    return lines
  }

  static func sentence(_ error: ImportError) -> String {
    switch error {
    case .cannotRead(let path, let detail): "\(path) cannot be imported: \(detail)."
    case .archive(let path, let fault): sentence(fault, path)
    case .unknownFormat(let path):
      "\(path) is of no format that can be imported; aside import --help names them."
    case .empty(let path): "\(path) is empty; there is no conversation in it."
    case .newer(let path, let version):
      "\(path) was written by a newer version of Aside (format \(version)). Update Aside."
    case .interrupted: "The import was stopped; nothing was stored."
    }
  }
}

extension ImportWords {
  fileprivate static func sentence(_ fault: ArchiveFault, _ path: String) -> String {
    let advice = "then import the conversations.json in it."
    return switch fault {
    case .damaged:
      "\(path) is damaged or not complete. Download or copy it again, then import it."
    case .encrypted:
      "\(path) is protected with a password. Unpack it with that password, \(advice)"
    case .noConversations:
      "\(path) has no conversations.json in it. Import the archive that the export gave you, "
        + "or a file out of this one."
    case .tooLarge(let limit):
      "\(path) holds more than \(Self.size(limit)) when unpacked, as no export does; it may be a zip bomb. "
        + "Nothing was imported. If you trust it, unpack it, \(advice)"
    case .unknownMethod(let number):
      "\(path) is packed in a way that Aside cannot read (method \(number)). Unpack it, \(advice)"
    case .otherKind(let kind):
      "\(path) is or holds an archive (\(kind)) that Aside does not unpack. Unpack it, \(advice)"
    case .noRoom(let folder):
      "\(path) cannot be unpacked: there is no room in \(folder). Make room, or set TMPDIR to a folder "
        + "that has some, then import it again."
    }
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 30 ? "\(bytes >> 30) GB" : "\(bytes >> 20) MB"
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
    if report.expiredConversations > 0 {
      let were = report.expiredConversations == 1 ? "was" : "were"
      words += ", \(counted(report.expiredConversations, "conversation")) left out that "
      words += "\(were) deleted more than 30 days ago"
    }
    return words
  }
}
