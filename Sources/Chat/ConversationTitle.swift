/// Titles for conversations that the user has not named.
public enum ConversationTitle {
  /// Returns the question's first line that contains words, without surrounding Markdown marks,
  /// truncated to what a row of a list can show.
  public static func of(_ question: String) -> String {
    let lines = question.split(whereSeparator: \.isNewline).filter {
      $0.contains { !$0.isWhitespace }
    }
    let line = lines.first { !isFence($0) } ?? lines.first ?? Substring(question)
    let words = withoutBlockMarks(line).split(separator: " ").joined(separator: " ")
    let plain = ["**", "~~", "`"].reduce(words, without)
    return shortened(plain.isEmpty ? words : plain, to: 120)
  }

  /// Returns a title for a copy: `Title (copy)`, or `Title (copy 2)` and so on if that is taken.
  /// - Parameter taken: titles of other conversations.
  public static func ofCopy(of title: String, taken: Set<String>) -> String {
    let base = withoutCopyMark(title)
    var number = 1
    while true {
      let copy = number == 1 ? "\(base) (copy)" : "\(base) (copy \(number))"
      if copy != title, !taken.contains(copy) { return copy }
      number += 1
    }
  }

  private static func withoutCopyMark(_ title: String) -> Substring {
    guard title.hasSuffix(")"), let start = title.ranges(of: " (copy").last else {
      return title[...]
    }
    let mark = title[start.upperBound...].dropLast()
    let isNumber = mark.first == " " && mark.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    return mark.isEmpty || (isNumber && mark.count > 1) ? title[..<start.lowerBound] : title[...]
  }

  private static func isFence(_ line: Substring) -> Bool {
    let text = line.drop(while: \.isWhitespace)
    return text.hasPrefix("```") || text.hasPrefix("~~~")
  }

  /// Removes Markdown block marks, but not a number followed by a full stop, which may be part of
  /// the text, as in “2. Weltkrieg”.
  private static func withoutBlockMarks(_ line: Substring) -> Substring {
    var text = line.drop(while: \.isWhitespace)
    while let first = text.first, ">#-*+".contains(first) {
      let rest = first == "#" ? text.drop { $0 == "#" } : text.dropFirst()
      guard rest.first?.isWhitespace == true, rest.contains(where: { !$0.isWhitespace }) else {
        return text
      }
      text = rest.drop(while: \.isWhitespace)
    }
    return text
  }

  /// Removes a Markdown mark that encloses words in pairs, but not the one in `2**3`.
  private static func without(_ text: String, _ mark: String) -> String {
    let parts = text.split(separator: mark, omittingEmptySubsequences: false)
    guard parts.count > 2, !parts.count.isMultiple(of: 2) else { return text }
    for index in stride(from: 1, to: parts.count, by: 2) {
      let (before, within) = (parts[index - 1].last, parts[index])
      guard before.map({ $0.isLetter || $0.isNumber }) != true,
        within.first?.isWhitespace == false, within.last?.isWhitespace == false
      else { return text }
    }
    return parts.joined()
  }

  /// Returns the title in a model's reply, without the marks that models put around it: one line
  /// of at most 60 characters. Returns `nil` when nothing is left.
  public static func fromModel(_ reply: String) -> String? {
    let line = reply.split(whereSeparator: \.isNewline).first {
      $0.contains { $0.isLetter || $0.isNumber }
    }
    var title = bare((line ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " "))
    if title.lowercased().hasPrefix("title:") { title = bare(title.dropFirst("title:".count)) }
    return title.isEmpty ? nil : shortened(String(title), to: 59)
  }

  /// Removes quotation and Markdown marks around the whole text, and full stops at its end.
  private static func bare(_ text: some StringProtocol) -> Substring {
    var text = Substring(text)
    while true {
      let before = text
      text = trimmed(text)
      if let first = text.first, let last = text.last, stand(first, last, around: text) {
        text = text.dropFirst().dropLast()
      } else if text.first.map(markdown.contains) == true {
        text.removeFirst()
      }
      if text == before { return text }
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while let last = text.last, last.isWhitespace || fullStops.contains(last) { text.removeLast() }
    return text
  }

  private static func stand(_ first: Character, _ last: Character, around text: Substring) -> Bool {
    if markdown.contains(first) { return first == last }
    let inner = text.dropFirst().dropLast()
    return quotes[first]?.contains(last) == true && !inner.contains(first) && !inner.contains(last)
  }

  private static let markdown = "`*_#"
  /// Opening quotation marks, each with the marks that can close it.
  private static let quotes: [Character: String] = [
    "\"": "\"", "'": "'", "“": "”", "„": "“”‟", "‘": "’", "‚": "‘’", "«": "»", "»": "«", "‹": "›",
    "›": "‹", "「": "」", "『": "』", "《": "》",
  ]
  private static let fullStops = ".。．…"

  private static func shortened(_ text: String, to limit: Int) -> String {
    guard text.count > limit else { return text }
    let cut = text.prefix(limit)
    let end = cut.lastIndex(of: " ") ?? cut.endIndex
    return String(cut[..<end]) + "…"
  }
}
