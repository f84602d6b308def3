internal import Chat
internal import Storage

/// A file that has proved damaged. It is opened again when it has been repaired or replaced.
struct KnownDamage {
  private let error: StoreError
  private let stamp: FileStamp

  /// `nil` for what is no damage.
  init?(_ error: StoreError, path: String) {
    guard case .damaged = error else { return nil }
    self.error = error
    stamp = FileStamp(path: path)
  }

  /// `nil` when the file is not that one any more.
  func error(at path: String) -> StoreError? { FileStamp(path: path) == stamp ? error : nil }
}

extension StoreError {
  /// Whether the file is not to be used any more: it is damaged, or not at its place.
  var isOfTheFile: Bool {
    switch self {
    case .damaged, .replaced: true
    case .cannotOpen, .newer, .searchIndexDamaged, .diskFull, .readOnly, .busy, .failed: false
    }
  }

  /// Closes the store that has such a file open.
  /// - Returns: the error, with where what was in the file has been kept.
  func lettingGo(of store: ConversationStore) -> StoreError {
    let kept = store.letGo()
    if case .replaced(let path, _) = self { return .replaced(path: path, kept: kept) }
    return self
  }
}
