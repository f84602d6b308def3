internal import Words

/// A decoder for text from files or standard input: UTF-8, or UTF-16 or UTF-32 with a byte
/// order mark. It removes the mark.
enum InputText {
  /// The reason why the bytes are not text. Offsets count from 0.
  enum Problem: Error, Equatable {
    case binary(offset: Int)
    /// A byte that cannot begin a UTF-8 character; common in Latin-1 and similar encodings.
    case notUTF8(offset: Int, byte: UInt8)
    case cutOff(encoding: String, offset: Int)
  }

  private enum Mark {
    case utf8, utf16(isBig: Bool), utf32(isBig: Bool)

    init?(_ bytes: some Collection<UInt8>) {
      // Check for UTF-32 first, because its mark begins with that of UTF-16.
      if bytes.starts(with: [0xFF, 0xFE, 0, 0]) {
        self = .utf32(isBig: false)
      } else if bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
        self = .utf32(isBig: true)
      } else if bytes.starts(with: [0xFF, 0xFE]) {
        self = .utf16(isBig: false)
      } else if bytes.starts(with: [0xFE, 0xFF]) {
        self = .utf16(isBig: true)
      } else if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
        self = .utf8
      } else {
        return nil
      }
    }
  }

  static func decode(_ bytes: [UInt8]) throws(Problem) -> String {
    switch Mark(bytes) {
    case .utf16(let isBig):
      return try decodeUnits(bytes, from: 2, isBig: isBig, UTF16.self, named: "UTF-16")
    case .utf32(let isBig):
      return try decodeUnits(bytes, from: 4, isBig: isBig, UTF32.self, named: "UTF-32")
    case .utf8: return try decodeUTF8(bytes[3...])
    case nil: return try decodeUTF8(bytes[...])
    }
  }

  /// Returns the offset of the first byte that proves the input is binary, so that reading can stop
  /// there.
  /// - Parameters:
  ///   - new: the bytes to search.
  ///   - beginning: the beginning of the input.
  static func binaryOffset(in new: ArraySlice<UInt8>, of beginning: some Collection<UInt8>) -> Int?
  {
    switch Mark(beginning) {
    case .utf16, .utf32: nil
    case .utf8, nil: new.firstIndex(of: 0)
    }
  }

  private static func decodeUTF8(_ bytes: ArraySlice<UInt8>) throws(Problem) -> String {
    if let offset = bytes.firstIndex(of: 0) { throw .binary(offset: offset) }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = bytes.startIndex
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
    if let control = bytes.firstIndex(where: isBinary) { throw .binary(offset: control) }
    // The input may end in the middle of a character.
    let byte = bytes.indices.contains(offset) ? bytes[offset] : 0
    throw .notUTF8(offset: offset, byte: byte)
  }

  /// Returns whether a byte is a control character that text never contains. Invalid UTF-8 with
  /// such a byte is not Latin-1 either.
  private static func isBinary(_ byte: UInt8) -> Bool {
    byte < 0x20 && !(0x07...0x0D).contains(byte) && byte != 0x1B
  }

  private static func decodeUnits<Encoding: Unicode.Encoding>(
    _ bytes: [UInt8], from start: Int, isBig: Bool, _ encoding: Encoding.Type, named name: String
  ) throws(Problem) -> String {
    let size = MemoryLayout<Encoding.CodeUnit>.size
    let units = stride(from: start, to: bytes.count - size + 1, by: size).map { place in
      let unit = bytes[place..<place + size]
      return (isBig ? Array(unit) : unit.reversed())
        .reduce(Encoding.CodeUnit.zero) { $0 << 8 | Encoding.CodeUnit($1) }
    }
    guard (bytes.count - start) % size == 0 else {
      throw .cutOff(encoding: name, offset: start + units.count * size)
    }
    guard let text = String(validating: units, as: encoding) else {
      throw .cutOff(encoding: name, offset: start + validCount(units, encoding) * size)
    }
    return text
  }

  private static func validCount<Encoding: Unicode.Encoding>(
    _ units: [Encoding.CodeUnit], _ encoding: Encoding.Type
  ) -> Int {
    var parser = Encoding.ForwardParser()
    var iterator = units.makeIterator()
    var count = 0
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { count += scalar.count }
    return count
  }
}

extension InputText.Problem {
  /// A sentence that explains what is wrong and what to do.
  var sentence: String {
    switch self {
    case .binary(let offset): Words.binaryInput(offset: offset)
    case .notUTF8(let offset, let byte): Words.inputNotUTF8(byte: byte, offset: offset)
    case .cutOff(let encoding, let offset): Words.invalidInput(encoding, offset: offset)
    }
  }
}
