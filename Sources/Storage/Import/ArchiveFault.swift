import Foundation

/// The reason why an archive cannot be imported.
public enum ArchiveFault: Error, Equatable, Sendable {
  /// The archive ends too early, or a checksum is wrong.
  case damaged
  /// The archive is protected by a password.
  case encrypted
  /// The archive contains no `conversations.json`.
  case noConversations
  /// The unpacked files would be too large.
  /// - Parameter limit: the maximum unpacked size in bytes.
  case tooLarge(limit: Int)
  /// A file in the archive is compressed with an unsupported method.
  /// - Parameter number: the method's number in the zip format.
  case unknownMethod(number: Int)
  /// The archive is neither zip nor gzip, or contains another archive. The value is the name of
  /// the unsupported format.
  case otherKind(String)
  /// The temporary folder has no room for the contents.
  case noRoom(folder: String)
}

/// The kind of archive, detected from its first bytes.
enum ArchiveKind: Equatable {
  case zip
  case gzip
  case other(String)

  /// Detects the kind of archive.
  /// - Returns: `nil` if the data is not an archive.
  init?(_ data: Data) {
    let beginnings: [([UInt8], ArchiveKind)] = [
      (Array("PK\u{3}\u{4}".utf8), .zip), (Array("PK\u{5}\u{6}".utf8), .zip),
      ([0x1F, 0x8B], .gzip), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .other("7z")),
      (Array("Rar!".utf8), .other("rar")), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .other("xz")),
      (Array("BZh".utf8), .other("bzip2")), ([0x28, 0xB5, 0x2F, 0xFD], .other("zstd")),
    ]
    if let found = beginnings.first(where: { data.starts(with: $0.0) }) {
      self = found.1
    } else if data.dropFirst(257).starts(with: Array("ustar".utf8)) {
      self = .other("tar")
    } else {
      return nil
    }
  }

  /// The usual name of the format.
  var name: String {
    switch self {
    case .zip: "zip"
    case .gzip: "gzip"
    case .other(let name): name
    }
  }
}
