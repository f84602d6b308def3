/// Ways to cut a sequence into pieces, for tests where the cut must not matter.
enum Cuts {
  /// Returns pieces of `size`, the last one possibly shorter.
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

  /// Returns the whole sequence, its single elements, and both parts of a cut at each position.
  static func all<Bytes: RandomAccessCollection>(of bytes: Bytes) -> [[[Bytes.Element]]] {
    let halves = (0...bytes.count).map { [Array(bytes.prefix($0)), Array(bytes.dropFirst($0))] }
    return [[Array(bytes)], pieces(of: bytes, size: 1)] + halves
  }
}
