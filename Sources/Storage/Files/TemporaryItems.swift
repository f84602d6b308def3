import Foundation
import Synchronization

/// The temporary files and folders of this process, for the signals that end it.
///
/// There is one list because there is one process to end. Any thread may use it.
public enum TemporaryItems {
  private static let paths = Mutex<Set<String>>([])

  /// What SQLite keeps beside a file.
  static let sqliteEndings = ["-wal", "-shm", "-journal"]

  /// Lists `path` and makes what belongs there in one step, so that a signal misses nothing.
  static func making<Value: Sendable>(_ path: String, _ make: () -> sending Value) -> Value {
    paths.withLock { paths in
      paths.insert(path)
      return make()
    }
  }

  /// Runs `body`, after which the item is no longer temporary: it got another name or was removed.
  static func settling<Value: Sendable>(_ path: String, _ body: () -> sending Value) -> Value {
    paths.withLock { paths in
      paths.remove(path)
      return body()
    }
  }

  /// Removes everything listed, then runs `end`, which ends the process. Until it does, nothing
  /// temporary can be made or renamed.
  public static func removeAll(thenEnd end: () -> Void) {
    paths.withLock { paths in
      for path in paths { removeItem(path) }
      end()
    }
  }

  static func removeItem(_ path: String) {
    for ending in [""] + sqliteEndings { unlink(path + ending) }
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    // A folder. Whatever cannot be removed is removed by the next process that looks for it.
    try? FileManager.default.removeItem(atPath: path)
  }
}
