/// The reason why a file cannot be attached.
public enum AttachmentFault: Error, Equatable, Sendable {
  case missing
  /// - Parameter reason: the operating system's error message.
  case unreadable(reason: String)
  case directory
  /// The file is special, such as a pipe or device. Reading it might never finish.
  case special(SpecialFile)
  /// - Parameter size: the size in bytes; `nil` if reading stopped at the limit.
  case tooLarge(size: Int?, limit: Int, isImage: Bool)
  /// - Parameter format: the format, if the first bytes of the file reveal it.
  case binary(format: String?, offset: Int)
  case notUTF8(byte: UInt8, offset: Int)
  /// The text has a byte order mark of another encoding.
  case otherEncoding(String)
  case brokenImage(ImageType)
  /// The file has the name of an image but does not contain one.
  case notAnImage(named: ImageType)
  case linesOfImage
  /// - Parameter range: the range as typed.
  case invalidLines(String)
  /// - Parameter count: the number of lines in the file.
  case linesBeyondEnd(first: Int, count: Int)
  case invalidPattern
  /// No file matches the pattern.
  case noMatch
  /// The files that match the pattern exceed the limit on their total size.
  case tooLargeTogether(limit: Int)
  case unclosedQuote
  case noPath

  public enum SpecialFile: Equatable, Sendable {
    case pipe, socket, device, other
  }
}

/// A file that was not attached, and the reason.
public struct RefusedAttachment: Error, Equatable, Sendable {
  /// The path as typed or found.
  public var name: String
  public var fault: AttachmentFault

  public init(name: String, _ fault: AttachmentFault) {
    self.name = name
    self.fault = fault
  }
}

/// The attachments read from one specification, and the files that were left out.
public struct AttachmentBatch: Equatable, Sendable {
  public var attachments: [Attachment] = []
  /// Files that match the pattern but cannot be attached, for example because they are binary.
  public var refused: [RefusedAttachment] = []
  /// The number of matching files left out because there are too many.
  public var leftOut = 0
  /// Whether the search was abandoned, so that even more files may match.
  public var isIncomplete = false

  public init() {}
}
