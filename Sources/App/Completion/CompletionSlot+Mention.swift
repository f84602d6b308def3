internal import Chat

/// Completion of the word that follows an `@` in a question.
extension CompletionSlot {
  /// How far before the caret to look for an `@`. Nobody types longer paths.
  private static let longestMention = 512
  /// The maximum size of a question, in bytes. Counting the characters of a longer one would
  /// delay every key.
  private static let longestQuestion = 100_000

  init?(mentionIn composer: Composer) {
    guard composer.greatestLength <= Self.longestQuestion,
      composer.buffer.before.suffix(Self.longestMention).contains(UInt8(ascii: "@"))
    else { return nil }
    let before = composer.before
    guard let (start, word) = Self.unfinished(before), !word.contains(where: composer.isFold) else {
      return nil
    }
    place = .mention
    typed = word.typed
    let first = composer.count(of: before[..<start])
    range = first..<first + word.text.count + word.rest(composer.after)
    // Choosing a file never sends the question.
    isLast = false
  }

  private struct Word {
    let text: Substring
    let quote: Character?

    /// The path without quotes and backslashes.
    var typed: String {
      var path = ""
      var rest = quote == nil ? text : text.dropFirst()
      while let character = rest.popFirst() {
        if character == "\\", quote != "'", let next = rest.popFirst() {
          path.append(next)
        } else {
          path.append(character)
        }
      }
      return path
    }

    func contains(where predicate: (Character) -> Bool) -> Bool { text.contains(where: predicate) }

    /// Returns how many characters after the caret belong to the word.
    func rest(_ after: String) -> Int {
      guard let quote else { return after.prefix { !$0.isWhitespace }.count }
      let line = after.prefix { !$0.isNewline }
      return line.firstIndex(of: quote).map { line[...$0].count } ?? 0
    }
  }

  /// Returns the word after the last `@` that may begin a path, and where it starts.
  private static func unfinished(_ before: String) -> (String.Index, Word)? {
    var end = before.endIndex
    var left = longestMention
    while let at = before[..<end].lastIndex(of: "@") {
      left -= before.distance(from: at, to: end)
      guard left > 0 else { return nil }
      end = at
      let previous = at == before.startIndex ? nil : before[before.index(before: at)]
      let start = before.index(after: at)
      guard AttachmentMention.mayPrecede(previous), let word = word(before[start...]) else {
        continue
      }
      return (start, word)
    }
    return nil
  }

  private static func word(_ text: Substring) -> Word? {
    if let quote = text.first, quote == "\"" || quote == "'" {
      let isOpen = !text.dropFirst().contains { $0 == quote || $0.isNewline }
      return isOpen ? Word(text: text, quote: quote) : nil
    }
    var isEscaped = false
    for character in text {
      if character.isWhitespace, !isEscaped || character.isNewline { return nil }
      isEscaped = character == "\\" && !isEscaped
    }
    return text.first == "@" ? nil : Word(text: text, quote: nil)
  }

  /// Returns a candidate's text as it is inserted, with quotes if it needs them.
  /// - Parameter isOpen: whether more will be typed after it.
  func inserted(_ candidate: Candidate, isOpen: Bool = false) -> String {
    switch place {
    case .mention: MentionText.quoted(candidate.text, isOpen: isOpen)
    case .name, .argument: ArgumentText.quoted(candidate.text, isOpen: isOpen)
    }
  }
}

/// The notation for paths after `@`.
enum MentionText {
  /// Puts quotes around a path that would be misread without them.
  static func quoted(_ path: String, isOpen: Bool) -> String {
    let spec = try? AttachmentSpec(word: path)  // Quotes hide what is no specification.
    let mention = AttachmentMention.all(in: "@" + path).first
    if spec?.whole == path, mention?.spec == spec { return path }
    let escaped = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\(isOpen ? "" : "\"")"
  }
}

/// The files below the working folder, whose names can be completed without typing their
/// folders.
struct ProjectFiles: Equatable {
  private let paths: [String]
  /// The paths in lower case, as bytes.
  private let letters: [[UInt8]]

  /// The maximum number of files to match. Matching more would delay the key.
  private static let mostMatched = 200

  init(_ paths: [String]) {
    self.paths = paths
    letters = paths.map { Array($0.lowercased().utf8) }
  }

  /// Returns the matching files that are in subfolders, best first.
  func candidates(_ typed: String) -> [Candidate] {
    let wanted = Array(typed.lowercased().utf8)
    guard wanted.count > 1 else { return [] }
    var named: [Candidate] = []
    var others: [Candidate] = []
    for (index, bytes) in letters.enumerated() where Self.has(wanted, in: bytes) {
      let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
      guard let slash else { continue }
      var candidate = Candidate(paths[index])
      candidate.aliases = [paths[index].split(separator: "/").last.map(String.init) ?? ""]
      if bytes[(slash + 1)...].starts(with: wanted) {
        named.append(candidate)
      } else {
        others.append(candidate)
      }
      if named.count == Self.mostMatched { break }
    }
    return Candidate.matching(typed, Array((named + others).prefix(Self.mostMatched)))
  }

  /// Returns whether `bytes` contains the wanted bytes in this order, possibly with others between
  /// them.
  private static func has(_ wanted: [UInt8], in bytes: [UInt8]) -> Bool {
    var rest = wanted[...]
    for byte in bytes where byte == rest.first {
      rest.removeFirst()
      if rest.isEmpty { return true }
    }
    return false
  }
}

extension State {
  /// Returns the matching files in the folder typed so far, then those below the working folder.
  func mentions(_ typed: String) -> ([Candidate], String) {
    let listed = paths(typed).0
    // If the path ends with a slash, the list already has all files of that folder.
    guard !typed.hasSuffix("/"), case .known(let files) = completion.project else {
      return (listed, "")
    }
    let known = Set(listed.map(\.text))
    return (listed + files.candidates(typed).filter { !known.contains($0.text) }, "")
  }

  mutating func loadFiles(for slot: CompletionSlot) -> [Effect] {
    let folder = loadFolder(of: slot)
    guard completion.project == .unknown else { return folder }
    completion.project = .asked
    return folder + [.files(.listProject)]
  }

  mutating func noteProject(_ paths: [String]) {
    if completion.project == .asked { completion.project = .known(ProjectFiles(paths)) }
  }
}
