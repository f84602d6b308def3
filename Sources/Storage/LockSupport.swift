import Chat
import Foundation

/// A check for file locking support in a folder. If a network folder's server does not support
/// locks, it refuses every lock, which looks to SQLite as if another program had locked the file.
enum LockSupport {
  /// Returns whether a new file next to `path` cannot be locked. Trying the database itself would
  /// drop the locks that this process holds: closing any descriptor of a file drops its POSIX
  /// advisory locks.
  static func isMissing(beside path: String) -> Bool {
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "./"
    var name = Array((folder + ".aside-lock-XXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    // If no file can be created, we cannot tell, so assume that locks work.
    guard descriptor >= 0 else { return false }
    defer {
      close(descriptor)
      unlink(name)
    }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_len = 1
    return fcntl(descriptor, F_SETLK, &lock) != 0
  }
}

extension StoreError {
  /// Returns the error for a file that another program has locked, or that cannot be locked at
  /// all.
  static func locked(_ path: String) -> StoreError {
    LockSupport.isMissing(beside: path)
      ? .cannotOpen(
        path: path,
        detail: .cannotLock)
      : .busy(path: path)
  }
}
