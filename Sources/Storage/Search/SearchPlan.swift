import Chat

/// A query as the index is asked for it.
struct SearchPlan {
  /// The whole query in the language of FTS5.
  let whole: String
  /// The query without the words that may go on, `nil` when nothing is left of it; and these words,
  /// which the texts themselves are to be asked for. `nil` where there are none.
  let open: (rest: String?, prefixes: [SearchPhrase])?
  /// What is marked in snippets.
  let wanted: [SearchPhrase]
  let areas: [Area]

  /// Columns that are searched, in the rows that have a facet.
  struct Area: Equatable {
    var columns: [Column]
    var facet: String?
  }

  enum Column: String, CaseIterable { case content, reasoning, title, tags }

  /// - Parameters:
  ///   - models: the numbers of the models that are wanted and unwanted; `nil` where none is named.
  /// - Returns: `nil` when there is nothing to look for.
  init?(_ query: SearchQuery, includesReasoning: Bool, models: [Int64]?, unwantedModels: [Int64]) {
    let wanted = query.wanted.compactMap(SearchPhrase.init)
    // Of words that are nowhere, one can be left out beside others, but all of them find nothing.
    guard !query.isEmpty, query.wanted.isEmpty || !wanted.isEmpty else { return nil }
    self.wanted = wanted
    let areas = Self.areas(query.places, includesReasoning: includesReasoning)
    self.areas = areas
    let facets = Self.facets(query, models: models)
    let unwanted = query.unwanted.compactMap(SearchPhrase.init).map(\.expression)
    let unwantedFacets = query.unwantedRoles.map(\.rawValue) + unwantedModels.map { "m\($0)" }
    func expression(_ phrases: [SearchPhrase]) -> String {
      let alternatives = areas.map {
        Self.expression(
          $0, phrases.map(\.expression), facets, unwanted: unwanted, unwantedFacets: unwantedFacets)
      }
      return alternatives.joined(separator: " OR ")
    }
    whole = expression(wanted)
    let prefixes = wanted.filter(\.isPrefix)
    let closed = wanted.compactMap(\.closed)
    let isNarrowed =
      !(closed.isEmpty && facets.isEmpty && unwanted.isEmpty && unwantedFacets.isEmpty)
      || areas.contains { $0.facet != nil }
    open =
      prefixes.isEmpty || areas.count > 1
      ? nil : (isNarrowed ? expression(closed) : nil, prefixes)
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

  /// Alternatives that must each be met by one of theirs.
  private static func facets(_ query: SearchQuery, models: [Int64]?) -> [[String]] {
    var facets: [[String]] = []
    if !query.roles.isEmpty { facets.append(query.roles.map(\.rawValue)) }
    // No model has the number 0: a name that none has finds nothing.
    if let models { facets.append(models.isEmpty ? ["m0"] : models.map { "m\($0)" }) }
    return facets
  }

  private static let everything = Role.allCases.map(\.rawValue) + ["title"]

  private static func expression(
    _ area: Area, _ phrases: [String], _ facets: [[String]], unwanted: [String],
    unwantedFacets: [String]
  ) -> String {
    let columns = area.columns.map(\.rawValue).joined(separator: " ")
    var all = facets + (area.facet.map { [[$0]] } ?? [])
    if all.isEmpty, phrases.isEmpty { all = [everything] }
    var parts = all.map { "(facets : (\($0.joined(separator: " OR "))))" }
    if !phrases.isEmpty { parts.append("({\(columns)} : (\(phrases.joined(separator: " AND "))))") }
    var without =
      unwanted.isEmpty ? [] : ["({\(columns)} : (\(unwanted.joined(separator: " OR "))))"]
    if !unwantedFacets.isEmpty {
      without.append("(facets : (\(unwantedFacets.joined(separator: " OR "))))")
    }
    let positive = "(\(parts.joined(separator: " AND ")))"
    return without.isEmpty ? positive : "(\(positive) NOT (\(without.joined(separator: " OR "))))"
  }
}
