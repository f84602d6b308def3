/// The kinds of control string that a terminal may send (ECMA-48, 5.6). Each extends from its
/// introducer to ST.
enum ControlString: Equatable {
  /// OSC
  case command
  /// DCS
  case device
  /// APC
  case application
  /// PM or SOS
  case other

  /// How many bytes of a string or sequence are kept: more than any known reply needs.
  static let longestKept = 4096
  /// More bytes than anybody types without a pause.
  static let longestTyped = 256
  /// The number of bytes after which an unterminated string is abandoned.
  static let longest = 1 << 20

  init?(introducer byte: UInt8) {
    switch byte {
    case UInt8(ascii: "]"): self = .command
    case UInt8(ascii: "P"): self = .device
    case UInt8(ascii: "_"): self = .application
    case UInt8(ascii: "^"), UInt8(ascii: "X"): self = .other
    default: return nil
    }
  }

  /// Whether the text certainly comes from a terminal. Nobody presses Alt with the introducer and
  /// then types text that begins like this: `ESC ] 11 ;`, `ESC P >`, `ESC _ G`.
  func isCertain(_ body: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .command: body.contains(UInt8(ascii: ";"))
    case .device: body.first.map { (0x21...0x3F).contains($0) } ?? false
    case .application: body.first == UInt8(ascii: "G") && body.count > 1
    case .other: false
    }
  }
}
