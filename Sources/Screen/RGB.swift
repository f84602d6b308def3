#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An sRGB colour in three bytes.
public struct RGB: Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The relative luminance, from 0 for black to 1 for white (WCAG 2.2, "relative luminance").
  public var luminance: Double {
    Self.linear(red) * 0.2126 + Self.linear(green) * 0.7152 + Self.linear(blue) * 0.0722
  }

  /// Returns the contrast ratio, from 1 (no contrast) to 21 (black on white). Text needs at least
  /// 4.5 (WCAG 2.2, 1.4.3).
  public func contrast(with other: RGB) -> Double {
    let (dark, light) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }

  private static func linear(_ byte: UInt8) -> Double {
    let value = Double(byte) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}

/// Whether the terminal's background is dark or light, for choosing a theme.
public enum Background: String, Hashable, Sendable {
  case dark
  case light

  /// Classifies a background colour. It is dark if white text has at least as much contrast on it
  /// as black text.
  public init(_ color: RGB) {
    let (black, white) = (RGB(0, 0, 0), RGB(255, 255, 255))
    self = color.contrast(with: white) >= color.contrast(with: black) ? .dark : .light
  }

  /// Colours that terminals often use for this background. Text must be readable on all of them.
  public var usualColors: [RGB] {
    switch self {
    case .dark: [RGB(0, 0, 0), RGB(0x1E, 0x1E, 0x1E)]
    case .light: [RGB(0xFF, 0xFF, 0xFF), RGB(0xFD, 0xF6, 0xE3)]
    }
  }
}
