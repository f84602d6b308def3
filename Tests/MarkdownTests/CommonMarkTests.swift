import Foundation
@testable import Markdown
import Screen
import TestKit
import Testing

/// An example from the CommonMark specification. `CommonMark/README.md` names its source and
/// licence.
struct CommonMarkExample: Decodable {
  let example: Int
  let section: String
  let markdown: String
  let html: String

  static func all() throws -> [CommonMarkExample] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "CommonMark/examples.json")
    return try JSONDecoder().decode([CommonMarkExample].self, from: Data(contentsOf: file))
  }
}

@Suite struct CommonMarkTests {
  private func rows(_ parts: [some StringProtocol], width: Int) -> [StyledLine] {
    var stream = MarkdownStream()
    for part in parts {
      stream.append(String(part))
      stream.layout(width: width)
      _ = stream.allRows()
    }
    stream.finish()
    stream.layout(width: width)
    return stream.allRows()
  }

  private func parts(_ text: String, cutAt places: [Int]) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let ends = places.sorted() + [scalars.count]
    return zip([0] + places.sorted(), ends).map { start, end in
      var part = String.UnicodeScalarView()
      part.append(contentsOf: scalars[start..<end])
      return String(part)
    }
  }

  @Test func everyCutOfEveryExampleGivesTheSameRows() throws {
    var generator = SplitMix64(state: 11)
    for example in try CommonMarkExample.all() {
      let text = example.markdown
      let count = text.unicodeScalars.count
      let whole = MarkdownStream.rows(of: text, width: 20)
      for place in 0...count {
        let cut = rows(parts(text, cutAt: [place]), width: 20)
        #expect(cut == whole, "example \(example.example) cut at \(place)")
      }
      for width in [1, 7, 60] {
        let whole = MarkdownStream.rows(of: text, width: width)
        let single = rows(parts(text, cutAt: Array(0..<count)), width: width)
        #expect(single == whole, "example \(example.example), character by character")
        let places = (0..<3).map { _ in Int(generator.next() % UInt64(count + 1)) }
        let random = rows(parts(text, cutAt: places), width: width)
        #expect(random == whole, "example \(example.example) cut at \(places)")
      }
    }
  }

  /// Cuts a text with all examples, and texts in which every example follows a block that may
  /// still be open.
  @Test func joinedExamplesAreTheSameForEveryCut() throws {
    let all = try CommonMarkExample.all().map(\.markdown)
    let texts =
      [all.joined(separator: "\n")]
      + ["> a\n", "- a\n\n  ", "1. a\n\n   > ", "| a |\n|---|\n", "para\n"].map { before in
        all.map { before + $0 }.joined(separator: "\n\nend\n\n")
      }
    var generator = SplitMix64(state: 5)
    for text in texts {
      let whole = MarkdownStream.rows(of: text, width: 40)
      let count = UInt64(text.unicodeScalars.count)
      let places = (0..<60).map { _ in Int(generator.next() % count) }
      #expect(rows(parts(text, cutAt: places), width: 40) == whole)
    }
  }

  // MARK: - Meaning

  /// Examples that Aside deliberately reads differently.
  private static let exceptions: Set<Int> =
    Set([344, 475, 476, 477, 491, 494, 524, 536, 642, 643])  // raw HTML, shown as text
    .union([201])  // `<bar>` after an invalid definition: raw HTML too
    .union([12])  // all escapes in sequence: `\\[\\\\\\]` is a formula here
    .union([25])  // rare entities are left unchanged
    .union([354])  // md4c follows 0.30: `£` and `€` are not punctuation
    .union([574])  // an image inside an image is labelled

  /// Compares the words with those in the specification's HTML. Raw HTML is shown as text here, so
  /// the two sections about it are omitted, and so are addresses, which the HTML hides.
  @Test func examplesMatchTheSpecification() throws {
    for example in try CommonMarkExample.all()
    where !["HTML blocks", "Raw HTML"].contains(example.section) {
      guard !Self.exceptions.contains(example.example) else { continue }
      let rows = MarkdownStream.rows(of: example.markdown, width: 10_000)
      let words = rows.filter { !$0.isLabel }.flatMap(\.spans).filter {
        ![.secondary, .rule].contains($0.style.role)
      }
      .map(\.text).joined()
      #expect(
        Self.withoutSpaces(words) == Self.withoutSpaces(Self.text(of: example.html)),
        "example \(example.example): \(example.markdown.debugDescription)")
    }
  }

  private static func withoutSpaces(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
  }

  private static func text(of html: String) -> String {
    html.replacing(/<img[^>]*? alt="([^"]*)"[^>]*>/) { "[image: \($0.1)]" }
      .replacing(/<[^>]*>/, with: "")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&amp;", with: "&")
  }
}
