/// What a request carries that must not get into an error: the key, what the user's own headers hold,
/// which may be keys too, and passwords in addresses.
struct Secrets: Sendable {
  private let texts: [String]

  init(_ texts: [String] = []) {
    // The longest first, so that one which holds another is hidden whole.
    self.texts = texts.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
  }

  func hidden(in text: String) -> String {
    texts.reduce(text) { $0.replacing($1, with: "[key]") }
  }
}
