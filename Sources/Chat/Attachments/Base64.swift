#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Bytes as text (RFC 4648, section 4).
public enum Base64 {
  public static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// - Returns: `nil` if the text is not Base64. Line breaks in it are ignored.
  public static func bytes(_ text: String) -> [UInt8]? {
    Data(base64Encoded: text, options: .ignoreUnknownCharacters).map { Array($0) }
  }
}
