/// The text that was deleted or yanked into each register.
struct ViRegisters: Equatable {
  struct Content: Equatable {
    var text: String
    /// Whether the text consists of whole lines. If so, it ends with a line feed.
    var isLinewise: Bool
  }

  enum Source {
    case yank
    /// - Parameter isSmall: whether the deleted text is less than a line.
    case deletion(isSmall: Bool)
  }

  private var contents: [Character: Content] = [:]
  private var last: Content?

  /// Returns whether a register is the system clipboard.
  static func isClipboard(_ name: Character) -> Bool { name == "+" || name == "*" }

  static func isName(_ name: Character) -> Bool {
    name.isASCII && (name.isLetter || name.isNumber || "\"-_+*".contains(name))
  }

  func content(of name: Character?) -> Content? {
    guard let name, name != "\"" else { return last }
    if name == "_" { return nil }
    // The program cannot read the terminal's clipboard, so use what it last copied there, if
    // anything.
    if Self.isClipboard(name) { return contents["+"] ?? last }
    return contents[name.lowercased().first ?? name]
  }

  mutating func store(_ content: Content, in name: Character?, from source: Source) {
    switch name {
    case "_"?: return
    case nil, "\""?: storeUnnamed(content, from: source)
    case let name? where name.isUppercase:
      let name = name.lowercased().first ?? name
      contents[name] = contents[name]?.appending(content) ?? content
      last = contents[name]
      return
    case let name?:
      contents[Self.isClipboard(name) ? "+" : name] = content
    }
    last = content
  }

  private mutating func storeUnnamed(_ content: Content, from source: Source) {
    switch source {
    case .yank: contents["0"] = content
    case .deletion(isSmall: true): contents["-"] = content
    case .deletion(isSmall: false):
      for number in (2...9).reversed() {
        contents[Self.name(number)] = contents[Self.name(number - 1)]
      }
      contents["1"] = content
    }
  }

  private static func name(_ number: Int) -> Character { Character(String(number)) }
}

extension ViRegisters.Content {
  fileprivate func appending(_ other: Self) -> Self {
    var first = text
    if other.isLinewise, !isLinewise { first += "\n" }
    let second = isLinewise && !other.isLinewise ? other.text + "\n" : other.text
    return Self(text: first + second, isLinewise: isLinewise || other.isLinewise)
  }

  /// Returns the text repeated `count` times, but limited to about 4 MB.
  func repeated(_ count: Int) -> String { text.repeated(count) }
}

extension String {
  /// Returns the text repeated `count` times, or as often as fits in 4 MB, but at least once.
  func repeated(_ count: Int) -> String {
    String(repeating: self, count: max(1, min(count, (4 << 20) / max(1, utf8.count))))
  }
}
