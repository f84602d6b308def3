/// A file that is sent with a question, as it was when it was attached.
public struct Attachment: Hashable, Sendable {
  /// The path as it was typed, without a line range.
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

  /// The size of what is sent.
  public var byteCount: Int {
    switch content {
    case .text(let text): text.text.utf8.count
    case .image(let image): image.bytes.count
    }
  }

  public var isImage: Bool { if case .image = content { true } else { false } }
}

/// The text of a file, or some of its lines.
public struct AttachedText: Hashable, Sendable {
  /// With the file's line endings, and without a byte order mark.
  public var text: String
  /// Which lines of the file these are, counted from 1; `nil` for the whole file.
  public var lines: ClosedRange<Int>?
  /// What follows the fence in Markdown, such as `swift`; `nil` if unknown.
  public var language: String?

  public init(_ text: String, lines: ClosedRange<Int>? = nil, language: String? = nil) {
    self.text = text
    self.lines = lines
    self.language = language
  }

  /// - Complexity: O(length of the text)
  public var lineCount: Int { LineSplitter.count(text.utf8) }
}

/// An image, exactly as it is in the file.
public struct AttachedImage: Hashable, Sendable {
  public var type: ImageType
  /// In pixels, according to the file's header. Rotation in a JPEG's metadata is ignored.
  public var width: Int
  public var height: Int
  public var bytes: [UInt8]

  public init(type: ImageType, width: Int, height: Int, bytes: [UInt8]) {
    self.type = type
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// Nobody knows a model's real figure before its server reports it. One token for 28 × 28 pixels
  /// is what Qwen's vision models take, and close to Anthropic's width × height / 750; both shrink
  /// large images, Anthropic's to 1,600 tokens (docs/attachments.md).
  public var estimatedTokens: Int {
    func patches(_ pixels: Int) -> Int { (max(1, pixels).addingClamped(27)) / 28 }
    return min(max(4, patches(width).multipliedClamped(by: patches(height))), 1600)
  }
}

/// A type of image that models accept. The raw values are media types.
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

/// What may be attached.
public struct AttachmentLimits: Equatable, Sendable {
  /// In bytes, of one file.
  public var text = 1 << 20
  /// In bytes, of one file.
  public var image = 20_000_000
  /// How many files a pattern may attach.
  public var files = 50
  /// In bytes, of all the files that a pattern attaches.
  public var total = 4 << 20

  public init() {}
}
