import Foundation
import Synchronization

/// This process's temporary files and folders, which are removed if a signal ends the process.
///
/// The list is global because there is only one process to end. Can be used from any thread.
public enum TemporaryItems {
  private static let paths = Mutex<Set<String>>([])

  /// Suffixes of the files that SQLite keeps next to a database.
  static let sqliteEndings = ["-wal", "-shm", "-journal"]

  /// Adds `path` to the list and creates the item in one step, so that a signal cannot miss it.
  static func making<Value: Sendable>(_ path: String, _ make: () -> sending Value) -> Value {
    paths.withLock { paths in
      paths.insert(path)
      return make()
    }
  }

  /// Takes the item off the list and runs `body`, which renames or removes the item, in one step.
  static func settling<Value: Sendable>(_ path: String, _ body: () -> sending Value) -> Value {
    paths.withLock { paths in
      paths.remove(path)
      return body()
    }
  }

  /// Removes everything on the list, then runs `end`, which ends the process. In the meantime, no
  /// temporary item can be created or renamed.
  /// - Parameter end: receives whether there was anything to remove.
  public static func removeAll(thenEnd end: (Bool) -> Void) {
    paths.withLock { paths in
      for path in paths { removeItem(path) }
      end(!paths.isEmpty)
    }
  }

  static func removeItem(_ path: String) {
    for ending in [""] + sqliteEndings { unlink(path + ending) }
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    // The item is a folder. If it cannot be removed now, a later process removes it.
    try? FileManager.default.removeItem(atPath: path)
  }
}
