/// A pattern for paths, with shell syntax.
///
/// `*` matches any characters within a name, `?` any single character, `[a-z]` any character in
/// the range, and `[!a-z]` any character outside it. `**` as a whole name matches any number of
/// folders, including none. A name that begins with a dot matches only a pattern that begins
/// with a dot.
public struct GlobPattern: Hashable, Sendable {
  public enum Component: Hashable, Sendable {
    /// A name without special characters.
    case name(String)
    case pattern(NamePattern)
    /// Any number of folders: `**`.
    case anyFolders
  }

  /// Whether the pattern begins with a slash.
  public let isAbsolute: Bool
  public let components: [Component]

  /// Parses a pattern.
  /// - Returns: `nil` if the text has no special characters.
  public init?(_ text: String) throws(AttachmentFault) { try self.init(SpecText(literal: text)) }

  init?(_ text: SpecText) throws(AttachmentFault) {
    guard text.characters.contains(where: { $0.is("*") || $0.is("?") || $0.is("[") }) else {
      return nil
    }
    isAbsolute = text.characters.first?.character == "/"
    var components: [Component] = []
    for part in text.characters.split(whereSeparator: { $0.character == "/" }) {
      let component = try Self.component(Array(part))
      // Two consecutive `**` match the same as one.
      if component != .anyFolders || components.last != .anyFolders { components.append(component) }
    }
    // A bracket that is never closed is an ordinary character, so there may be no pattern.
    let isPlain = components.allSatisfy { if case .name = $0 { true } else { false } }
    if isPlain { return nil }
    self.components = components
  }

  private static func component(_ part: [SpecText.Unit]) throws(AttachmentFault) -> Component {
    if part.count == 2, part.allSatisfy({ $0.is("*") }) { return .anyFolders }
    let pattern = try NamePattern(part)
    return pattern.literal.map { .name($0) } ?? .pattern(pattern)
  }

  /// Returns whether a path matches. The path is given as names, starting from the folder where
  /// the pattern begins.
  public func matches(_ names: [String]) -> Bool { Self.matches(names[...], components[...]) }

  private static func matches(
    _ names: ArraySlice<String>, _ components: ArraySlice<Component>
  ) -> Bool {
    guard let component = components.first else { return names.isEmpty }
    if component == .anyFolders {
      if matches(names, components.dropFirst()) { return true }
      guard let name = names.first, names.count > 1 || components.count == 1, !name.hasPrefix(".")
      else { return false }
      return matches(names.dropFirst(), components)
    }
    guard let name = names.first, component.matches(name) else { return false }
    return matches(names.dropFirst(), components.dropFirst())
  }
}

extension GlobPattern.Component {
  /// Returns whether a single name matches. `**` matches every name without a leading dot.
  public func matches(_ name: String) -> Bool {
    switch self {
    case .name(let own): own == name
    case .pattern(let pattern): pattern.matches(name)
    case .anyFolders: !name.hasPrefix(".")
    }
  }
}

/// A pattern for a single name.
public struct NamePattern: Hashable, Sendable {
  private enum Piece: Hashable {
    case character(Character)
    case anyCharacter
    case anyCharacters
    case oneOf([ClosedRange<Character>], isExcluding: Bool)
  }

  private var pieces: [Piece] = []

  /// The only name that can match; `nil` if the pattern has special characters.
  var literal: String? {
    var name = ""
    for piece in pieces {
      guard case .character(let character) = piece else { return nil }
      name.append(character)
    }
    return name
  }

  /// Parses a pattern for a single name.
  /// - Throws: `invalidPattern` if a range in brackets is reversed.
  init(_ text: [SpecText.Unit]) throws(AttachmentFault) {
    var rest = text[...]
    while let unit = rest.popFirst() {
      if unit.is("*") {
        if pieces.last != .anyCharacters { pieces.append(.anyCharacters) }
      } else if unit.is("?") {
        pieces.append(.anyCharacter)
      } else if unit.is("["), let (piece, end) = try Self.brackets(rest) {
        pieces.append(piece)
        rest = rest[end...]
      } else {
        pieces.append(.character(unit.character))
      }
    }
  }

  /// Parses the text after an opening bracket; returns `nil` if no bracket closes it.
  private static func brackets(
    _ text: ArraySlice<SpecText.Unit>
  ) throws(AttachmentFault) -> (Piece, end: Int)? {
    var place = text.startIndex
    let isExcluding = text.first.map { $0.is("!") || $0.is("^") } == true
    if isExcluding { place += 1 }
    // A closing bracket in the first position is one of the characters to match.
    guard let end = text[place...].dropFirst().firstIndex(where: { $0.is("]") }) else { return nil }
    var ranges: [ClosedRange<Character>] = []
    while place < end {
      let first = text[place].character
      if place + 2 < end, text[place + 1].is("-") {
        let last = text[place + 2].character
        guard first <= last else { throw .invalidPattern }
        ranges.append(first...last)
        place += 3
      } else {
        ranges.append(first...first)
        place += 1
      }
    }
    return (.oneOf(ranges, isExcluding: isExcluding), end + 1)
  }

  /// Returns whether a name matches.
  /// - Complexity: O(length of the name × length of the pattern)
  public func matches(_ name: String) -> Bool {
    if name.hasPrefix("."), pieces.first != .character(".") { return false }
    let name = Array(name)
    var (piece, place) = (0, 0)
    // Where to continue if the part after the last star does not match.
    var retry: (piece: Int, place: Int)?
    while place < name.count {
      if piece < pieces.count, pieces[piece] == .anyCharacters {
        piece += 1
        retry = (piece, place)
      } else if piece < pieces.count, Self.matches(name[place], pieces[piece]) {
        piece += 1
        place += 1
      } else if let last = retry {
        retry = (last.piece, last.place + 1)
        (piece, place) = (last.piece, last.place + 1)
      } else {
        return false
      }
    }
    return pieces[piece...].allSatisfy { $0 == .anyCharacters }
  }

  private static func matches(_ character: Character, _ piece: Piece) -> Bool {
    switch piece {
    case .character(let own): own == character
    case .anyCharacter, .anyCharacters: true
    case .oneOf(let ranges, let isExcluding):
      ranges.contains { $0.contains(character) } != isExcluding
    }
  }
}
