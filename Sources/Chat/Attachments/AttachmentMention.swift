/// A word in a draft that may name a file to attach: `@` followed by a specification.
///
/// A mention is at the start of the draft, or follows white space, a comma or semicolon, or an
/// opening bracket or quotation mark. So `me@example.org` contains none. The caller must check
/// whether the file exists; if it does not, the word is ordinary text.
public struct AttachmentMention: Equatable, Sendable {
  /// The range of the whole word in the draft, including the `@` and any quotation marks.
  public let range: Range<String.Index>
  public let spec: AttachmentSpec

  /// Returns all mentions in a draft, in order.
  /// - Complexity: O(length of the draft)
  public static func all(in draft: String) -> [AttachmentMention] {
    var mentions: [AttachmentMention] = []
    var place = draft.startIndex
    var previous: Character?
    while place < draft.endIndex {
      let character = draft[place]
      let next = draft.index(after: place)
      if character == "@", mayPrecede(previous), next == draft.endIndex || draft[next] != "@" {
        let end = end(of: draft[next...])
        // A mention that cannot be parsed is ordinary text.
        if let spec = try? AttachmentSpec(word: draft[next..<end]) {
          mentions.append(AttachmentMention(range: place..<end, spec: spec))
          previous = draft[draft.index(before: end)]
          place = end
          continue
        }
      }
      previous = character
      place = next
    }
    return mentions
  }

  public static func mayPrecede(_ character: Character?) -> Bool {
    guard let character else { return true }
    return character.isWhitespace || "([{<\"'“‘„«,;".contains(character)
  }

  /// Returns the end of the specification at the start of the text. A quoted specification extends
  /// to the closing quotation mark and any line range after it. An unquoted one ends before
  /// trailing sentence punctuation.
  private static func end(of text: Substring) -> String.Index {
    guard let quote = text.first, quote == "\"" || quote == "'" else {
      let word = text[..<unquotedEnd(text)]
      return withoutPunctuation(word).endIndex
    }
    var place = text.index(after: text.startIndex)
    while place < text.endIndex, text[place] != quote {
      // A quoted path cannot span lines.
      if text[place].isNewline { return text.startIndex }
      if text[place] == "\\", quote == "\"", text.index(after: place) < text.endIndex {
        place = text.index(after: place)
      }
      place = text.index(after: place)
    }
    guard place < text.endIndex else { return text.startIndex }
    place = text.index(after: place)
    guard place < text.endIndex, text[place] == ":" else { return place }
    let lines = text[text.index(after: place)...].prefix { $0 == "-" || ("0"..."9").contains($0) }
    return lines.isEmpty ? place : lines.endIndex
  }

  private static func unquotedEnd(_ text: Substring) -> String.Index {
    var place = text.startIndex
    while place < text.endIndex, !text[place].isWhitespace {
      let next = text.index(after: place)
      // A backslash makes the next character part of the word, even if it is a space, but not if it
      // is a line end.
      guard text[place] == "\\", next < text.endIndex, !text[next].isNewline else {
        place = next
        continue
      }
      place = text.index(after: next)
    }
    return place
  }

  private static let closings: [Character: Character] = [")": "(", "]": "[", "}": "{", ">": "<"]

  private static func withoutPunctuation(_ word: Substring) -> Substring {
    var word = word
    while let last = word.last {
      if let opening = closings[last] {
        // In `(see @main.swift)`, the bracket is not part of the word; in `@[id].ts` and
        // `@file[0-9]` it is.
        guard word.count(where: { $0 == last }) > word.count(where: { $0 == opening }) else {
          break
        }
      } else if !".,;:!?\"'”’“»…、。，；：！？".contains(last) {
        break
      }
      // An escaped character is part of the name.
      if word.dropLast().last == "\\" { break }
      word.removeLast()
    }
    return word
  }
}
