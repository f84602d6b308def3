import Chat
import Foundation

/// The file of a database. Creates it, makes it private and checks whether it can be used.
struct DatabaseFile {
  let path: String

  /// The path as passed to SQLite. It is never one of SQLite's special names, such as `:memory:` or
  /// the empty name, whose databases vanish with the process.
  var sqlitePath: String { path.hasPrefix("/") ? path : "./" + path }

  /// Creates the folder (0700) and an empty file (0600) if they are missing. Throws if the file is
  /// read-only, if its repair was interrupted, or if only its log exists.
  ///
  /// SQLite gives the `-wal` and `-shm` files the same mode as the file.
  func prepare() throws(StoreError) {
    try refuseUnfinishedRepair()
    try refuseLogAlone()
    try makeFolder()
    try makeFile()
    guard access(sqlitePath, W_OK) != 0 else { return }
    // If the file cannot even be read, leave it to SQLite, which reports the error.
    if access(sqlitePath, R_OK) == 0 { throw .readOnly(path: path) }
  }

  /// Makes our database file private to the user, along with its `-wal` and `-shm` files, and the
  /// folder if it is the program's own. Does not change anything that belongs to another user.
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

  /// The path of a marker file that exists from the moment a repair removes the log until the new
  /// file is in place.
  var repairMark: String { pathBehindLinks + ".repairing" }

  /// The path of the file itself, with links resolved: SQLite keeps the log in the file's folder,
  /// not in the link's.
  var pathBehindLinks: String {
    switch FileTarget(path) {
    case .file(let path): DatabaseFile(path: path).sqlitePath
    case .vacant, .stream, .folder, .unusable: sqlitePath
    }
  }

  /// Refuses a file whose repair was interrupted. Without its log, the file may look intact but
  /// lack the latest changes.
  private func refuseUnfinishedRepair() throws(StoreError) {
    guard FileIdentity(repairMark) != nil else { return }
    throw .damaged(path: path, detail: .interruptedRepair)
  }

  /// Refuses a log whose file is missing or empty: it may be all that is left, and SQLite would
  /// delete it when creating a new file.
  private func refuseLogAlone() throws(StoreError) {
    guard isEmpty, LogFile(beside: sqlitePath)?.hasCommits == true else { return }
    // Check again: another program may have just created the file and then its log.
    guard isEmpty else { return }
    throw .damaged(path: path, detail: .onlyLog)
  }

  /// Whether the file is missing or empty.
  private var isEmpty: Bool {
    var status = stat()
    return stat(sqlitePath, &status) != 0 || status.st_size == 0
  }

  /// Returns `wanted`, or a numbered variant if that path, or one that SQLite would use next to
  /// it, already exists.
  static func unusedPath(_ wanted: String) -> String {
    func isUsed(_ path: String) -> Bool {
      ["", "-wal", "-shm", "-journal"].contains {
        // A dangling link also occupies the name.
        var status = stat()
        return lstat(path + $0, &status) == 0
      }
    }
    guard isUsed(wanted) else { return wanted }
    return (2...).lazy.map { "\(wanted)-\($0)" }.first { !isUsed($0) } ?? wanted
  }

  private func makeFolder() throws(StoreError) {
    // Split by hand: Foundation on Linux traps on "./".
    guard let slash = sqlitePath.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
    let folder = String(sqlitePath[...slash])
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .cannotOpen(path: path, detail: .cannotCreateFolder(folder))
    }
  }

  /// Creates an empty file if there is none. `O_EXCL` does more than avoid a race: opening and
  /// closing a file that this process already has open as a database would drop that connection's
  /// locks (POSIX advisory locks).
  private func makeFile() throws(StoreError) {
    let descriptor = open(sqlitePath, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      // Override the umask.
      fchmod(descriptor, 0o600)
      close(descriptor)
      return
    }
    let reason = errno
    switch reason {
    case EEXIST, EISDIR: return
    case ENOSPC, EDQUOT: throw .diskFull(path: path)
    case EROFS: throw .readOnly(path: path)
    default: throw .cannotOpen(path: path, detail: StoreFault(errno: reason))
    }
  }
}
