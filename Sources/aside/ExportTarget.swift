#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Why an export was not written.
enum ExportTrouble: Error, Equatable {
  case isThere(String)
  case cannotBeWritten(String, reason: String)
  /// Whoever read standard output has closed it.
  case readerLeft
}

/// Where an export goes: standard output, or a file that is there, whole, once it is finished, and
/// that nobody but its owner can read. Everything throws `ExportTrouble` alone.
final class ExportTarget {
  /// `nil` is standard output.
  private let path: String?
  private let descriptor: Int32
  private var isFinished = false

  private var unfinished: String? { path.map { $0 + ".unfinished" } }

  init(standardOutput: Void) throws {
    path = nil
    descriptor = STDOUT_FILENO
  }

  /// - Parameter replaces: a file that is there already may go, once the new one is finished.
  init(file: String, replaces: Bool) throws {
    if !replaces { try Self.requireFree(file) }
    guard !Self.isDatabase(file) else {
      throw UsageProblem("\(file) is a database, which no export replaces. Name another file.")
    }
    path = file
    descriptor = open(file + ".unfinished", O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      isFinished = true
      throw Self.failure(file, errno)
    }
  }

  deinit {
    guard let unfinished, !isFinished else { return }
    close(descriptor)
    unlink(unfinished)
  }

  private static func isDatabase(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    let wanted = Array("SQLite format 3\0".utf8)
    var beginning = [UInt8](repeating: 0, count: wanted.count)
    return read(file, &beginning, wanted.count) == wanted.count && beginning == wanted
  }

  func write(_ text: String) throws {
    let failure: Int32?
    if path == nil {
      failure = StandardStreams.writeOutput(text)
    } else {
      var text = text
      failure = text.withUTF8 {
        StandardStreams.writeAll(UnsafeRawBufferPointer($0), to: descriptor)
      }
    }
    guard let failure else { return }
    if path == nil, failure == EPIPE { throw ExportTrouble.readerLeft }
    throw Self.failure(path ?? "standard output", failure)
  }

  /// Puts the file in its place.
  func finish() throws {
    guard let path, let unfinished else { return }
    isFinished = true
    // A disk may say only now that it is full.
    guard fsync(descriptor) == 0 || errno == EINVAL, close(descriptor) == 0,
      rename(unfinished, path) == 0
    else {
      let reason = errno
      unlink(unfinished)
      throw Self.failure(path, reason)
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var facts = stat()
    return path.hasSuffix("/") || (stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR)
  }

  /// The path of a file in a folder, which is made where it is missing.
  static func path(in folder: String, _ name: String) -> String {
    // Where it cannot be made, opening the file in it says why.
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  static func requireFree(_ path: String) throws(ExportTrouble) {
    guard !FileManager.default.fileExists(atPath: path) else { throw .isThere(path) }
  }

  private static func failure(_ path: String, _ reason: Int32) -> ExportTrouble {
    .cannotBeWritten(path, reason: String(cString: strerror(reason)))
  }
}
