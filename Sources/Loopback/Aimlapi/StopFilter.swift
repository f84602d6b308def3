/// A filter that ends a stream of pieces before the first stop string, even if that string spans
/// several pieces.
///
/// The filter holds back only text that may still become the beginning of a stop string.
struct StopFilter {
  private let stops: [[UInt8]]
  private var held: [String] = []
  /// Whether a stop string was found; no more pieces pass after it.
  private(set) var hasStopped = false

  init(_ stops: [String]) {
    self.stops = stops.filter { !$0.isEmpty }.map { Array($0.utf8) }
  }

  /// Adds a piece and returns the pieces that may now pass.
  mutating func feed(_ piece: String) -> [String] {
    guard !hasStopped else { return [] }
    guard !stops.isEmpty else { return [piece] }
    held.append(piece)
    let bytes = held.flatMap(\.utf8)
    if let match = firstMatch(in: bytes) {
      hasStopped = true
      return Self.cut(held, to: match)
    }
    return release(bytes.count - unsureCount(of: bytes))
  }

  /// Returns the pieces that are still held at the end of the text.
  mutating func finish() -> [String] {
    guard !hasStopped else { return [] }
    defer { held = [] }
    return held
  }

  private func firstMatch(in bytes: [UInt8]) -> Int? {
    bytes.indices.first { start in
      stops.contains { bytes[start...].starts(with: $0) }
    }
  }

  /// Returns the length of the longest suffix of the bytes that may begin a stop string.
  private func unsureCount(of bytes: [UInt8]) -> Int {
    let start = bytes.indices.first { start in
      stops.contains { $0.starts(with: bytes[start...]) }
    }
    return start.map { bytes.count - $0 } ?? 0
  }

  /// Releases the held pieces that lie completely within the first `byteCount` bytes.
  private mutating func release(_ byteCount: Int) -> [String] {
    var rest = byteCount
    let count = held.prefix { piece in
      rest -= piece.utf8.count
      return rest >= 0
    }.count
    defer { held.removeFirst(count) }
    return Array(held[..<count])
  }

  /// Returns the pieces up to the given byte, with the last piece shortened. This never splits a
  /// character, because stop strings begin at character boundaries.
  private static func cut(_ pieces: [String], to byteCount: Int) -> [String] {
    var rest = byteCount
    var kept: [String] = []
    for piece in pieces where rest > 0 {
      kept.append(String(decoding: piece.utf8.prefix(rest), as: UTF8.self))
      rest -= piece.utf8.count
    }
    return kept
  }
}
