internal import Chat
internal import Words

/// The state of the database, shown only when it is not saving normally.
enum StoreText {
  /// Returns why the current conversation is not saved; `nil` if it is.
  static func mark(_ state: State) -> String? {
    state.isPrivate ? PrivateText.mark : markOfStore(state)
  }

  /// Returns why conversations are not being saved; `nil` if they are.
  static func markOfStore(_ state: State) -> String? {
    if !state.preferences.isStored { return Words.Status.historyOff }
    return state.storing.trouble.map(word)
  }

  private static func word(_ error: StoreError) -> String {
    switch error {
    case .readOnly: Words.Status.readOnly
    case .busy: Words.Status.databaseLocked
    case .diskFull: Words.Status.diskFull
    case .cannotOpen, .newer, .damaged, .searchIndexDamaged, .replaced, .failed:
      Words.Status.notSaving
    }
  }

  static var waiting: String { Words.Status.waitingForLockedDatabase }
}
