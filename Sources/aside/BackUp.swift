internal import ArgumentParser
internal import Storage

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
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
    let file = self.file.path
    let place = try options.place(parent)
    guard place.exists else {
      throw UsageProblem("There is nothing to back up: \(place.path) is not there.")
    }
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
    guard force || !FileManager.default.fileExists(atPath: file) else {
      throw UsageProblem("\(file) is already there. Name another file, or give --force.")
    }
    try place.read { try $0.backUp(to: file) }
  }

  private static func folder(of file: String) -> String {
    guard let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    let folder = file[..<slash]
    let end = folder.lastIndex { $0 != "/" }
    return end.map { String(folder[...$0]) } ?? "/."
  }

  private static func isSame(_ path: String, _ other: String) -> Bool {
    let files = [path, other].map {
      (try? FileManager.default.attributesOfItem(atPath: $0)) ?? [:]
    }
    guard let number = files[0][.systemFileNumber] as? Int else { return false }
    return number == files[1][.systemFileNumber] as? Int
      && files[0][.systemNumber] as? Int == files[1][.systemNumber] as? Int
  }
}
