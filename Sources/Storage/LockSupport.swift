import Chat
import Foundation

/// Whether files of a folder can be locked at all. A network folder whose server offers no locks refuses
/// every one, which SQLite cannot tell from another program that holds the file.
enum LockSupport {
  /// Tries a lock on a new file beside `path`: one on the database itself would take away the locks that
  /// this process holds (POSIX advisory locks go with any descriptor that is closed).
  static func isMissing(beside path: String) -> Bool {
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "./"
    var name = Array((folder + ".aside-lock-XXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    // Where nothing can be made, nothing is known.
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
  /// Another program holds the file; or none can, because files there cannot be locked.
  static func locked(_ path: String) -> StoreError {
    LockSupport.isMissing(beside: path)
      ? .cannotOpen(
        path: path,
        detail: "files in its folder cannot be locked, as on some network drives. "
          + "Keep the database on a local disk, or turn on locking (NFS needs lockd)")
      : .busy(path: path)
  }
}
