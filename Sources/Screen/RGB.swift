#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Three bytes of colour, in sRGB.
public struct RGB: Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// 0 for black to 1 for white (WCAG 2.2, "relative luminance").
  public var luminance: Double {
    Self.linear(red) * 0.2126 + Self.linear(green) * 0.7152 + Self.linear(blue) * 0.0722
  }

  /// From 1, the same, to 21, black and white; text wants 4.5 (WCAG 2.2, 1.4.3).
  public func contrast(with other: RGB) -> Double {
    let (dark, light) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }

  private static func linear(_ byte: UInt8) -> Double {
    let value = Double(byte) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}

/// What a terminal's text stands on, as far as a theme must know.
public enum Background: String, Hashable, Sendable {
  case dark
  case light

  /// Dark is what white text is read on more easily.
  public init(_ color: RGB) {
    let (black, white) = (RGB(0, 0, 0), RGB(255, 255, 255))
    self = color.contrast(with: white) >= color.contrast(with: black) ? .dark : .light
  }

  /// What terminals are commonly set to: a text must be readable on each.
  public var usualColors: [RGB] {
    switch self {
    case .dark: [RGB(0, 0, 0), RGB(0x1E, 0x1E, 0x1E)]
    case .light: [RGB(0xFF, 0xFF, 0xFF), RGB(0xFD, 0xF6, 0xE3)]
    }
  }
}
