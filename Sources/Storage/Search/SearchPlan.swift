import Chat

/// A query in terms of the index.
struct SearchPlan {
  /// Required phrases. Snippets mark them.
  let wanted: [SearchPhrase]
  let unwanted: [SearchPhrase]
  let areas: [Area]
  /// Each inner array lists alternatives, of which a row needs one.
  private let facets: [[String]]
  private let unwantedFacets: [String]

  /// Columns to search in the rows that have a facet.
  struct Area: Equatable {
    var columns: [Column]
    var facet: String?
  }

  enum Column: String, CaseIterable { case content, reasoning, title, tags }

  /// - Parameters:
  ///   - models: the numbers of the wanted models; `nil` if none is named. Likewise
  ///     `unwantedModels`.
  /// - Returns: `nil` when the query is empty.
  init?(_ query: SearchQuery, includesReasoning: Bool, models: [Int64]?, unwantedModels: [Int64]) {
    wanted = query.wanted.compactMap(SearchPhrase.init)
    // A word without tokens is ignored next to others. If no word has tokens, nothing matches.
    guard !query.isEmpty, query.wanted.isEmpty || !wanted.isEmpty else { return nil }
    unwanted = query.unwanted.compactMap(SearchPhrase.init)
    areas = Self.areas(query.places, includesReasoning: includesReasoning)
    facets = Self.facets(query, models: models)
    unwantedFacets = query.unwantedRoles.map(\.rawValue) + unwantedModels.map { "m\($0)" }
  }

  /// The whole query in FTS5's query language.
  var whole: String {
    areas.map { expression($0, wanted, unwanted: unwanted) }.joined(separator: " OR ")
  }

  /// A query of which FTS5 answers one part; the resulting texts are tested for the rest.
  struct Narrowed {
    /// `nil` for all texts.
    var expression: String?
    var columns: [Column]
    /// Phrases that the texts must contain, and must not contain.
    var tested: [SearchPhrase]
    var excluded: [SearchPhrase]
  }

  /// - Parameter parts: the phrases that FTS5 looks up in addition to the facets; each is a part of
  ///   a wanted phrase.
  /// - Returns: `nil` for a query that only FTS5 can answer.
  func narrowed(to parts: [SearchPhrase]) -> Narrowed? {
    guard let area = areas.first, areas.count == 1 else { return nil }
    let isNarrow =
      !(parts.isEmpty && facets.isEmpty && unwantedFacets.isEmpty && area.facet == nil)
    return Narrowed(
      expression: isNarrow ? expression(area, parts, unwanted: []) : nil, columns: area.columns,
      tested: wanted.filter { !parts.contains($0) }, excluded: unwanted)
  }

  private static func areas(
    _ places: [SearchQuery.Place], includesReasoning: Bool
  ) -> [Area] {
    guard !places.isEmpty else {
      return [
        Area(
          columns: includesReasoning
            ? [.content, .reasoning, .title, .tags] : [.content, .title, .tags])
      ]
    }
    return places.map {
      switch $0 {
      case .title: Area(columns: [.title], facet: "title")
      case .question: Area(columns: [.content], facet: Role.user.rawValue)
      case .answer: Area(columns: [.content], facet: Role.assistant.rawValue)
      case .thinking: Area(columns: [.reasoning], facet: "thinking")
      }
    }
  }

  private static func facets(_ query: SearchQuery, models: [Int64]?) -> [[String]] {
    var facets: [[String]] = []
    if !query.roles.isEmpty { facets.append(query.roles.map(\.rawValue)) }
    // No model has the number 0, so an unknown name matches nothing.
    if let models { facets.append(models.isEmpty ? ["m0"] : models.map { "m\($0)" }) }
    return facets
  }

  /// The facet words that a query looks up.
  var facetWords: [String] {
    facets.flatMap(\.self) + unwantedFacets + areas.compactMap(\.facet)
  }

  /// Every text in the index has one of these facets.
  static let everything = Role.allCases.map(\.rawValue) + ["title"]

  private func expression(
    _ area: Area, _ phrases: [SearchPhrase], unwanted: [SearchPhrase]
  ) -> String {
    var all = facets + (area.facet.map { [[$0]] } ?? [])
    if all.isEmpty, phrases.isEmpty { all = [Self.everything] }
    var parts = all.map { "(facets : (\($0.joined(separator: " OR "))))" }
    if !phrases.isEmpty { parts.append(Self.within(area, phrases, "AND")) }
    var without = unwanted.isEmpty ? [] : [Self.within(area, unwanted, "OR")]
    if !unwantedFacets.isEmpty {
      without.append("(facets : (\(unwantedFacets.joined(separator: " OR "))))")
    }
    let positive = "(\(parts.joined(separator: " AND ")))"
    return without.isEmpty ? positive : "(\(positive) NOT (\(without.joined(separator: " OR "))))"
  }

  /// FTS5 takes half as long again if it has to check columns. It only has to if the words could
  /// occur in a column that is not searched.
  private static func within(_ area: Area, _ phrases: [SearchPhrase], _ link: String) -> String {
    let words = "(\(phrases.map(\.expression).joined(separator: " \(link) ")))"
    guard area.columns != Column.allCases || phrases.contains(where: isAmongFacets) else {
      return words
    }
    return "({\(area.columns.map(\.rawValue).joined(separator: " "))} : \(words))"
  }

  private static func isAmongFacets(_ phrase: SearchPhrase) -> Bool {
    phrase.tokens.allSatisfy { token in
      let word = String(decoding: token, as: UTF8.self)
      return word.hasPrefix("m") || (everything + ["thinking"]).contains { $0.hasPrefix(word) }
    }
  }
}
