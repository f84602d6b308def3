internal import Screen

/// An API key as it is typed. It is never printed, and has no caret, cut or undo. Its memory is
/// overwritten when the field is cleared and when the last copy is dropped.
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

  /// The key without surrounding whitespace.
  var key: TypedKey {
    TypedKey(String(Self.trimmed(letters.all)))
  }

  /// Returns the text without surrounding whitespace.
  static func trimmed<Text: BidirectionalCollection>(_ text: Text) -> Text.SubSequence
  where Text.Element == Character {
    let rest = text.drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return rest }
    return rest[...last]
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
