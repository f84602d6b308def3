import Chat
import Foundation

/// Files that another program kept with a message, if they are text or images.
extension Attachment {
  /// Creates an attachment from a file's contents.
  /// - Parameters:
  ///   - name: the file's path or address; may be empty.
  ///   - bytes: the file's contents.
  /// - Returns: `nil` if the file is neither text nor an image.
  init?(imported bytes: [UInt8], name: String) {
    // Size limits apply only to files that are about to be sent. This one was already sent.
    var limits = AttachmentLimits()
    (limits.text, limits.image) = (.max, .max)
    do throws(AttachmentFault) {
      self = try Attachment(name: name, bytes: bytes, limits: limits)
    } catch {
      return nil
    }
  }

  /// Creates an attachment from an image in a URL.
  /// - Parameter url: a data URL (RFC 2397) that contains an image in Base64.
  /// - Returns: `nil` for any other URL.
  init?(importedURL url: String) {
    guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ","),
      url[..<comma].hasSuffix(";base64")
    else { return nil }
    self.init(importedBase64: String(url[url.index(after: comma)...]))
  }

  init?(importedBase64 text: String) {
    guard let bytes = Base64.bytes(text), !bytes.isEmpty,
      let type = ImageHeader.type(of: bytes)
    else { return nil }
    // The name is the media type with a dot in place of the slash, as in `image.png`.
    self.init(imported: bytes, name: type.rawValue.replacing("/", with: "."))
  }
}
