internal import Markdown
internal import Screen

/// The web addresses in text that is not Markdown, such as a question.
enum PlainLinks {
  /// Returns the ranges of the addresses in a text.
  /// - Complexity: O(length)
  static func ranges(in text: Substring) -> [Range<Substring.Index>] {
    var ranges: [Range<Substring.Index>] = []
    var rest = text
    while let colon = rest.utf8.firstRange(of: "://".utf8) {
      let start = scheme(before: colon.lowerBound, in: rest)
      let end = end(of: text[colon.upperBound...])
      guard let start, end > colon.upperBound else {
        rest = rest[colon.upperBound...]
        continue
      }
      ranges.append(start..<end)
      rest = rest[end...]
    }
    return ranges
  }

  /// Returns where the `http` or `https` before a colon begins; `nil` if there is none or it ends
  /// another word.
  private static func scheme(
    before colon: Substring.Index, in text: Substring
  ) -> Substring.Index? {
    let before = text[..<colon]
    for name in ["https", "http"] {
      let word = before.suffix(name.count)
      guard word.lowercased() == name else { continue }
      let last = text[..<word.startIndex].last
      return last.map { $0.isASCII && ($0.isLetter || $0.isNumber) } == true ? nil : word.startIndex
    }
    return nil
  }

  /// Returns where an address ends, given the text after its scheme. Punctuation at the end
  /// belongs to the sentence, and so does a closing bracket with no opening one in the address.
  private static func end(of text: Substring) -> Substring.Index {
    var address = text.prefix { !$0.isWhitespace && !ending.contains($0) }
    while let last = address.last {
      if let opening = brackets[last] {
        guard address.count(of: opening) < address.count(of: last) else { break }
      } else if !sentenceMarks.contains(last) {
        break
      }
      address.removeLast()
    }
    return address.endIndex
  }

  private static let ending = Set("<>\"`|。，、；：？！（）【】《》「」『』“”")
  private static let sentenceMarks = Set(".,;:!?'*_~…")
  private static let brackets: [Character: Character] = [")": "(", "]": "[", "}": "{"]

  /// Returns a line with its addresses as links.
  /// - Parameters:
  ///   - ranges: the ranges of the addresses.
  ///   - number: the number of the line's first link.
  ///   - isNumbered: whether the numbers are shown.
  static func line(
    _ text: Substring, _ ranges: [Range<Substring.Index>], from number: Int, isNumbered: Bool
  ) -> StyledLine {
    var line = StyledLine()
    var rest = text
    for (offset, range) in ranges.enumerated() {
      line.append(String(rest[..<range.lowerBound]), .text)
      line.append(String(text[range]), Style(.link).linked(to: number + offset))
      if isNumbered {
        line.append(" [\(number + offset)]", Style.secondary.filler.linked(to: number + offset))
      }
      rest = text[range.upperBound...]
    }
    line.append(String(rest), .text)
    return line
  }
}

extension Substring {
  fileprivate func count(of character: Character) -> Int { count { $0 == character } }
}
