internal import App
internal import ArgumentParser
internal import Chat
internal import Screen
internal import Storage
internal import Words

/// `aside import`: imports conversations from this and other programs.
struct ImportConversations: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: Words.Help.Import.abstract,
    discussion: Words.Help.Import.discussion)

  @ParentCommand var parent: Aside

  @Argument(help: ArgumentHelp(Words.Help.Import.files, valueName: Words.Help.Value.files))
  var paths: [TypedPath]

  @OptionGroup var options: StoreOptions

  func run() throws {
    let place = try options.place(parent)
    var hasTrouble = false
    var output = LateOutput()
    // Stop the import on a signal, so that no temporary database with message texts is left behind.
    let stop = DatabaseStop()
    let interruption = Interruption(endsAtSecond: true) { stop.stop() }
    try place.write(stop: stop) { store in
      let paths = paths.map(\.path)
      for (index, path) in paths.enumerated() {
        guard !interruption.hasCome,
          let isWhole = read(path, into: store, at: place, until: interruption, &output)
        else {
          StandardStreams.complain(Words.importInterrupted(at: index, of: paths))
          break
        }
        if !isWhole { hasTrouble = true }
      }
    }
    interruption.raiseAgain()
    if interruption.hasCome { throw ExitCode(Interruption.exitStatus) }
    try output.finish()
    if hasTrouble { throw ExitCode(1) }
  }

  /// - Returns: whether everything in the file was read and stored; `nil` if a signal stopped the
  ///   import.
  private func read(
    _ path: String, into store: ConversationStore, at place: StorePlace,
    until interruption: Interruption, _ output: inout LateOutput
  ) -> Bool? {
    let progress = ProgressLine(Words.reading(path))
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
      if interruption.hasCome, !report.merged.isIndexed {
        StandardStreams.complain(Words.indexingInterrupted)
      }
      return report.skipped.isEmpty
    } catch ImportError.interrupted {
      return nil
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
      StandardStreams.complain(Words.nothingImported(words, from: isOther ? nil : path))
    } catch {
      progress.clear()
      StandardStreams.complain(Words.cannotImport(path))
    }
    return false
  }
}

/// The lines printed about an import.
struct ImportWords {
  let path: String
  let report: ImportReport

  /// The maximum number of lines printed about items of one kind. A file may have thousands of
  /// such items.
  private static let most = 20

  /// Lines that say what was imported, what was omitted, and what looked wrong.
  var lines: [String] {
    var lines = [Words.merged(path, formats: report.formats, Words.Merged(report.merged))]
    lines += omissions
    if report.undatedConversations > 0 {
      lines.append(Words.undated(report.undatedConversations))
    }
    let remarks = report.remarks.map { ($0.place, $0.remark) }
    return lines + Self.placed(remarks) { Words.remark(path, at: $0, $1) }
  }

  /// One line per omission or, if there are many, one count per kind.
  private var omissions: [String] {
    guard report.omissions.count > Self.most else {
      return report.omissions.map { Words.skipped($0.count, $0.item, in: $0.conversation) }
    }
    return Dictionary(grouping: report.omissions, by: \.item).map { item, omissions in
      let count = omissions.reduce(0) { $0 + $1.count }
      return Words.skipped(count, item, in: omissions.count)
    }.sorted()
  }

  /// Lines that say what could not be read, and where.
  var complaints: [String] {
    Self.placed(report.skipped.map { ($0.place, $0.fault) }) { Words.skipped(path, at: $0, $1) }
  }

  /// Returns one line per item. Lists only the first few similar items, then counts the rest.
  private static func placed<Fact: Hashable>(
    _ facts: [(place: String, fact: Fact)], line: (String, Fact) -> String
  ) -> [String] {
    var counts: [Fact: Int] = [:]
    var lines: [String] = []
    for (place, fact) in facts {
      counts[fact, default: 0] += 1
      if (counts[fact] ?? 0) <= most { lines.append(line(place, fact)) }
    }
    let rest = counts.filter { $0.value > most }
      .map { line(Words.morePlaces($0.value - most), $0.key) }
    return lines + rest.sorted()
  }

  static func sentence(_ error: ImportError) -> String {
    switch error {
    case .cannotRead(let path, let detail):
      Words.cannotImport(path, reason: Words.Errors.reason(detail))
    case .archive(let path, let fault): sentence(fault, path)
    case .unknownFormat(let path): Words.unrecognisedFormat(path)
    case .empty(let path): Words.containsNoConversations(path)
    case .newer(let path, let version): Words.needsNewerVersion(path, format: version)
    case .interrupted: Words.importInterrupted
    }
  }
}

extension ImportWords {
  fileprivate static func sentence(_ fault: ArchiveFault, _ path: String) -> String {
    switch fault {
    case .damaged: Words.archiveDamaged(path)
    case .encrypted: Words.archiveEncrypted(path)
    case .noConversations: Words.archiveWithoutConversations(path)
    case .tooLarge(let limit): Words.archiveTooLarge(path, limit: limit)
    case .unknownMethod(let number): Words.archiveMethodUnknown(path, method: number)
    case .otherKind(let kind): Words.archiveKindUnknown(path, kind: kind)
    case .noRoom(let folder): Words.noRoomToUnpack(path, in: folder)
    }
  }
}

extension Words.Merged {
  init(_ report: MergeReport) {
    self.init(
      newConversations: report.newConversations, newMessages: report.newMessages,
      changedConversations: report.changedConversations, changedMessages: report.changedMessages,
      knownMessages: report.knownMessages, expiredConversations: report.expiredConversations)
  }
}
