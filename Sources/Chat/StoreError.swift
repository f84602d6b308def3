/// A failure of the store, classified by what the user can do about it. Contains no message text and
/// no SQL arguments.
public enum StoreError: Error, Equatable, Sendable {
  /// The file or its folder cannot be opened or created.
  case cannotOpen(path: String, detail: StoreFault)
  /// The file was written by a newer version of the program.
  case newer(path: String)
  /// The file is not a database, or is damaged.
  case damaged(path: String, detail: StoreFault)
  /// The search index cannot be read. Everything else appears to be readable.
  case searchIndexDamaged(path: String)
  /// The file at the path is missing, or is no longer the one that was opened.
  /// - Parameter kept: where the old file's contents were saved.
  case replaced(path: String, kept: String?)
  case diskFull(path: String)
  case readOnly(path: String)
  /// Another program locked the file for longer than the store waits.
  case busy(path: String)
  case failed(path: String, detail: StoreFault)

  /// The path of the database that the error is about.
  public var path: String {
    switch self {
    case .cannotOpen(let path, _), .newer(let path), .damaged(let path, _),
      .searchIndexDamaged(let path), .replaced(let path, _), .diskFull(let path),
      .readOnly(let path), .busy(let path), .failed(let path, _):
      path
    }
  }
}
