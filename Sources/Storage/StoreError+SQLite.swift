import Chat
import GRDB

extension StoreError {
  /// Converts an error from SQLite, from the file system or from our own code.
  ///
  /// Only SQLite's message and code become part of the detail: they name tables and columns, never
  /// values.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as FileError: self.init(error, path: path)
    case let error as DatabaseError: self.init(error, path: path)
    default: self = .failed(path: path, detail: .words(String(describing: type(of: error))))
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let detail = StoreFault.words(
      "\(error.message ?? "SQLite") (\(error.extendedResultCode.rawValue))")
    self =
      switch error.resultCode {
      case _ where error.isAboutSearchIndex: .searchIndexDamaged(path: path)
      case .SQLITE_FULL: .diskFull(path: path)
      // The shared memory file could not grow.
      case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
        .diskFull(path: path)
      case .SQLITE_READONLY: .readOnly(path: path)
      case .SQLITE_BUSY: .locked(path)
      case .SQLITE_LOCKED: .busy(path: path)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: .damaged(path: path, detail: detail)
      // The header contains a number that no version of SQLite writes.
      case .SQLITE_ERROR where error.message == "unsupported file format":
        .damaged(path: path, detail: detail)
      case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: .cannotOpen(path: path, detail: detail)
      default: .failed(path: path, detail: detail)
      }
  }
}

extension DatabaseError {
  /// Whether the error is about the search index, which is the only virtual table in the file. FTS5
  /// has no specific error code for a table that it cannot open.
  var isAboutSearchIndex: Bool {
    switch resultCode {
    case .SQLITE_CORRUPT, .SQLITE_ERROR:
      extendedResultCode == .SQLITE_CORRUPT_VTAB
        || ["vtable constructor failed: search_text", "invalid fts5 file format"].contains {
          message?.contains($0) == true
        }
    default: false
    }
  }
}
