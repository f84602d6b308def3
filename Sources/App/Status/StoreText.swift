internal import Chat

/// What is said of the store for as long as it is so.
enum StoreText {
  /// Why the conversation on the screen is not stored; `nil` where it is.
  static func mark(_ state: State) -> String? {
    state.isPrivate ? PrivateText.mark : markOfStore(state)
  }

  /// Why nothing is stored; `nil` where it is.
  static func markOfStore(_ state: State) -> String? {
    if !state.session.isStored { return "not stored" }
    return state.saveTrouble.map(word)
  }

  private static func word(_ error: StoreError) -> String {
    switch error {
    case .readOnly: "read-only: not saving"
    case .busy: "database in use: not saving"
    case .diskFull: "disk full: not saving"
    case .cannotOpen, .newer, .damaged, .searchIndexDamaged, .replaced, .failed: "not saving"
    }
  }

  static let waiting = "The database does not answer yet: another program may hold it."
}
