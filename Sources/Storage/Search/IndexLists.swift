import Foundation
import GRDB

/// The lengths of the lists in which FTS5 stores where words occur. They determine the cost of
/// querying a word, which FTS5 itself does not report.
///
/// FTS5's table `search_text_idx` says which words begin on which page of a segment. That is a
/// documented part of the file format. A wrong length would make a search slower, but its
/// results would still be correct.
struct IndexLists {
  /// The measured number of texts on a page of a word's list.
  static let textsOnPage = 300.0

  let connection: Connection

  /// Returns the approximate number of 4,000-byte pages in the lists of words that equal the
  /// token or, for a prefix, begin with it; 0 for less than a page.
  /// - Complexity: O(segments · log(pages)), some 20 µs.
  func pages(of token: [UInt8], isPrefix: Bool) throws -> Double {
    // FTS5 puts this byte before every word of the text.
    let first = [0x30] + token
    var next = first
    if isPrefix { next[next.count - 1] += 1 } else { next.append(0) }
    let pages = try Int64.fetchOne(
      connection.cachedStatement(sql: Self.sql),
      arguments: ["first": Data(first), "next": Data(next)])
    return Double(pages ?? 0)
  }

  private static let sql = """
    WITH RECURSIVE segment (id) AS (
      SELECT min(segid) FROM search_text_idx
      UNION ALL
      SELECT (SELECT min(segid) FROM search_text_idx WHERE segid > id) FROM segment
      WHERE id IS NOT NULL
    ), span (first, next) AS (
      SELECT
        (SELECT pgno / 2 FROM search_text_idx WHERE segid = id AND term <= :first
          ORDER BY term DESC LIMIT 1),
        coalesce(
          (SELECT pgno / 2 FROM search_text_idx WHERE segid = id AND term >= :next
            ORDER BY term LIMIT 1),
          (SELECT pgno / 2 FROM search_text_idx WHERE segid = id ORDER BY term DESC LIMIT 1))
      FROM segment WHERE id IS NOT NULL
    )
    SELECT sum(next - first) FROM span WHERE next > first + 1
    """
}
