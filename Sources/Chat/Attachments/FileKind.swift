/// The kind of a file that can be attached: text or an image.
public enum FileKind: Equatable, Sendable {
  case text
  case image(ImageType)

  /// Determines the kind from the first bytes of a file, so that its size can be checked before it
  /// is read. 12 bytes are enough.
  public init(beginning: some Collection<UInt8>) {
    self = ImageHeader.type(of: beginning).map { .image($0) } ?? .text
  }

  public func limit(_ limits: AttachmentLimits) -> Int {
    switch self {
    case .text: limits.text
    case .image: limits.image
    }
  }
}

extension Attachment {
  /// Makes an attachment from the contents of a file, or throws the reason why it cannot be one.
  /// - Parameters:
  ///   - name: the name as typed. Its extension determines the language of a text file.
  ///   - bytes: the whole file.
  ///   - lines: the lines to attach from a text file; `nil` for all. If the last line is beyond
  ///     the end, the range stops at the end.
  public init(
    name: String, bytes: [UInt8], lines: ClosedRange<Int>? = nil,
    limits: AttachmentLimits = AttachmentLimits()
  ) throws(AttachmentFault) {
    let kind = FileKind(beginning: bytes)
    let limit = kind.limit(limits)
    guard bytes.count <= limit else {
      throw .tooLarge(size: bytes.count, limit: limit, isImage: kind != .text)
    }
    switch kind {
    case .image(let type):
      guard lines == nil else { throw .linesOfImage }
      guard let header = ImageHeader.read(type, bytes) else { throw .brokenImage(type) }
      self.init(
        name: name,
        .image(
          AttachedImage(type: type, width: header.width, height: header.height, bytes: bytes)))
    case .text:
      let text = try Self.decode(bytes, named: name)
      self.init(name: name, .text(try AttachedText(name: name, whole: text, lines: lines)))
    }
  }

  /// Makes an attachment from lines extracted from a file that is too large to attach as a whole.
  public init(
    name: String, part: LineCutter, limits: AttachmentLimits = AttachmentLimits()
  ) throws(AttachmentFault) {
    guard let lines = part.found else {
      throw .linesBeyondEnd(first: part.wanted.lowerBound, count: part.count)
    }
    guard part.bytes.count <= limits.text else {
      throw .tooLarge(size: nil, limit: limits.text, isImage: false)
    }
    do throws(AttachmentFault) {
      let text = AttachedText(
        try Self.decode(part.bytes, named: name), lines: lines,
        language: CodeFile.language(of: name))
      self.init(name: name, .text(text))
    } catch {
      switch error {
      case .binary(let format, let offset):
        throw .binary(format: format, offset: part.start + offset)
      case .notUTF8(let byte, let offset):
        throw .notUTF8(byte: byte, offset: part.start + offset)
      default: throw error
      }
    }
  }

  private static func decode(_ bytes: [UInt8], named name: String) throws(AttachmentFault) -> String
  {
    if bytes.starts(with: "%PDF-".utf8) { throw .binary(format: "PDF", offset: 0) }
    // This UTF-32 byte order mark begins with the UTF-16 one, so it must be checked first.
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { throw .otherEncoding("UTF-32") }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .otherEncoding("UTF-16")
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    let binary = text.firstIndex(of: 0)
    if binary == nil, let text = String(validating: text, as: UTF8.self) {
      // Treat a text file named like an image, such as a Git LFS pointer, as a mistake.
      if let type = imageType(named: name) { throw .notAnImage(named: type) }
      return text
    }
    if let type = imageType(named: name) { throw .notAnImage(named: type) }
    if let format = BinaryFormat.name(of: bytes) { throw .binary(format: format, offset: 0) }
    if let offset = binary ?? text.firstIndex(where: isControl) {
      throw .binary(format: nil, offset: offset)
    }
    let offset = validCount(text)
    throw .notUTF8(byte: bytes.indices.contains(offset) ? bytes[offset] : 0, offset: offset)
  }

  /// Returns whether a byte is a control character that text never contains. Invalid UTF-8 with
  /// such a byte cannot be Latin-1 either, so it is binary.
  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && !(0x07...0x0D).contains(byte) && byte != 0x1B
  }

  /// Returns the offset in the file of the first byte that is not valid UTF-8.
  private static func validCount(_ bytes: ArraySlice<UInt8>) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = bytes.startIndex
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
    return offset
  }

  private static func imageType(named name: String) -> ImageType? {
    switch CodeFile.fileExtension(of: name) {
    case "png": .png
    case "jpg", "jpeg": .jpeg
    case "gif": .gif
    case "webp": .webP
    default: nil
    }
  }
}

extension AttachedText {
  /// Extracts the requested lines of a text file, or all of them.
  /// - Parameter whole: the text of the whole file.
  public init(
    name: String, whole: String, lines: ClosedRange<Int>? = nil
  ) throws(AttachmentFault) {
    let language = CodeFile.language(of: name)
    guard let lines else {
      self.init(whole, language: language)
      return
    }
    var cutter = LineCutter(lines)
    _ = cutter.add(whole.utf8)
    guard let found = cutter.found else {
      throw .linesBeyondEnd(first: lines.lowerBound, count: cutter.count)
    }
    self.init(String(decoding: cutter.bytes, as: UTF8.self), lines: found, language: language)
  }
}

/// Formats that people try to attach although no model can read them.
private enum BinaryFormat {
  private static let beginnings: [(bytes: [UInt8], name: String)] = [
    (Array("PK\u{3}\u{4}".utf8), "ZIP"), ([0x1F, 0x8B], "gzip"), (Array("BM".utf8), "BMP"),
    ([0x49, 0x49, 0x2A, 0], "TIFF"), ([0x4D, 0x4D, 0, 0x2A], "TIFF"),
    ([0x7F, 0x45, 0x4C, 0x46], "ELF"),
    (Array("SQLite format 3".utf8), "SQLite"), (Array("OggS".utf8), "Ogg"),
    (Array("ID3".utf8), "MP3"),
    (Array("fLaC".utf8), "FLAC"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz"),
    ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
  ]
  private static let brands = [
    "avif": "AVIF", "avis": "AVIF", "heic": "HEIC", "heix": "HEIC", "mif1": "HEIF", "isom": "MP4",
    "mp42": "MP4", "qt  ": "QuickTime",
  ]

  static func name(of bytes: [UInt8]) -> String? {
    if let found = beginnings.first(where: { bytes.starts(with: $0.bytes) }) { return found.name }
    guard bytes.dropFirst(4).starts(with: "ftyp".utf8) else { return nil }
    return brands[String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self)]
  }
}
