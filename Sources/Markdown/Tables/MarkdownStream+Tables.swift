internal import Screen

/// The column widths that each table needs. Each part of a table is measured once. Rows that
/// were laid out with other widths are laid out again when shown.
struct TableMeasures: Sendable {
  private struct Measure: Sendable {
    var needs: [ColumnNeed] = []
    /// The closed parts, as piece indexes. The first ``measuredCount`` of them have been measured.
    var parts: [Int] = []
    var measuredCount = 0
    /// The last row of each measured part.
    var lastCells: [[TableCell]] = []
    var labels: Set<String> = []
    /// The open parts: usually one, or two if the block has just become long.
    var tail: [Piece] = []
    var tailNeeds: [ColumnNeed]?
    var tailLastCells: [[TableCell]] = []
  }

  private var measures: [Measure] = []
  private var tailNumbers: [Int] = []

  mutating func note(_ piece: Piece, at index: Int) {
    guard case .table(let number, _) = piece.kind else { return }
    grow(to: number)
    measures[number].parts.append(index)
  }

  mutating func setTail(_ pieces: [Piece]) {
    for tailNumber in tailNumbers {
      measures[tailNumber].tail = []
      measures[tailNumber].tailNeeds = nil
      measures[tailNumber].tailLastCells = []
    }
    tailNumbers = []
    for piece in pieces {
      guard case .table(let number, _) = piece.kind else { continue }
      grow(to: number)
      measures[number].tail.append(piece)
      tailNumbers.append(number)
    }
  }

  private mutating func grow(to number: Int) {
    while measures.count <= number { measures.append(Measure()) }
  }

  /// Discards the measurements of tables that contain these labels.
  mutating func forget(_ labels: [String]) {
    for index in measures.indices where !measures[index].labels.isDisjoint(with: labels) {
      measures[index].measuredCount = 0
      measures[index].needs = []
      measures[index].lastCells = []
      measures[index].tailNeeds = nil
    }
  }

  mutating func forgetAll() {
    for index in measures.indices {
      measures[index].measuredCount = 0
      measures[index].needs = []
      measures[index].lastCells = []
      measures[index].tailNeeds = nil
    }
  }

  /// Returns the piece index of a table's next unmeasured closed part; `nil` if all are measured.
  func unmeasured(of number: Int) -> Int? {
    let measure = measures[number]
    return measure.measuredCount < measure.parts.count
      ? measure.parts[measure.measuredCount] : nil
  }

  func unmeasuredTail(of number: Int) -> [Piece] {
    measures[number].tailNeeds == nil ? measures[number].tail : []
  }

  mutating func add(_ table: Table, labels: Set<String>, to number: Int) {
    measures[number].needs = ColumnNeed.widest(measures[number].needs, table.needs)
    measures[number].lastCells.append(table.body.last ?? [])
    measures[number].labels.formUnion(labels)
    measures[number].measuredCount += 1
  }

  mutating func setTail(_ tables: [Table], of number: Int) {
    measures[number].tailNeeds = tables.map(\.needs).reduce([], ColumnNeed.widest)
    measures[number].tailLastCells = tables.map { $0.body.last ?? [] }
  }

  func needs(of number: Int) -> [ColumnNeed] {
    ColumnNeed.widest(measures[number].needs, measures[number].tailNeeds ?? [])
  }

  /// Returns the last row of the part before `part`; `nil` for the first part.
  func lastCells(of number: Int, beforePart part: Int) -> [TableCell]? {
    guard part > 0 else { return nil }
    let cells = measures[number].lastCells
    if part <= cells.count { return cells[part - 1] }
    let tail = measures[number].tailLastCells
    return part - cells.count <= tail.count ? tail[part - cells.count - 1] : []
  }
}

extension MarkdownStream {
  /// Measures the parts of a table that have not been measured yet.
  mutating func measure(_ number: Int) {
    while let index = tables.unmeasured(of: number) {
      let (table, labels) = self.table(of: piece(at: index), at: index)
      tables.add(table, labels: labels, to: number)
    }
    let tail = tables.unmeasuredTail(of: number)
    guard !tail.isEmpty else { return }
    let open = self.tail.indices.filter {
      if case .table(number, _) = self.tail[$0].kind { true } else { false }
    }
    tables.setTail(
      zip(tail, open).map { table(of: $0, at: closed.count + $1).table }, of: number)
  }

  func layOutTable(
    _ piece: Piece, at index: Int, _ number: Int, width: Int, _ result: inout LaidOutPiece
  ) {
    let (blocks, labels) = parse(piece, at: index)
    result.labels = labels
    guard case .table(var table) = blocks.first else {
      // A piece that md4c does not accept as a table is shown as other blocks.
      var layout = BlockLayout(base: base, nextCodeNumber: 1)
      result.rows = layout.rows(of: blocks, width: width)
      return
    }
    table.hasGrowingRow = piece.endsInGrowingRow
    result.rows = table.rows(
      width: width, needs: result.key.columns,
      behind: tables.lastCells(of: number, beforePart: piece.part))
  }

  private func table(of piece: Piece, at index: Int) -> (table: Table, labels: Set<String>) {
    let (blocks, labels) = parse(piece, at: index)
    guard case .table(var table) = blocks.first else { return (Table(), labels) }
    table.hasGrowingRow = piece.endsInGrowingRow
    return (table, labels)
  }
}
