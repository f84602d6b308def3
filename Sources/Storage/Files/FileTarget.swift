public import Chat
import Foundation

/// The kind of file at a path that is about to be written. Links are followed, as in editors: the
/// link's target is written, and the link is kept.
public enum FileTarget: Equatable, Sendable {
  /// Nothing exists there yet.
  case vacant(path: String)
  /// A regular file. Links in the path have been resolved.
  case file(path: String)
  /// A pipe, a terminal or another character device. It accepts bytes and cannot be replaced.
  case stream
  case folder
  /// Something that cannot be written or replaced, or that could not be examined.
  case unusable(StoreFault)

  public init(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      let reason = FileError(errno)
      self = reason.number == ENOENT ? .vacant(path: path) : .unusable(reason.fault)
      return
    }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    guard stat(path, &status) == 0 else {
      let reason = FileError(errno)
      self = .unusable(
        reason.number == ENOENT ? .linkToMissingFile : reason.fault)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = isLink ? Self.behindLink(path) : .file(path: path)
    case S_IFDIR: self = .folder
    case S_IFCHR, S_IFIFO: self = .stream
    case S_IFBLK: self = .unusable(.blockDevice)
    case S_IFSOCK: self = .unusable(.socket)
    default: self = .unusable(.notRegular)
    }
  }

  /// Returns the path of a file that can be created or replaced.
  /// - Throws: the reason why no file at the path can be created or replaced.
  public func filePath() throws(FileError) -> String {
    switch self {
    case .vacant(let path), .file(let path): return path
    case .stream: throw FileError(.notRegular)
    case .folder: throw FileError(.folder)
    case .unusable(let fault): throw FileError(fault)
    }
  }

  private static func behindLink(_ path: String) -> FileTarget {
    guard let resolved = realpath(path, nil) else {
      return .unusable(.linkToMissingFile)
    }
    defer { free(resolved) }
    return .file(path: String(cString: resolved))
  }
}
