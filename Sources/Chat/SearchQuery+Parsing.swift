extension SearchQuery {
  /// The limits on characters and terms. The rest of a query is ignored. People type short
  /// queries, but may paste long ones.
  private static let characterLimit = 1000
  private static let termLimit = 50

  /// Parses a query. The last word may be incomplete, so it matches as a prefix unless something
  /// follows it, such as a space.
  public init(_ text: String) {
    self.init()
    var reader = Reader(text.prefix(Self.characterLimit))
    while let item = reader.next() {
      guard wanted.count + unwanted.count < Self.termLimit else {
        problems.append(.tooLong)
        return
      }
      add(item, isLast: reader.isAtEnd)
    }
    if text.utf8.count > Self.characterLimit, text.count > Self.characterLimit {
      problems.append(.tooLong)
    }
  }

  private mutating func add(_ item: Item, isLast: Bool) {
    if let field = item.field, filter(field, item) { return }
    let name = item.field.map { $0 + ":" } ?? ""
    let isPrefix = item.hasStar || (isLast && !item.isQuoted && !item.isExcluded)
    let term = Term(name + item.value, isPrefix: isPrefix)
    guard !term.text.isEmpty else { return }
    if item.isExcluded { unwanted.append(term) } else { wanted.append(term) }
  }

  /// Adds an item as a filter.
  /// - Returns: whether `field` is the name of a filter.
  private mutating func filter(_ field: String, _ item: Item) -> Bool {
    let value = item.value
    switch field.lowercased() {
    case "model":
      guard !value.isEmpty else { return true }
      if item.isExcluded { unwantedModels.append(value) } else { models.append(value) }
    case "role":
      guard !value.isEmpty else { return true }
      guard let role = Self.role(value) else {
        problems.append(.role(value))
        return true
      }
      if item.isExcluded { unwantedRoles.append(role) } else { roles.append(role) }
    case "tag":
      guard !value.isEmpty else { return true }
      if item.isExcluded { unwantedTags.append(value) } else { tags.append(value) }
    case "before":
      guard let date = date("before", value) else { return true }
      if item.isExcluded { after.append(date) } else { before.append(date) }
    case "after":
      guard let date = date("after", value) else { return true }
      if item.isExcluded { before.append(date) } else { after.append(date) }
    case "in":
      if !value.isEmpty { look(in: value, isExcluded: item.isExcluded) }
    default: return false
    }
    return true
  }

  private mutating func look(in value: String, isExcluded: Bool) {
    guard let place = Self.place(value) else { return problems.append(.place(value)) }
    guard !isExcluded else { return problems.append(.unwantedPlace(place)) }
    if !places.contains(place) { places.append(place) }
  }

  private mutating func date(_ filter: String, _ value: String) -> SearchDate? {
    guard !value.isEmpty else { return nil }
    let date = SearchDate(value)
    if date == nil { problems.append(.date(filter: filter, value: value)) }
    return date
  }

  private static func role(_ word: String) -> Role? {
    switch word.lowercased() {
    case "user", "you", "question": .user
    case "assistant", "model", "answer": .assistant
    case "system": .system
    case "tool": .tool
    default: nil
    }
  }

  private static func place(_ word: String) -> Place? {
    switch word.lowercased() {
    case "reasoning": .thinking
    case let word: Place(rawValue: word)
    }
  }

  /// One part of a query.
  private struct Item {
    var isExcluded = false
    /// The name before a colon, if it is a known filter.
    var field: String?
    var value = ""
    var isQuoted = false
    /// Whether a star follows the value.
    var hasStar = false
  }

  /// A tokenizer for queries. It works on scalars, because an operator followed by a combining
  /// mark would form a different character.
  private struct Reader {
    private var rest: Substring.UnicodeScalarView

    private static let fields: Set<String> = ["model", "role", "before", "after", "in", "tag"]
    /// Straight quotes and the variants that editors and phones substitute for them.
    private static let quotes: Set<Unicode.Scalar> = ["\"", "“", "”", "„", "‟", "＂"]

    init(_ text: Substring) { rest = text.unicodeScalars }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func next() -> Item? {
      rest = rest.drop(while: Self.isSpace)
      guard !rest.isEmpty else { return nil }
      var item = Item()
      if rest.first == "-", let second = rest.dropFirst().first, !Self.isSpace(second) {
        item.isExcluded = true
        rest.removeFirst()
      }
      if let colon = rest.firstIndex(where: { $0 == ":" || Self.isSpace($0) }), rest[colon] == ":",
        Self.fields.contains(String(rest[..<colon]).lowercased())
      {
        item.field = String(rest[..<colon])
        rest = rest[rest.index(after: colon)...]
      }
      readValue(of: &item)
      return item
    }

    private mutating func readValue(of item: inout Item) {
      if let first = rest.first, Self.quotes.contains(first) {
        rest.removeFirst()
        item.isQuoted = true
        item.value = take { !Self.quotes.contains($0) }
        rest = rest.dropFirst()
        let stars = take { $0 == "*" }
        item.hasStar = !stars.isEmpty
        return
      }
      item.value = take { !Self.isSpace($0) && !Self.quotes.contains($0) }
      while item.value.unicodeScalars.last == "*" {
        item.value.unicodeScalars.removeLast()
        item.hasStar = true
      }
    }

    private mutating func take(while isPart: (Unicode.Scalar) -> Bool) -> String {
      let part = rest.prefix(while: isPart)
      rest = rest[part.endIndex...]
      return String(part)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace
    }
  }
}
