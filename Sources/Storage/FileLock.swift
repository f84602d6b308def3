import Chat
import Foundation

/// A lock that keeps every other program out of a database file, as SQLite's exclusive lock
/// does, whatever the file contains. While this object exists, this process must not open the
/// file as a database: closing any descriptor of a file drops the process's POSIX advisory
/// locks.
final class FileLock {
  private let descriptor: Int32

  /// Locks the file.
  /// - Parameter path: the path of an existing file.
  /// - Throws: `.busy` if a program has the file open.
  init(_ path: String) throws(StoreError) {
    let file = DatabaseFile(path: path).sqlitePath
    let writable = open(file, O_RDWR | O_CLOEXEC)
    descriptor = writable >= 0 ? writable : open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: path, detail: StoreFault(errno: errno))
    }
    // SQLite's lock bytes start at 2^30. In WAL mode, SQLite holds locks there while a file is
    // open.
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    // A read-only file cannot be locked, but we can see whether others have it open.
    let isFree =
      writable >= 0
      ? fcntl(descriptor, F_SETLK, &lock) == 0
      : fcntl(descriptor, F_GETLK, &lock) != 0 || lock.l_type == Int16(F_UNLCK)
    guard isFree else { throw .locked(path) }
  }

  /// Also runs when `init` throws, so `init` must not close the descriptor: closing it twice
  /// could close another thread's new file.
  deinit { if descriptor >= 0 { close(descriptor) } }
}
