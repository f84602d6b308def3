import Chat
import Foundation

/// The database's place in the file system: who may read it, and whether we may write it.
struct DatabaseFile {
  let path: String

  /// The path as SQLite gets it: never one of its special names, such as `:memory:` or the empty
  /// one, whose databases vanish with the process.
  var sqlitePath: String { path.hasPrefix("/") ? path : "./" + path }

  /// Makes the folder (0700) and an empty file (0600) where they are missing, and refuses a file
  /// that can only be read.
  ///
  /// SQLite gives the `-wal` and `-shm` files beside it the mode of the file.
  func prepare() throws(StoreError) {
    try refuseUnfinishedRepair()
    try refuseLogAlone()
    try makeFolder()
    try makeFile()
    guard access(sqlitePath, W_OK) != 0 else { return }
    // A file that cannot even be read is left to SQLite, which says so.
    if access(sqlitePath, R_OK) == 0 { throw .readOnly(path: path) }
  }

  /// Takes a file that is known to be ours away from other users, with what is beside it; and the folder,
  /// where it is the one that the program makes for itself. One that belongs to somebody else stays as
  /// it is.
  func keepToTheUser() {
    for end in ["", "-wal", "-shm"] { Self.keepToTheUser(sqlitePath + end, S_IFREG, 0o600) }
    guard sqlitePath.hasSuffix("/aside/aside.sqlite") else { return }
    Self.keepToTheUser(String(sqlitePath.dropLast("/aside.sqlite".count)), S_IFDIR, 0o700)
  }

  private static func keepToTheUser(_ path: String, _ kind: mode_t, _ mode: mode_t) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == kind, status.st_uid == geteuid(),
      status.st_mode & 0o077 != 0
    else { return }
    chmod(path, mode)
  }

  /// Stands beside the file from when a repair takes its log away until the new file is in place.
  var repairMark: String { pathBehindLinks + ".repairing" }

  /// The path of the file itself: SQLite keeps the log in its folder, not in that of a link.
  var pathBehindLinks: String {
    switch FileTarget(path) {
    case .file(let path): DatabaseFile(path: path).sqlitePath
    case .vacant, .stream, .folder, .unusable: sqlitePath
    }
  }

  /// Without its log the old file may look whole, and lacks what was stored last.
  private func refuseUnfinishedRepair() throws(StoreError) {
    guard FileIdentity(repairMark) != nil else { return }
    throw .damaged(path: path, detail: "its repair did not come to its end")
  }

  /// A log whose file is gone may be all that is left; SQLite would delete it beside a new file.
  private func refuseLogAlone() throws(StoreError) {
    guard isEmpty, LogFile(beside: sqlitePath)?.hasCommits == true else { return }
    // Looked at once more: another program may have made both just now, the file first.
    guard isEmpty else { return }
    throw .damaged(path: path, detail: "only its log is there")
  }

  /// Whether there is no file, or nothing in it.
  private var isEmpty: Bool {
    var status = stat()
    return stat(sqlitePath, &status) != 0 || status.st_size == 0
  }

  /// A name that is free, also for what SQLite keeps beside a file: the wanted one, or one with a
  /// number.
  static func unusedPath(_ wanted: String) -> String {
    func isUsed(_ path: String) -> Bool {
      ["", "-wal", "-shm", "-journal"].contains {
        // A link that leads nowhere has the name, too.
        var status = stat()
        return lstat(path + $0, &status) == 0
      }
    }
    guard isUsed(wanted) else { return wanted }
    return (2...).lazy.map { "\(wanted)-\($0)" }.first { !isUsed($0) } ?? wanted
  }

  private func makeFolder() throws(StoreError) {
    // Cut by hand: Foundation on Linux traps on "./".
    guard let slash = sqlitePath.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
    let folder = String(sqlitePath[...slash])
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .cannotOpen(path: path, detail: "the folder cannot be made: \(folder)")
    }
  }

  /// `O_EXCL` matters beyond the race: opening and closing a file that this process has already
  /// open as a database would drop that connection's locks (POSIX advisory locks).
  private func makeFile() throws(StoreError) {
    let descriptor = open(sqlitePath, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      // Whatever the umask takes away.
      fchmod(descriptor, 0o600)
      close(descriptor)
      return
    }
    let reason = errno
    switch reason {
    case EEXIST, EISDIR: return
    case ENOSPC, EDQUOT: throw .diskFull(path: path)
    case EROFS: throw .readOnly(path: path)
    default: throw .cannotOpen(path: path, detail: String(cString: strerror(reason)))
    }
  }
}
