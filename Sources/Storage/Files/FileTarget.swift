import Foundation

/// The kind of file at a path that is about to be written. Links are followed, as editors do: the
/// file behind a link is written, and the link stays.
public enum FileTarget: Equatable, Sendable {
  /// Nothing exists there yet.
  case vacant(path: String)
  /// A regular file. The path has links resolved.
  case file(path: String)
  /// A pipe, a terminal or another character device. It accepts bytes and cannot be replaced.
  case stream
  case folder
  /// Cannot be written or replaced.
  case unusable(reason: String)

  public init(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      let reason = FileError(errno)
      self = reason.number == ENOENT ? .vacant(path: path) : .unusable(reason: reason.reason)
      return
    }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    guard stat(path, &status) == 0 else {
      let reason = FileError(errno)
      self = .unusable(
        reason: reason.number == ENOENT ? "it is a link to a missing file" : reason.reason)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = isLink ? Self.behindLink(path) : .file(path: path)
    case S_IFDIR: self = .folder
    case S_IFCHR, S_IFIFO: self = .stream
    case S_IFBLK: self = .unusable(reason: "it is a block device")
    case S_IFSOCK: self = .unusable(reason: "it is a socket")
    default: self = .unusable(reason: "it is not a regular file")
    }
  }

  /// The path of a file that can be created or replaced.
  /// - Throws: the reason if nothing at the path can be replaced.
  public func filePath() throws(FileError) -> String {
    switch self {
    case .vacant(let path), .file(let path): return path
    case .stream: throw FileError("it is not a regular file")
    case .folder: throw FileError("it is a folder")
    case .unusable(let reason): throw FileError(reason)
    }
  }

  private static func behindLink(_ path: String) -> FileTarget {
    guard let resolved = realpath(path, nil) else {
      return .unusable(reason: "it is a link to a missing file")
    }
    defer { free(resolved) }
    return .file(path: String(cString: resolved))
  }
}
