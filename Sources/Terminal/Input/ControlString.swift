/// The strings that a terminal may send, from their introducer to ST (ECMA-48, 5.6).
enum ControlString: Equatable {
  /// OSC
  case command
  /// DCS
  case device
  /// APC
  case application
  /// PM or SOS
  case other

  /// Bytes of a string or sequence that are kept: more than any reply that is understood here.
  static let longestKept = 4096
  /// More bytes than anybody types without a pause.
  static let longestTyped = 256
  /// Bytes after which a string that does not end is given up.
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

  /// Whether nobody types a text that begins so after Alt and the introducer: `ESC ] 11 ;`, `ESC P >`,
  /// `ESC _ G`.
  func isCertain(_ body: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .command: body.contains(UInt8(ascii: ";"))
    case .device: body.first.map { (0x21...0x3F).contains($0) } ?? false
    case .application: body.first == UInt8(ascii: "G") && body.count > 1
    case .other: false
    }
  }
}
