/// Why the store failed, by what the user can do about it. No message text, no SQL arguments.
public enum StoreError: Error, Equatable, Sendable {
  /// The file or its folder cannot be opened or made.
  case cannotOpen(path: String, detail: String)
  /// The file was written by a newer version of the program.
  case newer(path: String)
  /// The file is not a database, or is damaged.
  case damaged(path: String, detail: String)
  /// The index of the search cannot be read; what is stored can, as far as is known.
  case searchIndexDamaged(path: String)
  /// The file at the path is no longer the one that was opened, or there is none.
  /// - Parameter kept: where what was in the old one is now.
  case replaced(path: String, kept: String?)
  case diskFull(path: String)
  case readOnly(path: String)
  /// Another program held the file for longer than the store waits.
  case busy(path: String)
  case failed(path: String, detail: String)

  /// The database that it is about.
  public var path: String {
    switch self {
    case .cannotOpen(let path, _), .newer(let path), .damaged(let path, _),
      .searchIndexDamaged(let path), .replaced(let path, _), .diskFull(let path),
      .readOnly(let path), .busy(let path), .failed(let path, _):
      path
    }
  }
}
