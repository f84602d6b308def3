import Chat
import Foundation

/// Keeps every other program out of a database file, as SQLite's own exclusive lock does, whatever is in
/// the file. While this exists, this process must not have it open as a database (POSIX advisory
/// locks go with any descriptor that is closed).
final class FileLock {
  private let descriptor: Int32

  /// - Parameter path: a file that is there.
  /// - Throws: `.busy` when a program has it open.
  init(_ path: String) throws(StoreError) {
    let file = DatabaseFile(path: path).sqlitePath
    let writable = open(file, O_RDWR | O_CLOEXEC)
    descriptor = writable >= 0 ? writable : open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: path, detail: String(cString: strerror(errno)))
    }
    // SQLite locks bytes from 2^30 on, and in the mode with a log keeps them while a file is open.
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    // A file that cannot be written cannot be locked; others that have it open can be seen.
    let isFree =
      writable >= 0
      ? fcntl(descriptor, F_SETLK, &lock) == 0
      : fcntl(descriptor, F_GETLK, &lock) != 0 || lock.l_type == Int16(F_UNLCK)
    guard isFree else { throw .locked(path) }
  }

  /// Also runs when `init` throws: a second `close` there would hit another thread's new file.
  deinit { if descriptor >= 0 { close(descriptor) } }
}
