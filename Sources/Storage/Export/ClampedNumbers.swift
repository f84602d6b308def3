import Chat
import Foundation

/// An integer in a file, clamped to 64 bits. JSON numbers can have any size, and one that is too
/// large must not cost us the message that contains it.
struct ClampedInteger: Codable, Hashable {
  var value: Int64

  init(_ value: Int64) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      value = try container.decode(Int64.self)
    } catch {
      // Out of range. Foundation throws an internal error here, not a `DecodingError`.
      value = Int64(clamping: try container.decode(Double.self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}

/// A time in seconds, as exact as `Decimal` allows and clamped to ``Swift/Duration/longest``.
struct ClampedSeconds: Codable, Hashable {
  var duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      duration = Duration(decimalSeconds: try container.decode(Decimal.self)).clamped
    } catch {
      duration = Duration(clampingSeconds: try container.decode(Double.self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(duration.decimalSeconds)
  }
}

/// An optional part of a message. The value is `nil` if the part contains a number that cannot be
/// read at all, such as `1e999`. Any other fault is an error.
struct SparePart<Value: Codable>: Codable {
  var value: Value?

  init(_ value: Value) { self.value = value }

  init(from decoder: any Decoder) throws {
    do {
      value = try Value(from: decoder)
    } catch let error as DecodingError {
      guard case .dataCorrupted = error else { throw error }
      value = nil
    } catch {
      value = nil
    }
  }

  func encode(to encoder: any Encoder) throws { try value?.encode(to: encoder) }
}

extension Duration {
  private static let attosecondsInSecond = Decimal(1_000_000_000_000_000_000 as Int64)

  /// The exact number of seconds. Attoseconds need 18 of a decimal's 38 digits.
  var decimalSeconds: Decimal {
    let rest = Int64(clamping: attoseconds % 1_000_000_000_000_000_000)
    return Decimal(inWholeSeconds) + Decimal(rest) / Self.attosecondsInSecond
  }

  /// Creates a duration, truncating digits beyond attoseconds and clamping seconds to 64 bits.
  init(decimalSeconds: Decimal) {
    let parts = "\(decimalSeconds)".split(separator: ".", omittingEmptySubsequences: false)
    let isNegative = decimalSeconds < 0
    let seconds = Int64(parts.first ?? "") ?? (isNegative ? .min : .max)
    let digits = parts.count > 1 ? parts[1].prefix(18) : ""
    let padded = digits + String(repeating: "0", count: 18 - digits.count)
    let attoseconds = Int64(padded) ?? 0
    self.init(
      secondsComponent: seconds, attosecondsComponent: isNegative ? -attoseconds : attoseconds)
  }
}
