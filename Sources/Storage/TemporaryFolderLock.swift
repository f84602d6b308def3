import Chat
import Foundation
import Synchronization

/// A folder for temporary files that stays locked for the lifetime of its process. The system
/// releases the lock however the process ends, so anyone may remove an unlocked folder.
///
/// Recording a process number instead would not work, because programs in containers may share the
/// folder without seeing each other.
final class TemporaryFolderLock: Sendable {
  private static let prefix = "aside-"
  private static let lockName = "/.aside-lock"

  let path: String
  /// The locked file; `nil` once the folder is removed, or if it cannot be locked.
  private let descriptor: Mutex<Int32?>

  /// Creates a folder that only the user can read.
  /// - Parameter place: the parent folder.
  init(in place: String) throws(StoreError) {
    let template = "\(place)/\(Self.prefix)XXXXXX"
    var name = Array(template.utf8CString)
    guard mkdtemp(&name) != nil else {
      throw .cannotOpen(path: template, detail: StoreFault(errno: errno))
    }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    TemporaryItems.making(path) {}
    descriptor = Mutex(Self.lock(path))
  }

  func remove() {
    TemporaryItems.settling(path) { TemporaryItems.removeItem(path) }
    descriptor.withLock {
      if let descriptor = $0 { close(descriptor) }
      $0 = nil
    }
  }

  /// Locks a folder. Gives the lock file its name only once the file is locked. Until then, the
  /// folder has no file of that name, so other processes leave it alone.
  private static func lock(_ folder: String) -> Int32? {
    let making = folder + lockName + ".new"
    let descriptor = open(making, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, rename(making, folder + lockName) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// Removes the folders of this user's dead processes.
  /// - Complexity: O(number of files in the folder)
  static func removeAbandoned(in place: String) {
    // If the folder cannot be listed, nothing in it can be removed.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    for name in names where name.hasPrefix(prefix) && name.utf8.count == prefix.utf8.count + 6 {
      let folder = "\(place)/\(name)"
      if isOurs(folder) { removeIfAbandoned(folder) }
    }
  }

  /// Returns whether a folder belongs to this user. All users may share the folder for temporary
  /// files.
  private static func isOurs(_ folder: String) -> Bool {
    var status = stat()
    return lstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && status.st_uid == geteuid()
  }

  private static func removeIfAbandoned(_ folder: String) {
    let descriptor = open(folder + lockName, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
    // If this fails, the next process tries again.
    try? FileManager.default.removeItem(atPath: folder)
  }
}

extension ConversationStore {
  /// Removes copies that killed processes left in the folder for temporary files.
  public static func removeAbandonedCopies() {
    TemporaryFolderLock.removeAbandoned(in: TemporaryCopy.usualPlace)
  }
}
