/// Why a file cannot be attached.
public enum AttachmentFault: Error, Equatable, Sendable {
  case missing
  /// - Parameter reason: the system's words.
  case unreadable(reason: String)
  case directory
  /// Not a file with contents: reading it could wait forever, or never end.
  case special(SpecialFile)
  /// - Parameter size: in bytes; `nil` if the file grew while it was read.
  case tooLarge(size: Int?, limit: Int, isImage: Bool)
  /// - Parameter format: what the file seems to be, if its beginning says so.
  case binary(format: String?, offset: Int)
  case notUTF8(byte: UInt8, offset: Int)
  /// Text in an encoding that is announced by a byte order mark.
  case otherEncoding(String)
  case brokenImage(ImageType)
  /// The file's name says that it is an image, but its contents say otherwise.
  case notAnImage(named: ImageType)
  case linesOfImage
  /// - Parameter range: as it was typed.
  case invalidLines(String)
  /// - Parameter count: how many lines the file has.
  case linesBeyondEnd(first: Int, count: Int)
  case invalidPattern
  /// No file matches the pattern.
  case noMatch
  /// Together, the files that match the pattern exceed the limit on their total size.
  case tooLargeTogether(limit: Int)
  case unclosedQuote
  case noPath

  public enum SpecialFile: Equatable, Sendable {
    case pipe, socket, device, other
  }
}

/// A file that was not attached, and why.
public struct RefusedAttachment: Error, Equatable, Sendable {
  /// The path as it was typed or found.
  public var name: String
  public var fault: AttachmentFault

  public init(name: String, _ fault: AttachmentFault) {
    self.name = name
    self.fault = fault
  }
}

/// Attachments read from one specification, and what was left out.
public struct AttachmentBatch: Equatable, Sendable {
  public var attachments: [Attachment] = []
  /// Files that match a pattern but cannot be attached, such as binary ones.
  public var refused: [RefusedAttachment] = []
  /// How many more files match a pattern than its limits allow.
  public var leftOut = 0
  /// Whether the search for files was given up, so that there may be even more.
  public var isIncomplete = false

  public init() {}
}
