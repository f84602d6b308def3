/// A file sent with a question, with the contents it had when it was attached.
public struct Attachment: Hashable, Sendable {
  /// The path as typed, without a line range.
  public var name: String
  public var content: Content

  public enum Content: Hashable, Sendable {
    case text(AttachedText)
    case image(AttachedImage)
  }

  public init(name: String, _ content: Content) {
    self.name = name
    self.content = content
  }

  /// The size of the content in bytes.
  public var byteCount: Int {
    switch content {
    case .text(let text): text.text.utf8.count
    case .image(let image): image.bytes.count
    }
  }

  public var isImage: Bool { if case .image = content { true } else { false } }
}

/// The text of a file, or of some of its lines.
public struct AttachedText: Hashable, Sendable {
  /// The text with the file's own line endings, but without a byte order mark.
  public var text: String
  /// The line numbers of the text in the file, counted from 1; `nil` for the whole file.
  public var lines: ClosedRange<Int>?
  /// The language after the Markdown fence, such as `swift`; `nil` if unknown.
  public var language: String?

  public init(_ text: String, lines: ClosedRange<Int>? = nil, language: String? = nil) {
    self.text = text
    self.lines = lines
    self.language = language
  }

  /// The number of lines in the text.
  /// - Complexity: O(length of the text)
  public var lineCount: Int { LineSplitter.count(text.utf8) }
}

/// An image, with exactly the bytes of its file.
public struct AttachedImage: Hashable, Sendable {
  public var type: ImageType
  /// The width in pixels according to the file's header. Ignores rotation in a JPEG's metadata.
  public var width: Int
  public var height: Int
  public var bytes: [UInt8]

  public init(type: ImageType, width: Int, height: Int, bytes: [UInt8]) {
    self.type = type
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// An estimate of the tokens for the image. A model's actual count is unknown until its server
  /// reports it. One token per 28 × 28 pixels is what Qwen's vision models use, and close to
  /// Anthropic's width × height / 750. Both shrink large images, Anthropic's to 1,600 tokens
  /// (docs/attachments.md).
  public var estimatedTokens: Int {
    func patches(_ pixels: Int) -> Int { (max(1, pixels).addingClamped(27)) / 28 }
    return min(max(4, patches(width).multipliedClamped(by: patches(height))), 1600)
  }
}

/// An image format that models accept. The raw values are media types.
public enum ImageType: String, Hashable, Sendable, CaseIterable {
  case png = "image/png"
  case jpeg = "image/jpeg"
  case gif = "image/gif"
  case webP = "image/webp"

  /// The usual name of the format.
  public var name: String {
    switch self {
    case .png: "PNG"
    case .jpeg: "JPEG"
    case .gif: "GIF"
    case .webP: "WebP"
    }
  }
}

/// The limits on attachments.
public struct AttachmentLimits: Equatable, Sendable {
  /// The maximum size of one text file, in bytes.
  public var text = 1 << 20
  /// The maximum size of one image file, in bytes.
  public var image = 20_000_000
  /// The maximum number of files that one pattern can attach.
  public var files = 50
  /// The maximum total size of the files that one pattern attaches, in bytes.
  public var total = 4 << 20

  public init() {}
}
