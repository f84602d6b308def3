/// LaTeX formulas as readable Unicode; what has no Unicode stays as its source.
enum Math {
  /// One row.
  static func inline(_ latex: String) -> String {
    var reader = MathReader(latex, isDisplay: false)
    return trimmed(reader.readAll().text)
  }

  /// The rows of a displayed formula: several where it holds a matrix or several lines.
  static func display(_ latex: String) -> [String] {
    var reader = MathReader(latex, isDisplay: true)
    let box = reader.readAll()
    return box.isSingleRow ? [trimmed(box.text)] : box.rows.map(withoutEnd)
  }

  private static func trimmed(_ text: String) -> String {
    withoutEnd(String(text.drop { $0 == " " }))
  }

  private static func withoutEnd(_ text: String) -> String {
    String(String(text.reversed()).drop { $0 == " " }.reversed())
  }
}
