import Screen
import Testing

@testable import Terminal

@Suite struct CellTextTests {
  /// Returns the width according to an older C library, which knows neither emoji from 2022 nor
  /// private-use characters.
  private func width(_ scalar: UInt32) -> Int {
    switch scalar {
    case 0x300...0x36F, 0x1160...0x11FF, 0x200D, 0xFE0F, 0x94D: 0
    case 0x1100...0x115F, 0x4E00...0x9FFF, 0x1F300...0x1F9FF: 2
    case 0xE000...0xF8FF, 0x1FA75: -1
    default: 1
    }
  }

  private func parts(_ text: String) -> [[UInt32]] {
    text.flatMap { character in
      let cell = Cell(character, .text, width: UInt8(DisplayWidth.of(character)))
      let parts = CellText(cell, scalarWidth: width).parts
      #expect(parts.reduce(0) { $0 + $1.width } == Int(cell.width))
      return parts.map(\.scalars)
    }
  }

  /// Cells send no control characters, whatever a view draws, even without the sanitiser.
  @Test func noControlsAreSent() {
    for value in Array(UInt32(0)...0x1FFFF) + Array(0xE0000...0xE0FFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in [Character(scalar)] + Array("x\(scalar)").suffix(1) {
        let width = DisplayWidth.of(text)
        // Canvas omits text of zero width.
        guard width > 0 else { continue }
        let cell = Cell(text, .text, width: UInt8(width))
        let sent = CellText(cell) { DisplayWidth.of(Unicode.Scalar($0) ?? " ") }.parts
        let isHarmless = sent.flatMap(\.scalars).compactMap(Unicode.Scalar.init).allSatisfy {
          $0.properties.generalCategory != .control && !$0.properties.isDefaultIgnorableCodePoint
            && $0.properties.generalCategory != .format
        }
        if !isHarmless { Issue.record("U+\(String(value, radix: 16)) is sent") }
      }
    }
  }

  @Test(
    arguments: [
      ("a", [[0x61]]), ("e\u{301}", [[0x65, 0x301]]), ("量", [[0x91CF]]),
      ("\u{1112}\u{1161}\u{11AB}", [[0x1112, 0x1161, 0x11AB]]),
      ("क्षि", [[0x915, 0x94D], [0x937], [0x93F]]),
      ("🇩🇪", [[0x44], [0x45]]), ("👨‍👩‍👧", [[0x1F468]]), ("👍🏽", [[0x1F44D]]),
      ("❤️", [[0x2764], [0x20]]), ("❤︎", [[0x2764]]), ("1️⃣", [[0x31], [0x20]]),
      ("\u{E000}", [[0x25A1]]), ("\u{1FA75}", [[0x25A1], [0x20]]),
      ("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", [[0x65, 0x301, 0x302, 0x303, 0x304]]),
    ] as [(String, [[UInt32]])])
  func sendsOnlyWhatEveryTerminalPlacesAlike(_ text: String, _ expected: [[UInt32]]) {
    #expect(parts(text) == expected)
  }
}
