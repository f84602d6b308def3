/// A terminal's description in terminfo's file format.
///
/// The predefined capabilities are in the order of term(5); the others carry their names.
struct TerminfoEntry: Equatable {
  /// `name|description`.
  var names: String
  var flags: [Bool] = []
  /// `nil` if absent.
  var numbers: [Int32?] = []
  var strings: [[UInt8]?] = []
  var extendedFlags: [String] = []
  var extendedNumbers: [(name: String, value: Int32)] = []
  var extendedStrings: [(name: String, value: [UInt8])] = []

  static func == (left: TerminfoEntry, right: TerminfoEntry) -> Bool {
    left.compiled == right.compiled
  }

  /// The entry as a file with 32-bit numbers (term(5), "Extended number format" and "Extended
  /// storage format").
  var compiled: [UInt8] {
    var file = CompiledFile()
    let text = StringTable(strings)
    file.short(0o1036)
    for count in [
      names.utf8.count + 1, flags.count, numbers.count, strings.count, text.bytes.count,
    ] {
      file.short(count)
    }
    file.bytes += Array(names.utf8) + [0] + flags.map { $0 ? 1 : 0 }
    file.align()
    for number in numbers { file.long(number ?? -1) }
    for offset in text.offsets { file.short(offset) }
    file.bytes += text.bytes
    file.align()
    appendExtended(to: &file)
    return file.bytes
  }

  private func appendExtended(to file: inout CompiledFile) {
    let values = StringTable(extendedStrings.map(\.value))
    let names = StringTable(
      (extendedFlags + extendedNumbers.map(\.name) + extendedStrings.map(\.name))
        .map { Array($0.utf8) })
    for count in [
      extendedFlags.count, extendedNumbers.count, extendedStrings.count,
      values.offsets.count + names.offsets.count, values.bytes.count + names.bytes.count,
    ] {
      file.short(count)
    }
    file.bytes += extendedFlags.map { _ in 1 }
    file.align()
    for number in extendedNumbers { file.long(number.value) }
    // Name offsets count from the end of the values.
    for offset in values.offsets + names.offsets { file.short(offset) }
    file.bytes += values.bytes + names.bytes
  }
}

/// The bytes of a compiled entry. Numbers are little-endian, and multi-byte numbers begin at
/// even offsets.
private struct CompiledFile {
  var bytes: [UInt8] = []

  mutating func short(_ value: Int) {
    let bits = UInt16(truncatingIfNeeded: value)
    bytes += [UInt8(bits & 0xFF), UInt8(bits >> 8)]
  }

  mutating func long(_ value: Int32) {
    let bits = UInt32(bitPattern: value)
    short(Int(bits & 0xFFFF))
    short(Int(bits >> 16))
  }

  mutating func align() { if !bytes.count.isMultiple(of: 2) { bytes.append(0) } }
}

/// Zero-terminated strings, and the offset of each; -1 for an absent string.
private struct StringTable {
  private(set) var offsets: [Int] = []
  private(set) var bytes: [UInt8] = []

  init(_ strings: [[UInt8]?]) {
    for string in strings {
      guard let string else {
        offsets.append(-1)
        continue
      }
      offsets.append(bytes.count)
      bytes += string + [0]
    }
  }
}
