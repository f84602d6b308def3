internal import Chat
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

/// A reader of text files in the user's library. It accepts only regular files, so that a pipe
/// cannot block the program.
enum LibraryFile {
  /// The maximum size of a preset or prompt, in KiB.
  static let limit = 256

  /// - Returns: `nil` if the file does not exist.
  /// - Throws: if the file cannot be used; the error names its path and says why.
  static func read(_ path: String) throws(UsageProblem) -> String? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw UsageProblem(Words.Library.cannotRead(path, String(cString: strerror(errno))))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw UsageProblem(Words.located(path, Words.Library.notAFile))
    }
    let bytes = try bytes(of: descriptor, path)
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw UsageProblem(Words.located(path, Words.Library.binary))
    }
    return text.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  private static func bytes(
    of descriptor: Int32, _ path: String
  ) throws(UsageProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Self.read(descriptor, into: &buffer)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw UsageProblem(Words.Library.cannotRead(path, String(cString: strerror(errno))))
      }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
      guard bytes.count <= limit << 10 else {
        throw UsageProblem(Words.located(path, Words.Library.tooLarge(limit: limit)))
      }
    }
  }

  private static func read(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int {
    buffer.withUnsafeMutableBytes {
      #if canImport(Glibc)
        Glibc.read(descriptor, $0.baseAddress, $0.count)
      #else
        Darwin.read(descriptor, $0.baseAddress, $0.count)
      #endif
    }
  }
}

/// A folder in the user's library. All its files have the same extension.
struct LibraryFolder {
  let path: String
  /// The extension of all files, including the dot.
  let fileExtension: String

  func path(of name: String) -> String { "\(path)/\(name)\(fileExtension)" }

  /// Reads all files, except hidden ones and those with another extension.
  /// - Parameter parse: creates a file's content from its name, path and text.
  func listing<Content>(
    _ parse: (String, String, String) throws(UsageProblem) -> Content
  ) -> LibraryListing<Content> {
    var listing = LibraryListing<Content>(folder: path)
    let entries: [String]
    do throws(UsageProblem) {
      entries = try self.entries()
    } catch {
      listing.problem = error.description
      return listing
    }
    let names = entries.filter { $0.hasSuffix(fileExtension) && !$0.hasPrefix(".") }
      .map { String($0.dropLast(fileExtension.count)) }
      .sorted { ($0.lowercased(), $0) < ($1.lowercased(), $1) }
    for name in names {
      guard let reading = reading(name, parse) else { continue }
      listing.files.append(LibraryListing<Content>.File(name: name, reading: reading))
    }
    return listing
  }

  private func entries() throws(UsageProblem) -> [String] {
    guard let folder = opendir(path) else {
      if errno == ENOENT { return [] }
      throw UsageProblem(Words.Library.cannotReadFolder(path, String(cString: strerror(errno))))
    }
    closedir(folder)
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw UsageProblem(Words.Library.cannotReadFolder(path, "\(error)"))
    }
  }

  /// - Returns: `nil` if the file has just been removed.
  private func reading<Content>(
    _ name: String, _ parse: (String, String, String) throws(UsageProblem) -> Content
  ) -> FileReading<Content>? {
    let path = path(of: name)
    do throws(UsageProblem) {
      if let flaw = LibraryName.flaw(in: name) {
        throw UsageProblem(Words.Library.invalidFileName(path, Words.Library.flaw(flaw)))
      }
      return try LibraryFile.read(path).map { text throws(UsageProblem) in
        .read(try parse(name, path, text))
      }
    } catch {
      return .broken(error.description)
    }
  }
}
