internal import ArgumentParser
internal import Storage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// `aside backup`: a copy of the store, while it may be in use.
struct BackUp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies the store to a file, also while it is in use.")

  @ParentCommand var parent: Aside

  @Argument(help: "The file to make.")
  var file: TypedPath

  @Flag(help: "Replace the file if it is there.")
  var force = false

  @OptionGroup var options: StoreOptions

  func run() throws {
    let place = try options.place(parent)
    guard place.exists else {
      throw UsageProblem("There is nothing to back up: \(place.path) is not there.")
    }
    try refuse(file.path, for: place)
    let signals = EndingSignals()
    defer { withExtendedLifetime(signals) {} }
    let count = try place.read { store in
      try store.backUp(to: file.path)
      return try store.conversationCount()
    }
    try StandardStreams.output("Copied \(counted(count ?? 0, "conversation")) to \(file.path).\n")
  }

  /// What must not or cannot become a copy.
  private func refuse(_ file: String, for place: StorePlace) throws(UsageProblem) {
    guard !ExportTarget.isFolder(file) else {
      throw UsageProblem("\(file) is a folder. Name a file to make.")
    }
    let folder = Self.folder(of: file)
    guard ExportTarget.isFolder(folder) else {
      throw UsageProblem("There is no folder \(folder). Make it first, or name another file.")
    }
    guard !Self.isSame(file, place.path) else {
      throw UsageProblem("\(file) is the store itself. Name another file.")
    }
    switch FileTarget(file) {
    case .vacant: return
    case .file:
      guard !force else { return }
      throw UsageProblem("\(file) is already there. Name another file, or give --force.")
    case .stream, .folder:
      throw UsageProblem("\(file) is not a regular file. Name a file to make.")
    case .unusable(let reason):
      throw UsageProblem("\(file) cannot be written: \(reason). Name another file.")
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
