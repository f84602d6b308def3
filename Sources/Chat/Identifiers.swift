/// A UUID version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits.
///
/// The IDs sort by creation time and are unique without a coordinator, so the stores of two
/// machines can be merged.
public struct UUIDv7: Hashable, Comparable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// - Parameters:
  ///   - time: the creation time; only its lowest 48 bits are kept.
  ///   - random: the source of the 74 random bits.
  public init(time: Timestamp, random: inout some RandomNumberGenerator) {
    let milliseconds = UInt64(bitPattern: time.milliseconds) & 0xFFFF_FFFF_FFFF
    let randomHigh = UInt64.random(in: 0...0xFFF, using: &random)
    let randomLow = UInt64.random(in: 0...(UInt64.max >> 2), using: &random)
    high = milliseconds << 16 | 0x7000 | randomHigh
    low = 0b10 << 62 | randomLow
  }

  /// Creates a UUID version 8 (RFC 9562, section 5.8): 48 bits of Unix milliseconds as in version
  /// 7, then 74 bits of a hash. The same time and name give the same ID on every machine, so
  /// importing another program's data twice does not duplicate it.
  public init(time: Timestamp, naming name: String) {
    let milliseconds = UInt64(bitPattern: time.milliseconds) & 0xFFFF_FFFF_FFFF
    let (first, second) = Self.hashes(of: name)
    high = milliseconds << 16 | 0x8000 | (first & 0xFFF)
    low = 0b10 << 62 | (second >> 2)
  }

  /// Returns two FNV-1a hashes with different seeds, each finished with SplitMix64's mixing step,
  /// because FNV mixes its lowest bits poorly.
  private static func hashes(of name: String) -> (UInt64, UInt64) {
    func stirred(_ hash: UInt64) -> UInt64 {
      var word = hash
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
    var (first, second): (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15)
    for byte in name.utf8 {
      first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
      second = (second ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return (stirred(first), stirred(second))
  }

  /// Reads the usual 36-character form, of any UUID version; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    var (high, low): (UInt64, UInt64) = (0, 0)
    var offset = 0
    for byte in text.utf8 {
      switch offset {
      case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return nil }
      default:
        guard offset < 36, let digit = Self.hexadecimalDigit(byte) else { return nil }
        high = high << 4 | low >> 60
        low = low << 4 | digit
      }
      offset += 1
    }
    guard offset == 36 else { return nil }
    self.high = high
    self.low = low
  }

  public static func < (left: UUIDv7, right: UUIDv7) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}

extension UUIDv7: CustomStringConvertible {
  /// The 36-character lower-case form.
  public var description: String {
    String(unsafeUninitializedCapacity: 36) { text in
      var count = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          text[count] = UInt8(ascii: "-")
          count += 1
        }
        let word = index < 16 ? high : low
        text[count] = Self.letter(UInt8(truncatingIfNeeded: word >> (60 - index % 16 * 4)) & 0xF)
        count += 1
      }
      return count
    }
  }

  /// Returns the hexadecimal digit for a number below 16, in ASCII.
  private static func letter(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
  }
}

/// The ID of a conversation, the same in every store that holds it.
public struct ConversationID: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let uuid: UUIDv7

  public init(_ uuid: UUIDv7) { self.uuid = uuid }

  public var description: String { uuid.description }

  public static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }
}

/// The ID of a message, the same in every store that holds it.
public struct MessageID: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let uuid: UUIDv7

  public init(_ uuid: UUIDv7) { self.uuid = uuid }

  public var description: String { uuid.description }

  public static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }
}

/// The ID of an asynchronous request, used to drop replies that are no longer awaited.
public struct RequestID: Hashable, Sendable {
  public let number: Int

  public init(_ number: Int) { self.number = number }
}
