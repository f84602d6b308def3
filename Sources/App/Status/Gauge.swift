internal import Chat

/// A bar that shows how much of a limit is used.
enum Gauge {
  /// Returns a bar that is empty below 1 %, and full at the limit or above.
  static func text(_ used: Int, of limit: Int) -> String {
    let cells = 6
    let part = Double(max(0, used)) / Double(max(1, limit))
    let filled =
      used >= limit
      ? cells : min(cells - 1, max(part >= 0.01 ? 1 : 0, Int(clamping: part * Double(cells))))
    return String(repeating: "▰", count: filled)
      + String(repeating: "▱", count: cells - filled)
  }
}
