/// Ways to cut a sequence into pieces, for tests that the cut must not matter to.
enum Cuts {
  /// Pieces of `size`, the last one shorter.
  static func pieces<Bytes: RandomAccessCollection>(
    of bytes: Bytes, size: Int
  ) -> [[Bytes.Element]] {
    var pieces: [[Bytes.Element]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      pieces.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return pieces
  }

  /// The whole, single elements, and both halves of a cut at each place.
  static func all<Bytes: RandomAccessCollection>(of bytes: Bytes) -> [[[Bytes.Element]]] {
    let halves = (0...bytes.count).map { [Array(bytes.prefix($0)), Array(bytes.dropFirst($0))] }
    return [[Array(bytes)], pieces(of: bytes, size: 1)] + halves
  }
}
