internal import Storage
internal import Words

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

/// The reason why an export was not written.
enum ExportTrouble: Error, Equatable {
  case isThere(String)
  /// The export would replace a database.
  case isDatabase(String)
  case cannotBeWritten(String, reason: String)
}

/// The destination of an export: standard output; a pipe or device, written in place; or a file,
/// which appears only when complete and which only its owner can read. Methods throw
/// `ExportTrouble`, or `OutputFailure` for standard output.
final class ExportTarget {
  /// Whether an existing file may be replaced.
  enum Replacement {
    case never
    case always
    /// Only if the closure returns `true` for the existing file's digest.
    case when((FileDigest) -> Bool)
  }

  private enum Place {
    case output
    case stream(path: String, Int32)
    case file(UnfinishedFile, FileTarget, Replacement)
  }

  private let path: String
  private let place: Place
  /// The digest of the text written so far.
  private(set) var digest = FileDigest()

  init(standardOutput: Void) throws(OutputFailure) {
    try StandardStreams.requireOutput()
    path = Words.standardOutput
    place = .output
  }

  /// - Parameter takesStreams: whether to accept pipes and devices, where writing may wait for a
  ///   reader.
  init(
    file path: String, replacing replacement: Replacement, takesStreams: Bool = false
  ) throws(ExportTrouble) {
    self.path = path
    let target = FileTarget(path)
    if takesStreams, target == .stream {
      place = .stream(path: path, try Self.openStream(path))
      return
    }
    if case .file(let file) = target {
      if case .never = replacement { throw .isThere(path) }
      if FileDigest.isDatabase(file) { throw .isDatabase(path) }
    }
    do throws(FileError) {
      place = .file(try UnfinishedFile(beside: try target.filePath()), target, replacement)
    } catch {
      throw .cannotBeWritten(path, reason: Words.Errors.reason(error.fault))
    }
  }

  deinit { if case .stream(_, let descriptor) = place { close(descriptor) } }

  /// Opens a pipe or device without waiting for a reader.
  private static func openStream(_ path: String) throws(ExportTrouble) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason =
        errno == ENXIO ? Words.pipeWithoutReader : String(cString: strerror(errno))
      throw .cannotBeWritten(path, reason: reason)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0,
      [S_IFCHR, S_IFIFO].contains(status.st_mode & S_IFMT),
      fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) == 0
    else {
      close(descriptor)
      throw .cannotBeWritten(path, reason: Words.replacedMeanwhile)
    }
    return descriptor
  }

  func write(_ text: String) throws {
    switch place {
    case .output: try StandardStreams.output(text)
    case .stream(let path, let descriptor):
      guard let number = StandardStreams.write(text, to: descriptor) else { return }
      throw ExportTrouble.cannotBeWritten(
        path, reason: Words.Errors.reason(FileError(number).fault))
    case .file(let file, _, _):
      digest.add(text)
      do throws(FileError) {
        try file.write(text)
      } catch {
        throw ExportTrouble.cannotBeWritten(path, reason: Words.Errors.reason(error.fault))
      }
    }
  }

  enum Outcome {
    case written
    /// The existing file has the same contents, so it was not replaced.
    case unchanged
  }

  /// Moves the finished file into place.
  @discardableResult
  func finish() throws(ExportTrouble) -> Outcome {
    guard case .file(let file, let target, let replacement) = place else { return .written }
    do throws(FileError) {
      switch (target, replacement) {
      case (.file(let old), .when(let mayReplace)):
        guard let there = FileDigest(of: old) else { throw FileError(EACCES) }
        if there == digest { return .unchanged }
        guard mayReplace(there) else { throw FileError(EEXIST) }
        try file.takePlace(of: old)
      case (_, .always): try file.takePlace(of: try target.filePath())
      case (_, .never), (_, .when): try file.takePlace(of: try target.filePath(), replaces: false)
      }
      return .written
    } catch {
      throw error.number == EEXIST
        ? .isThere(path) : .cannotBeWritten(path, reason: Words.Errors.reason(error.fault))
    }
  }

  static func isFolder(_ path: String) -> Bool {
    path.hasSuffix("/") || FileTarget(path) == .folder
  }

  /// Creates a folder and its parents as needed.
  static func makeFolder(_ path: String) throws(ExportTrouble) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      // Try again with `mkdir` to get the system's reason.
      guard mkdir(path, 0o777) != 0, FileTarget(path) != .folder else { return }
      throw .cannotBeWritten(path, reason: Words.Errors.reason(FileError(errno).fault))
    }
  }
}
