/// The reasoning of an answer so far, used to tell new reasoning from repetition.
///
/// Reasoning in a list (`reasoning_details`) comes in two forms: each chunk has only new reasoning,
/// or each chunk repeats everything before it. A chunk is assumed to repeat everything if it begins
/// with all previous reasoning.
struct ReasoningSoFar {
  private var text = ""
  private var isRepeated = false

  /// In bytes. A shorter piece, such as a line end, may well occur twice in a row.
  private static let shortestRepetition = 16

  /// Adds the reasoning of a chunk.
  /// - Parameter isList: whether it came in a list and may repeat earlier reasoning.
  /// - Returns: the new part.
  mutating func add(_ piece: String, isList: Bool) -> String {
    let new = isList ? rest(of: piece) : piece
    text += new
    return new
  }

  private mutating func rest(of piece: String) -> String {
    let (count, known) = (piece.utf8.count, text.utf8.count)
    guard known > 0 else { return piece }
    if isRepeated, count <= known, text.utf8.starts(with: piece.utf8) { return "" }
    guard count >= known, piece.utf8.starts(with: text.utf8) else { return piece }
    if count == known, known < Self.shortestRepetition { return piece }
    isRepeated = true
    return String(decoding: piece.utf8.dropFirst(known), as: UTF8.self)
  }
}
