import Chat

/// A query that is prepared for searching the index.
struct SearchPlan {
  /// The phrases to mark in snippets.
  let wanted: [SearchPhrase]
  let unwanted: [SearchPhrase]
  let areas: [Area]
  /// A hit needs at least one facet from each group.
  private let facets: [[String]]
  private let unwantedFacets: [String]

  /// The columns to search in rows with a certain facet.
  struct Area: Equatable {
    var columns: [Column]
    var facet: String?
  }

  enum Column: String, CaseIterable { case content, reasoning, title, tags }

  /// - Parameters:
  ///   - models: the numbers of the models that the query requires; `nil` if it names none.
  ///   - unwantedModels: the numbers of the models that it excludes.
  /// - Returns: `nil` if there is nothing to search for.
  init?(_ query: SearchQuery, includesReasoning: Bool, models: [Int64]?, unwantedModels: [Int64]) {
    wanted = query.wanted.compactMap(SearchPhrase.init)
    // Words without tokens are ignored if there are other words, but on their own they match
    // nothing.
    guard !query.isEmpty, query.wanted.isEmpty || !wanted.isEmpty else { return nil }
    unwanted = query.unwanted.compactMap(SearchPhrase.init)
    areas = Self.areas(query.places, includesReasoning: includesReasoning)
    facets = Self.facets(query, models: models)
    unwantedFacets =
      query.unwantedRoles.map(\.rawValue) + unwantedModels.map { Self.facet(model: $0) }
  }

  /// The whole query in FTS5's syntax.
  var whole: String {
    areas.map { expression($0, wanted, unwanted: unwanted) }.joined(separator: " OR ")
  }

  /// The part of the query that FTS5 can answer at once, in FTS5's syntax: the wanted complete
  /// words and the facets. It is `nil` if there are none. Prefixes and excluded words are checked
  /// by reading the texts.
  var certain: String? {
    let phrases = wanted.compactMap(\.certainPart)
    guard
      !(phrases.isEmpty && facets.isEmpty && unwantedFacets.isEmpty
        && areas.allSatisfy { $0.facet == nil })
    else { return nil }
    return areas.map { expression($0, phrases, unwanted: []) }.joined(separator: " OR ")
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
    if let models {
      facets.append(models.isEmpty ? [facet(model: 0)] : models.map { facet(model: $0) })
    }
    return facets
  }

  static func facet(model: Int64) -> String { "m\(model)" }

  /// Returns whether a text with these facets can be a hit. Does not check the areas.
  func admits(_ facets: Set<String>) -> Bool {
    self.facets.allSatisfy { !facets.isDisjoint(with: $0) }
      && facets.isDisjoint(with: unwantedFacets)
  }

  /// All facets that the query refers to.
  var facetWords: [String] {
    facets.flatMap(\.self) + unwantedFacets + areas.compactMap(\.facet)
  }

  /// The facets to match if the query has no other condition. Every text in the index has one of
  /// them.
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

  /// Returns an expression that finds phrases in the columns of an area. Restricting the columns
  /// makes FTS5 50% slower, so the expression does so only if the words can be in a column that
  /// is not searched.
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
