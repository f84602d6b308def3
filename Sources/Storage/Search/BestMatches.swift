import Foundation
import GRDB

/// Ranks hits by BM25: a word counts the more the rarer it is, the oftener it stands in a text and the
/// shorter that is; most in a title, least in reasoning, which says everything.
///
/// FTS5 can do that, but goes through all hits of each word: seconds for a frequent one at a million
/// messages. This reads the texts that it is given, and takes from the index how rare the words are.
struct BestMatches {
  /// How soon more of the same word counts less, and how much the length counts.
  private static let saturation = 1.2
  private static let lengthShare = 0.75
  /// Pages that FTS5 goes through to count exactly.
  private static let pagesToCount = 4.0

  let connection: Connection
  let phrases: [SearchPhrase]
  let columns: Set<SearchPlan.Column>

  private struct Counted {
    let hit: NewestHits.Found
    /// For each phrase how often it is there, by the weight of the place.
    var frequencies: [Double]
    /// Bytes.
    var length = 0.0
  }

  /// Best first; as they come where they are equally good.
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

  private static let message = "SELECT content, refusal, reasoning FROM message WHERE number = ?"
  private static let messagePlaces: [Place] = [(.content, 4), (.content, 4), (.reasoning, 1)]
  private static let title = "SELECT title, tags FROM conversation WHERE number = ?"
  private static let titlePlaces: [Place] = [(.title, 8), (.tags, 8)]

  /// How much one more of it says, by the part of all texts that have it: exactly where they are few, else
  /// by the length of FTS5's lists.
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
