import Chat

/// `Chat`'s attachment type. The Testing module has a type of the same name.
typealias Attachment = Chat.Attachment

/// The beginnings of image files, built from the formats' specifications.
enum ImageFiles {
  static func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
      + big(width) + big(height) + [8, 6, 0, 0, 0, 0x11, 0x22, 0x33, 0x44]
  }

  /// - Parameter before: the segments before the frame header.
  static func jpeg(
    _ width: UInt32, _ height: UInt32, frame: UInt8 = 0xC0, before: [UInt8] = []
  ) -> [UInt8] {
    [0xFF, 0xD8] + before + [0xFF, frame, 0, 17, 8] + big(height).suffix(2) + big(width).suffix(2)
      + [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xDA]
  }

  static func gif(_ width: UInt32, _ height: UInt32, version: String = "GIF89a") -> [UInt8] {
    Array(version.utf8) + little(width, 2) + little(height, 2) + [0xF0, 0, 0, 0x3B]
  }

  /// Returns the beginning of a lossy WebP file.
  static func webP(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    riff(
      "VP8 ", [0x30, 1, 0, 0x9D, 1, 0x2A] + little(width | 0x4000, 2) + little(height | 0x8000, 2))
  }

  static func losslessWebP(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    riff("VP8L", [0x2F] + little((width - 1) | (height - 1) << 14 | 1 << 28, 4))
  }

  static func extendedWebP(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    riff("VP8X", [0x10, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))
  }

  private static func riff(_ chunk: String, _ content: [UInt8]) -> [UInt8] {
    let length = UInt32(content.count)
    return Array("RIFF".utf8) + little(length + 12, 4) + Array("WEBP".utf8) + Array(chunk.utf8)
      + little(length, 4) + content
  }

  private static func big(_ number: UInt32) -> [UInt8] { little(number, 4).reversed() }

  private static func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
  }
}
