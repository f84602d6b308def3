import Foundation

/// The estimated cost of a whole query in FTS5, in microseconds.
struct SearchPrice {
  /// Until the first hit.
  var merging = 0.0
  /// From there to the last.
  var passing = 0.0

  var whole: Double { merging + passing }
}

/// The lengths in pages of the lists for a query's words, and the resulting estimates.
struct ListLengths {
  private var facets: [Double] = []
  /// For each wanted phrase, the lengths for its tokens, except a prefix.
  private var wanted: [[Double]] = []
  private var unwanted: [Double] = []
  /// The total for prefixes.
  private var merged = 0.0

  /// - Parameter pages: the length for all words with a token or a prefix (``IndexLists``).
  init(
    _ plan: SearchPlan, pages: (_ token: [UInt8], _ isPrefix: Bool) throws -> Double
  ) rethrows {
    facets = try plan.facetWords.map { try pages(Array($0.utf8), false) }
    wanted = try plan.wanted.map { try $0.certain.map { try pages($0, false) } }
    unwanted = try plan.unwanted.flatMap { try $0.certain.map { try pages($0, false) } }
    for phrase in plan.wanted + plan.unwanted where phrase.isPrefix {
      merged += try pages(phrase.tokens.last ?? [], true)
    }
  }

  /// FTS5 scans the rarest list, and in each of the others jumps to the texts found in it.
  func price(_ costs: SearchCosts) -> SearchPrice {
    let joined = facets + wanted.flatMap(\.self)
    let further = Double(max(0, joined.count - 1) + unwanted.count)
    return SearchPrice(
      merging: merged * costs.merging,
      passing: (joined.min() ?? 0) * (costs.passing + further * costs.joining))
  }

  private struct Part {
    var phrase: SearchPhrase
    /// For its rarest token. A short list still costs one page read.
    var pages: Double
    /// Microseconds for FTS5, and to read the texts it then returns.
    var passing: Double
    var reading: Double

    var whole: Double { passing + reading }
  }

  /// The parts that FTS5 should look up when the texts are tested for the rest: the part of a
  /// phrase that leaves the least to do, and parts of other phrases that save more reading than
  /// they cost.
  ///
  /// - Returns: `nil` when FTS5 is likely to answer the whole query sooner.
  func chosenParts(
    _ plan: SearchPlan, _ costs: SearchCosts, or price: SearchPrice
  ) -> [SearchPhrase]? {
    let isSlow = plan.wanted.contains { PhraseFinder($0).isSlow }
    let reading = costs.readingApart + (isSlow ? costs.cutting : 0)
    var parts: [Part] = []
    for (phrase, pages) in zip(plan.wanted, wanted) {
      let possible = phrase.parts.map { part(phrase[$0], pages[$0], costs, reading: reading) }
      if let best = possible.min(by: { $0.whole < $1.whole }) { parts.append(best) }
    }
    parts.sort { $0.whole < $1.whole }
    // Read all texts, or those with the facets.
    guard let first = parts.first else { return [] }
    // Merging has to be paid for even if a few texts hold all hits.
    guard price.merging > 0 || first.whole <= price.passing else { return nil }
    var chosen = [first.phrase]
    var left = first.reading
    for part in parts.dropFirst() {
      let joining = first.pages * costs.joining * Double(part.phrase.tokens.count)
      guard joining < left * (1 - costs.share) else { continue }
      chosen.append(part.phrase)
      left *= costs.share
    }
    return chosen
  }

  private func part(
    _ phrase: SearchPhrase, _ pages: ArraySlice<Double>, _ costs: SearchCosts, reading: Double
  ) -> Part {
    let least = max(0.25, pages.min() ?? 0)
    let further = Double(pages.count - 1)
    return Part(
      phrase: phrase, pages: least, passing: least * (costs.passing + further * costs.joining),
      reading: least * IndexLists.textsOnPage * pow(costs.share, further) * reading)
  }
}
