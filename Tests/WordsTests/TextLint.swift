import Foundation

/// A search for user-visible string literals in a target whose text belongs elsewhere.
struct TextLint {
  /// A literal that looks like text for people but is not.
  struct Exception: Hashable {
    /// The file's path within the target.
    let file: String
    /// The whole literal, with `…` in place of each interpolation.
    let literal: String
    let reason: Reason

    enum Reason {
      /// A command for people to copy, which is the same in every language.
      case command
      /// The program's name, alone or with text that scripts read.
      case name
      /// Text from a library or a file format that the program compares or replaces.
      case foreignWords
      /// Names of keys.
      case key
      /// The place of a setting in the configuration.
      case setting
      /// A position in a file, in the terms of the file's format.
      case place
      /// Text that is stored in a conversation.
      case stored
      /// A message that a programming error leaves in a crash report.
      case crash
    }
  }

  /// A target whose text belongs in `Words`. Its source folder has the same name.
  struct Target: CustomStringConvertible {
    let name: String
    let exceptions: Set<Exception>
    /// Whether any of its literals are SQL.
    var hasSQL = false
    var description: String { name }
  }

  struct Finding: CustomStringConvertible {
    let file: String
    let line: Int
    let literal: String
    var description: String { "\(file):\(line): \(literal)" }
  }

  private static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Returns every literal of the target that is text, including exceptions.
  static func findings(in target: Target) throws -> [Finding] {
    let folder = package.appending(path: "Sources/\(target.name)")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try files.filter { $0.hasSuffix(".swift") }.sorted().flatMap { file in
      let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      return findings(inSource: source).filter { !target.hasSQL || !isSQL($0.text) }.map {
        literal in
        Finding(
          file: file, line: literal.line,
          literal: literal.text.replacing("\(StringLiterals.interpolation)", with: "…"))
      }
    }
  }

  static func findings(inSource source: String) -> [StringLiterals.Literal] {
    StringLiterals(source).all.filter { isText($0.text) }
  }

  /// Whether the literal contains a word next to another word, a number or an interpolation, or
  /// is a one-word sentence.
  static func isText(_ literal: String) -> Bool {
    let tokens = literal.split(whereSeparator: \.isWhitespace)
    let bare = tokens.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: punctuation)) }
    let isPhrase = zip(bare, bare.dropFirst()).contains { first, second in
      isWord(first) && isPart(second) || isPart(first) && isWord(second)
    }
    return isPhrase || tokens.count == 1 && tokens.allSatisfy(isSentence)
  }

  /// Whether the literal contains one of the keywords that our SQL writes in capital letters.
  private static func isSQL(_ literal: String) -> Bool {
    literal.split { !$0.isLetter }.contains { sqlWords.contains(String($0)) }
  }

  private static let sqlWords: Set<String> = [
    "ALTER", "AND", "AS", "ATTACH", "CASE", "CAST", "CREATE", "DELETE", "DESC", "DETACH", "DROP",
    "FROM", "IN", "INSERT", "IS", "JOIN", "MATCH", "NOT", "OR", "ORDER", "PRAGMA", "SELECT", "SET",
    "UPDATE", "WHERE",
  ]

  private static let punctuation = ".,;:!?()[]{}<>\"'“”‘’…·/\\|=+*#&%$"

  /// Whether the token is a word: letters, with hyphens and apostrophes only between them.
  private static func isWord(_ token: String) -> Bool {
    token.first?.isLetter == true && token.last?.isLetter == true
      && token.allSatisfy { $0.isLetter || "-'’".contains($0) }
  }

  /// Whether the token is a word, a number, a name in code or an interpolation, but not an
  /// option.
  private static func isPart(_ token: String) -> Bool {
    !token.isEmpty && !token.hasPrefix("-")
      && token.allSatisfy {
        $0.isLetter || $0.isNumber || "-'’_.,:".contains($0) || $0 == StringLiterals.interpolation
      }
  }

  /// Whether the token is a single word used as a sentence or a label, such as `Saved.` or
  /// `Key:`.
  private static func isSentence(_ token: Substring) -> Bool {
    guard let last = token.last, ".!?:…".contains(last), let first = token.first else {
      return false
    }
    let word = token.dropLast()
    return first.isUppercase && word.count > 1 && word.allSatisfy(\.isLetter)
  }
}
