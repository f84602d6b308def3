internal import Screen

/// Bracketed pastes, with or without an end mark.
extension InputReader {
  /// The end of a bracketed paste (xterm's control sequences, "Bracketed Paste Mode").
  private static let endMark = Array("\u{1B}[201~".utf8)
  /// A read of more bytes than this is not a single key press.
  private static let longestKey = 4

  /// Whether the bytes are only Ctrl-C after a pause, which is how a user ends a stuck paste.
  /// Within a block of bytes, Ctrl-C is part of the text.
  func endsPaste(_ bytes: [UInt8], after gap: Duration) -> Bool {
    state == .paste && gap > Self.alternateWindow && bytes.first == 0x03
      && bytes.allSatisfy { $0 == 0x03 }
  }

  /// - Returns: the bytes after the paste.
  mutating func takeInPaste(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let searched = max(0, pasted.count - Self.endMark.count + 1)
    let length = pasted.count
    pasted += bytes
    guard let end = Self.endOfPaste(in: pasted[searched...]) else { return [] }
    pasted.removeSubrange(end...)
    finishPaste(isOpen: false)
    return bytes.dropFirst(end + Self.endMark.count - length)
  }

  private static func endOfPaste(in bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    while let escape = rest.firstIndex(of: 0x1B) {
      if rest[escape...].starts(with: endMark) { return escape }
      rest = rest[(escape + 1)...]
    }
    return nil
  }

  /// - Parameter isOpen: whether the end mark is missing but may still arrive.
  mutating func finishPaste(isOpen: Bool) {
    var bytes = pasted
    pasted = []
    reset()
    if isOpen {
      let mark = (1..<Self.endMark.count).last {
        bytes.suffix($0).elementsEqual(Self.endMark.prefix($0))
      }
      // Hold back bytes that may begin the end mark or an incomplete character until the next block
      // arrives.
      let held = mark ?? Self.unfinishedCharacter(at: bytes)
      state = .openPaste(seen: Array(bytes.suffix(held)))
      bytes.removeLast(held)
    }
    insert(bytes)
  }

  /// Returns how many bytes at the end begin an incomplete UTF-8 character. The decoder emits one
  /// U+FFFD for bytes that more bytes could complete, and several for others (Unicode, 3.9, "U+FFFD
  /// Substitution of Maximal Subparts").
  private static func unfinishedCharacter(at bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let byte = bytes[bytes.count - count]
      if byte & 0b1100_0000 == 0b1000_0000 { continue }
      let length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : byte >= 0b1100_0000 ? 2 : 1
      let isPossible =
        String(decoding: bytes.suffix(count), as: UTF8.self).unicodeScalars.count == 1
      return length > count && (0xC2...0xF4).contains(byte) && isPossible ? count : 0
    }
    return 0
  }

  private mutating func insert(_ bytes: some Collection<UInt8>) {
    guard !bytes.isEmpty else { return }
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count)
    var isAfterReturn = false
    for byte in bytes {
      if byte == 0x0A && isAfterReturn {
        isAfterReturn = false
        continue
      }
      isAfterReturn = byte == 0x0D
      lines.append(isAfterReturn ? 0x0A : byte)
    }
    events.append(.input(.paste(String(decoding: lines, as: UTF8.self))))
  }

  /// Handles input after an incomplete paste was inserted. Blocks of bytes still count as text, so
  /// a line break in them does not send the message; single key presses count as keys again.
  /// - Returns: the bytes that are not part of the paste.
  mutating func continuePaste(_ seen: [UInt8], _ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let all = seen + bytes
    if let end = Self.endOfPaste(in: all[...]) {
      reset()
      insert(all[..<end])
      return all[(end + Self.endMark.count)...]
    }
    if Self.endMark.starts(with: all) {
      state = .openPaste(seen: all)
      return []
    }
    let isHalf = seen.first.map { $0 >= 0x80 } == true
    let isRest = isHalf && bytes.first.map { $0 & 0b1100_0000 == 0b1000_0000 } == true
    if isRest || bytes.count > Self.longestKey && bytes.first != 0x1B {
      pasted = all
      finishPaste(isOpen: true)
      return []
    }
    if isHalf { insert(seen) }
    reset()
    return bytes[...]
  }
}
