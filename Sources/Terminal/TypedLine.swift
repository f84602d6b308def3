internal import Screen

/// The text of a line edited by the terminal driver, into which Esc, arrows and function keys
/// insert their sequences.
enum TypedLine {
  /// Returns the line without key sequences and without control characters other than tabs and line
  /// feeds.
  /// - Complexity: O(length)
  static func text(of bytes: [UInt8]) -> String {
    var reader = InputReader(hasKeypad: false)
    let events = reader.read(bytes) + reader.finish()
    var text = String.UnicodeScalarView()
    for event in events {
      switch event {
      case .input(.key(let key)): text += key.typed.filter { !isControl($0) }
      case .input(.paste(let paste)): text += paste.unicodeScalars.filter { !isControl($0) }
      case .input(.mouse), .input(.focus), .reply: break
      }
    }
    return String(text)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F...0x9F: true
    default: false
    }
  }
}

extension Key {
  /// The text that this key adds to a line.
  fileprivate var typed: String.UnicodeScalarView {
    switch code {
    case .character(let character) where !control: String(character).unicodeScalars
    case .character("j") where control: "\n".unicodeScalars
    case .tab: "\t".unicodeScalars
    default: "".unicodeScalars
    }
  }
}
