import GRDB
import Text

/// A test of whether a text matches a query. It reads the text instead of the index.
struct PlanTest {
  private let plan: SearchPlan
  private var wanted: [PhraseFinder]
  private var unwanted: [PhraseFinder]
  /// The facets of models, by model ID; empty if the query uses no facets.
  private var models: [String: String] = [:]

  init(_ plan: SearchPlan, _ connection: Connection) throws {
    self.plan = plan
    wanted = plan.wanted.map { PhraseFinder($0) }
    unwanted = plan.unwanted.map { PhraseFinder($0) }
    guard !plan.facetWords.isEmpty else { return }
    let rows = try Row.fetchCursor(connection, sql: "SELECT number, model FROM search_model")
    while let row = try rows.next() {
      models[row.text("model") ?? ""] = SearchPlan.facet(model: row[0])
    }
  }

  /// - Parameter row: a row of ``SearchRows``, read with its texts.
  mutating func isMet(by row: Row) -> Bool {
    let facets = plan.facetWords.isEmpty ? [] : facets(of: row)
    guard plan.admits(facets) else { return false }
    for area in plan.areas where area.facet.map({ facets.contains($0) }) ?? true {
      if isMet(by: row, in: area.columns) { return true }
    }
    return false
  }

  private mutating func isMet(by row: Row, in columns: [SearchPlan.Column]) -> Bool {
    wanted.indices.allSatisfy { Self.has(row, columns, &wanted[$0]) }
      && !unwanted.indices.contains { Self.has(row, columns, &unwanted[$0]) }
  }

  /// Returns the facets that ``SearchIndex`` would store for the row.
  private func facets(of row: Row) -> Set<String> {
    guard let role = row.text("role") else { return ["title"] }
    var facets: Set = [role]
    if let model = row.text("model").flatMap({ models[$0] }) { facets.insert(model) }
    var isThought = false
    row.withBytes(at: 6) { reasoning in
      Tokenizer.scan(reasoning) { _, _ in
        isThought = true
        return false
      }
    }
    if isThought { facets.insert("thinking") }
    return facets
  }

  /// Returns whether one of the columns contains a phrase.
  private static func has(
    _ row: Row, _ columns: [SearchPlan.Column], _ test: inout PhraseFinder
  ) -> Bool {
    columns.contains { column in
      switch column {
      case .content: hasContent(row, &test)
      case .reasoning: row.withBytes(at: 6) { test.isMet(by: $0) }
      case .title: row.withBytes(at: 3) { test.isMet(by: $0) }
      case .tags: row.withBytes(at: 7) { test.isMet(by: $0) }
      }
    }
  }

  /// Returns whether the content contains a phrase. As in the index, the refusal and the names of
  /// attachments follow the content as part of the same text.
  private static func hasContent(_ row: Row, _ test: inout PhraseFinder) -> Bool {
    if row.withBytes(at: 4, { test.isMet(by: $0) }) { return true }
    let rest = [5, 10].map { row.withBytes(at: $0) { Array($0) } }
    guard rest.contains(where: { !$0.isEmpty }) else { return false }
    let whole = row.withBytes(at: 4) { Array($0) } + rest.flatMap { [0x20] + $0 }
    return whole.withUnsafeBufferPointer { test.isMet(by: $0) }
  }
}
