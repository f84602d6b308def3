internal import Screen

/// The text of a key while it is typed. Nothing prints it, and it has no caret, cut or undo. Its
/// memory is overwritten when it is cleared and when the last copy is dropped.
struct KeyField: CustomStringConvertible, CustomReflectable {
  private final class Letters {
    var all: [Character] = []

    deinit { erase() }

    func erase() {
      for index in all.indices { all[index] = " " }
      all = []
    }
  }

  private var letters = Letters()

  var count: Int { letters.all.count }
  var isEmpty: Bool { letters.all.isEmpty }

  /// The key without white space at both ends.
  var key: TypedKey {
    var inner = letters.all[...]
    while inner.first?.isWhitespace == true { inner.removeFirst() }
    while inner.last?.isWhitespace == true { inner.removeLast() }
    return TypedKey(String(inner))
  }

  mutating func insert(_ text: some StringProtocol) {
    unshare()
    letters.all.append(contentsOf: text)
  }

  mutating func deleteBackward() {
    unshare()
    _ = letters.all.popLast()
  }

  mutating func clear() {
    if isKnownUniquelyReferenced(&letters) { letters.erase() } else { letters = Letters() }
  }

  private mutating func unshare() {
    guard !isKnownUniquelyReferenced(&letters) else { return }
    let copy = Letters()
    copy.all = letters.all
    letters = copy
  }

  var description: String { "KeyField" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
