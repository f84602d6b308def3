import Chat
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The identity of the file that a path leads to.
struct FileIdentity: Equatable, Sendable {
  private let device: UInt64
  private let number: UInt64

  /// Returns `nil` if there is no file at the path.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// The identity, size and modification time of a database file, and the identity of its log. They
/// change when the file is repaired, restored or written to.
public struct FileStamp: Equatable, Sendable {
  private let file: FileIdentity?
  private let log: FileIdentity?
  private let size: Int64
  private let time: Int64

  public init(path: String) {
    let path = DatabaseFile(path: path).sqlitePath
    var status = stat()
    file = FileIdentity(path)
    log = FileIdentity(path + "-wal")
    let isThere = stat(path, &status) == 0
    size = isThere ? Int64(status.st_size) : 0
    #if canImport(Darwin)
      let changed = status.st_mtimespec
    #else
      let changed = status.st_mtim
    #endif
    // The file system may report any year, so the number must not overflow.
    let seconds = Int64(changed.tv_sec).multipliedClamped(by: 1_000_000_000)
    time = isThere ? seconds.addingClamped(Int64(changed.tv_nsec)) : 0
  }
}
