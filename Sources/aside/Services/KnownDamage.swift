internal import Chat
internal import Storage

/// A damaged file. It is opened again once it has been repaired or replaced.
struct KnownDamage {
  private let error: StoreError
  private let stamp: FileStamp

  /// Returns `nil` for an error other than damage.
  init?(_ error: StoreError, path: String) {
    guard case .damaged = error else { return nil }
    self.error = error
    stamp = FileStamp(path: path)
  }

  /// Returns the error; `nil` if the file has changed since the damage was found.
  func error(at path: String) -> StoreError? { FileStamp(path: path) == stamp ? error : nil }
}

extension StoreError {
  /// Whether the file can no longer be used: it is damaged, or was moved or replaced.
  var isOfTheFile: Bool {
    switch self {
    case .damaged, .replaced: true
    case .cannotOpen, .newer, .searchIndexDamaged, .diskFull, .readOnly, .busy, .failed: false
    }
  }

  /// Closes the store, because its file can no longer be used.
  /// - Returns: the error, with the file to which the contents were saved.
  func lettingGo(of store: ConversationStore) -> StoreError {
    let kept = store.letGo()
    if case .replaced(let path, _) = self { return .replaced(path: path, kept: kept) }
    return self
  }
}
