internal import Screen

/// LaTeX formulas as readable Unicode. A formula that cannot be converted completely is left as
/// LaTeX.
enum Math {
  /// Returns a formula as one row.
  static func inline(_ latex: String) -> String {
    var reader = MathReader(latex, isDisplay: false)
    let text = trimmed(reader.readAll().text)
    guard reader.isUnderstood, !text.isEmpty else {
      return LineJoin.joined(lines(of: latex))
    }
    return text
  }

  /// Returns the rows of a displayed formula. A matrix or a formula of several lines has more
  /// than one.
  static func display(_ latex: String) -> [String] {
    var reader = MathReader(latex, isDisplay: true)
    let box = reader.readAll()
    guard reader.isUnderstood, box.rows.contains(where: { !trimmed($0).isEmpty }) else {
      return lines(of: latex)
    }
    return box.isSingleRow ? [trimmed(box.text)] : box.rows.map(withoutEnd)
  }

  /// Returns the source's lines without surrounding spaces and without empty lines. The result
  /// has at least one line.
  private static func lines(of latex: String) -> [String] {
    let lines = latex.split(separator: "\n").map { trimmed(String($0)) }.filter { !$0.isEmpty }
    return lines.isEmpty ? [""] : lines
  }

  private static func trimmed(_ text: String) -> String {
    withoutEnd(String(text.drop { $0 == " " }))
  }

  private static func withoutEnd(_ text: String) -> String {
    String(String(text.reversed()).drop { $0 == " " }.reversed())
  }
}
