/// The type and pixel size of an image, read from the start of its file.
public struct ImageHeader: Equatable, Sendable {
  public var type: ImageType
  public var width: Int
  public var height: Int

  public init(type: ImageType, width: Int, height: Int) {
    self.type = type
    self.width = width
    self.height = height
  }

  /// Returns the image type that a file's first bytes indicate; `nil` if it is not an image that
  /// models accept. 12 bytes are enough.
  public static func type(of bytes: some Collection<UInt8>) -> ImageType? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) { return .gif }
    if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
      return .webP
    }
    return nil
  }

  /// Reads the header of an image of the given type. Returns `nil` if the header is broken or
  /// truncated, or gives a width or height of zero.
  /// - Complexity: O(number of bytes before the size)
  public static func read(_ type: ImageType, _ bytes: [UInt8]) -> ImageHeader? {
    guard Self.type(of: bytes) == type else { return nil }
    let fields = ByteFields(bytes)
    let size: (width: Int, height: Int)? =
      switch type {
      case .png: png(fields)
      case .jpeg: jpeg(fields)
      case .gif: gif(fields)
      case .webP: webP(fields)
      }
    guard let size, size.width > 0, size.height > 0 else { return nil }
    return ImageHeader(type: type, width: size.width, height: size.height)
  }

  /// Reads the size from `IHDR`, which must be the first chunk and has 13 bytes (PNG
  /// specification, 5.6 and 11.2.2).
  private static func png(_ fields: ByteFields) -> (Int, Int)? {
    guard fields.big(4, at: 8) == 13, fields.word(at: 12) == "IHDR",
      let width = fields.big(4, at: 16), let height = fields.big(4, at: 20),
      width < 1 << 31, height < 1 << 31
    else { return nil }
    return (width, height)
  }

  /// Reads the size from the frame header, which any number of segments can precede (ITU-T T.81,
  /// B.1.1 and B.2.2).
  private static func jpeg(_ fields: ByteFields) -> (Int, Int)? {
    var place = 2
    while fields.byte(at: place) == 0xFF {
      place += 1
      // A marker can be preceded by any number of fill bytes FF.
      while fields.byte(at: place) == 0xFF { place += 1 }
      guard let marker = fields.byte(at: place) else { return nil }
      place += 1
      switch marker {
      case 0x01, 0xD0...0xD7: continue
      // The image's data begins, or the image ends, before any frame header.
      case 0x00, 0xD8...0xDA: return nil
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
        guard let length = fields.big(2, at: place), length >= 8,
          let height = fields.big(2, at: place + 3), let width = fields.big(2, at: place + 5)
        else { return nil }
        return (width, height)
      default:
        guard let length = fields.big(2, at: place), length >= 2 else { return nil }
        place += length
      }
    }
    return nil
  }

  private static func gif(_ fields: ByteFields) -> (Int, Int)? {
    guard let width = fields.little(2, at: 6), let height = fields.little(2, at: 8) else {
      return nil
    }
    return (width, height)
  }

  /// Reads the size from one of three headers. The name of the first chunk determines which one
  /// (RFC 9649, 2.5 to 2.7, and RFC 6386, 9.1).
  private static func webP(_ fields: ByteFields) -> (Int, Int)? {
    switch fields.word(at: 12) {
    case "VP8 ":
      guard fields.big(3, at: 23) == 0x9D_012A, let width = fields.little(2, at: 26),
        let height = fields.little(2, at: 28)
      else { return nil }
      // The upper two bits of the width and height specify scaling.
      return (width & 0x3FFF, height & 0x3FFF)
    case "VP8L":
      guard fields.byte(at: 20) == 0x2F, let bits = fields.little(4, at: 21) else { return nil }
      return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    case "VP8X":
      guard let width = fields.little(3, at: 24), let height = fields.little(3, at: 27) else {
        return nil
      }
      return (width + 1, height + 1)
    default: return nil
    }
  }
}

/// A file's bytes, from which numbers can be read. Reading past the end returns `nil`.
private struct ByteFields {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func byte(at place: Int) -> UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

  func word(at place: Int) -> String? {
    field(4, at: place).map { String(decoding: $0, as: UTF8.self) }
  }

  func big(_ count: Int, at place: Int) -> Int? {
    field(count, at: place)?.reduce(0) { $0 << 8 | Int($1) }
  }

  func little(_ count: Int, at place: Int) -> Int? {
    field(count, at: place)?.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Returns the bytes of a number.
  /// - Parameter count: the number of bytes, at most 4 so that the number fits.
  private func field(_ count: Int, at place: Int) -> ArraySlice<UInt8>? {
    place + count <= bytes.count ? bytes[place..<place + count] : nil
  }
}
