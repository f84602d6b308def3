import Chat

/// An attachment in the JSON export. Text is stored unchanged, an image in Base64.
struct ExportedAttachment: Codable {
  var name: String
  /// `text`, or the media type of an image.
  var type: String
  var text: String?
  var base64: String?
  /// The numbers of the first and last line, if the attachment is only part of a file.
  var lines: [Int]?
  var language: String?
  var width: Int?
  var height: Int?

  init(_ attachment: Attachment) {
    name = attachment.name
    switch attachment.content {
    case .text(let content):
      type = "text"
      text = content.text
      lines = content.lines.map { [$0.lowerBound, $0.upperBound] }
      language = content.language
    case .image(let image):
      type = image.type.rawValue
      base64 = Base64.text(image.bytes)
      width = image.width
      height = image.height
    }
  }

  /// The decoded attachment; `nil` if it cannot be read, or is of a type that this version does
  /// not know. An image's size is taken from the image itself, not from the export.
  var attachment: Attachment? {
    if let text, type == "text" {
      let range = lines.flatMap { lines in
        lines.count == 2 && lines[0] > 0 && lines[0] <= lines[1] ? lines[0]...lines[1] : nil
      }
      return Attachment(name: name, .text(AttachedText(text, lines: range, language: language)))
    }
    guard let type = ImageType(rawValue: type), let bytes = base64.flatMap({ Base64.bytes($0) }),
      let header = ImageHeader.read(type, bytes)
    else { return nil }
    return Attachment(
      name: name,
      .image(AttachedImage(type: type, width: header.width, height: header.height, bytes: bytes)))
  }
}

extension [ExportedAttachment] {
  init?(_ attachments: [Attachment]) {
    guard !attachments.isEmpty else { return nil }
    self = attachments.map { ExportedAttachment($0) }
  }
}
