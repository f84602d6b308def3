#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Conversion between bytes and Base64 text (RFC 4648, section 4).
public enum Base64 {
  public static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// Decodes Base64 text. Ignores characters outside the Base64 alphabet, such as line breaks.
  /// - Returns: `nil` if the remaining characters are not valid Base64.
  public static func bytes(_ text: String) -> [UInt8]? {
    Data(base64Encoded: text, options: .ignoreUnknownCharacters).map { Array($0) }
  }
}
