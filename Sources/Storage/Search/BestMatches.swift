import Foundation
import GRDB

/// A ranking of hits by BM25: a word counts more the rarer it is, the more often it occurs in a
/// text, and the shorter that text is. Titles count most. Reasoning, which mentions everything,
/// counts least.
///
/// FTS5 can rank, but it visits every hit of each word, which takes seconds for a frequent word
/// in a million messages. This ranking reads only the given texts, and uses the index to find
/// out how rare the words are.
struct BestMatches {
  /// The BM25 constants: how quickly repetitions of a word saturate, and how much the length
  /// counts.
  private static let saturation = 1.2
  private static let lengthShare = 0.75
  /// The maximum number of pages that FTS5 may scan for an exact count.
  private static let pagesToCount = 4.0

  let connection: Connection
  let phrases: [SearchPhrase]
  let columns: Set<SearchPlan.Column>

  private struct Counted {
    let hit: NewestHits.Found
    /// How often each phrase occurs, weighted by where it occurs.
    var frequencies: [Double]
    /// The length of the whole text in bytes.
    var length = 0.0
  }

  /// Returns the hits, best first. Equally good hits keep their order.
  /// - Complexity: O(length of the texts)
  func ranked(_ hits: [NewestHits.Found]) throws -> [NewestHits.Found] {
    let rarities = try phrases.count == 1 ? [1] : phrases.map { try rarity(of: $0) }
    var matcher = SearchMatcher(phrases)
    let counted = try hits.map { try count($0, &matcher) }
    let mean = max(1, counted.reduce(0) { $0 + $1.length } / Double(max(1, counted.count)))
    let scores = counted.map { counted in
      let room = Self.saturation * (1 - Self.lengthShare * (1 - counted.length / mean))
      return zip(rarities, counted.frequencies).reduce(0) { sum, phrase in
        sum + phrase.0 * phrase.1 * (Self.saturation + 1) / (phrase.1 + room)
      }
    }
    return hits.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.map { hits[$0] }
  }

  private func count(
    _ hit: NewestHits.Found, _ matcher: inout SearchMatcher
  ) throws -> Counted {
    var counted = Counted(hit: hit, frequencies: phrases.map { _ in 0 })
    let rows = try Row.fetchCursor(
      connection.cachedStatement(sql: hit.subject < 0 ? Self.title : Self.message),
      arguments: [Int64(clamping: hit.subject.magnitude)])
    guard let row = try rows.next() else { return counted }
    for (index, place) in (hit.subject < 0 ? Self.titlePlaces : Self.messagePlaces).enumerated() {
      row.withBytes(at: index) { text in
        counted.length += Double(text.count)
        guard columns.contains(place.column) else { return }
        matcher.find(in: text) {
          counted.frequencies[$0.phrase] += place.weight
          return true
        }
      }
    }
    return counted
  }

  private typealias Place = (column: SearchPlan.Column, weight: Double)

  private static let message = """
    SELECT content, refusal, reasoning, attachment_names FROM message WHERE number = ?
    """
  private static let messagePlaces: [Place] = [
    (.content, 4), (.content, 4), (.reasoning, 1), (.content, 4),
  ]
  private static let title = "SELECT title, tags FROM conversation WHERE number = ?"
  private static let titlePlaces: [Place] = [(.title, 8), (.tags, 8)]

  /// Returns the weight of a phrase, which depends on the share of texts that contain it. FTS5
  /// counts these texts if they are few. Otherwise, their number is estimated from the length of
  /// FTS5's lists.
  private func rarity(of phrase: SearchPhrase) throws -> Double {
    let lists = IndexLists(connection: connection)
    let last = phrase.tokens.indices.last
    let pages = try phrase.tokens.indices.map {
      try lists.pages(of: phrase.tokens[$0], isPrefix: phrase.isPrefix && $0 == last)
    }
    var texts = (pages.min() ?? 0) * IndexLists.textsOnPage
    if pages.reduce(0, +) <= Self.pagesToCount {
      let count = try connection.cachedStatement(
        sql: "SELECT count(*) FROM search_text WHERE search_text MATCH ?")
      texts = Double(try Int64.fetchOne(count, arguments: [phrase.expression]) ?? 0)
    }
    let all = try connection.cachedStatement(sql: "SELECT max(number) FROM message")
    return log(1 + Double(try Int64.fetchOne(all) ?? 0) / (texts + 1))
  }
}
