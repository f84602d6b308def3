internal import ArgumentParser
internal import Storage
internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// `aside backup`: copies the database, even while it is in use.
struct BackUp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: Words.Help.Backup.abstract)

  @ParentCommand var parent: Aside

  @Argument(help: ArgumentHelp(Words.Help.Backup.file, valueName: Words.Help.Value.file))
  var file: TypedPath

  @Flag(help: ArgumentHelp(Words.Help.Common.overwriteFile))
  var force = false

  @OptionGroup var options: StoreOptions

  func run() throws {
    let place = try options.place(parent)
    guard place.exists else {
      throw UsageProblem(Words.nothingToBackUp(place.path))
    }
    try refuse(file.path, for: place)
    let count = try place.read { store in
      try ProgressLine.during(
        Words.backingUp, interrupted: { $0 ? Words.backupInterrupted : nil }
      ) { progress in
        try store.backUp(to: file.path) { step in
          switch step {
          case .copying(let part): progress.show(part)
          case .verifying: progress.show(Words.checkingCopy)
          }
        }
      }
      return try store.conversationCount()
    }
    try StandardStreams.output(Words.backedUp(count ?? 0, to: file.path) + "\n")
  }

  /// Refuses a destination that cannot be written or must not be replaced.
  private func refuse(_ file: String, for place: StorePlace) throws(UsageProblem) {
    guard !ExportTarget.isFolder(file) else {
      throw UsageProblem(Words.fileIsFolder(file))
    }
    let folder = Self.folder(of: file)
    guard ExportTarget.isFolder(folder) else {
      throw UsageProblem(Words.noFolder(folder))
    }
    guard !Self.isSame(file, place.path) else {
      throw UsageProblem(Words.fileIsDatabaseItself(file))
    }
    switch FileTarget(file) {
    case .vacant: return
    case .file:
      guard !force else { return }
      throw UsageProblem(Words.fileExists(file))
    case .stream, .folder: throw UsageProblem(Words.notARegularFile(file))
    case .unusable(let fault):
      throw UsageProblem(Words.cannotWriteFile(file, reason: Words.Errors.reason(fault)))
    }
  }

  private static func folder(of file: String) -> String {
    guard let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    let folder = file[..<slash]
    let end = folder.lastIndex { $0 != "/" }
    return end.map { String(folder[...$0]) } ?? "/."
  }

  private static func isSame(_ path: String, _ other: String) -> Bool {
    var (file, store) = (stat(), stat())
    return stat(path, &file) == 0 && stat(other, &store) == 0
      && file.st_ino == store.st_ino && file.st_dev == store.st_dev
  }
}
