import Testing

@testable import Terminal

@Suite struct TerminfoEntryTests {
  /// Compares the compiled entry with the format in term(5), byte for byte.
  @Test func entryIsCompiledAsInTerm5() {
    var entry = TerminfoEntry(names: "ab|c")
    entry.flags = [true, false]
    entry.numbers = [0x100_0010, nil]
    entry.strings = [Array("\u{1B}[m".utf8), nil, Array("x".utf8)]
    entry.extendedFlags = ["RGB"]
    entry.extendedNumbers = [("U8", 1)]
    entry.extendedStrings = [("kUP5", Array("y".utf8))]
    let header: [UInt8] = [0x1E, 2, 5, 0, 2, 0, 2, 0, 3, 0, 6, 0]
    // One byte pads the flags, because numbers begin at an even offset.
    let flags: [UInt8] = Array("ab|c".utf8) + [0, 1, 0, 0]
    let numbers: [UInt8] = [0x10, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF]
    let strings: [UInt8] = [0, 0, 0xFF, 0xFF, 4, 0] + [0x1B, 0x5B, 0x6D, 0, 0x78, 0]
    let extendedHeader: [UInt8] = [1, 0, 1, 0, 1, 0, 4, 0, 14, 0]
    let extended: [UInt8] =
      [1, 0] + [1, 0, 0, 0] + [0, 0] + [0, 0, 4, 0, 7, 0] + Array("y\0RGB\0U8\0kUP5\0".utf8)
    #expect(entry.compiled == header + flags + numbers + strings + extendedHeader + extended)
  }
}
