/// A grid as text that people can read and compare: its rows, its styles and the cursor.
public struct GridText: Sendable {
  private let grid: CellGrid

  public init(_ grid: CellGrid) { self.grid = grid }

  /// The size, the rows between bars, a letter for the style of each column, and the cursor's
  /// position.
  public var snapshot: String {
    var lines = ["\(grid.size.width)x\(grid.size.height)"]
    lines += rows.map { "|" + $0 + "|" }
    lines.append("styles")
    lines += (0..<grid.size.height).map { "|" + styles(ofRow: $0) + "|" }
    let shape = grid.cursorShape == .standard ? "" : " \(grid.cursorShape)"
    lines.append(grid.cursor.map { "cursor \($0.x),\($0.y)\(shape)" } ?? "cursor hidden")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The text of every row, as wide as the grid.
  public var rows: [String] { (0..<grid.size.height).map(text(ofRow:)) }

  private func text(ofRow y: Int) -> String {
    String(grid.row(y).filter { $0.width > 0 }.map(\.character))
  }

  /// Returns one letter per column: `.` for plain text, otherwise the role's letter, in upper case
  /// if the text is emphasised.
  private func styles(ofRow y: Int) -> String {
    String(
      grid.row(y).map { cell in
        let letter = Self.letters[Int(cell.style.role.rawValue)]
        if cell.style.role == .text, cell.style.emphasis.isEmpty { return "." }
        return cell.style.emphasis.isEmpty ? letter : Character(letter.uppercased())
      })
  }

  /// A letter for each role, in the order of ``StyleRole``.
  private static let letters: [Character] = Array("tsahrumgcjkxnfo+-zqlpewimyvdb*")
}
