public import Chat

extension Words {
  /// Files that are sent with a question.
  public enum Attachments {}
}

extension Words.Attachments {
  // MARK: Refusals

  /// Explains in one or two sentences why a file was not attached and what to do.
  public static func refused(_ refused: RefusedAttachment) -> String {
    let advice = advice(refused.fault)
    return "Cannot attach \(refused.name): \(reason(refused.fault))."
      + (advice.isEmpty ? "" : " \(advice)")
  }

  /// Explains why a file was not attached, as a clause.
  public static func reason(_ fault: AttachmentFault) -> String {
    switch fault {
    case .missing: "no such file"
    case .unreadable(let reason): reason
    case .directory: "it is a folder"
    case .special(let kind): special(kind)
    case .tooLarge(let size, let limit, let isImage):
      "\(size.map { "\(Words.Attachments.size($0)), " } ?? "")larger than the limit of "
        + "\(Words.Attachments.size(limit)) for \(isImage ? "images" : "text")"
    case .tooLargeTogether(let limit):
      "the matching files total more than \(Words.Attachments.size(limit))"
    case .binary(let format?, _): "\(format) is neither text nor a supported image"
    case .binary(nil, let offset): "it is binary, not text (see byte offset \(offset))"
    case .notUTF8(let byte, let offset):
      "it is not UTF-8: invalid byte 0x\(String(byte, radix: 16, uppercase: true)) at byte offset "
        + "\(offset)"
    case .otherEncoding(let name): "it is \(name), not UTF-8"
    case .brokenImage(let type): "its \(type.name) header is damaged or incomplete"
    case .notAnImage(let type): "it has a \(type.name) extension but is not a \(type.name) image"
    case .linesOfImage: "an image has no lines"
    case .invalidLines(let range): "“\(range)” is not a line range"
    case .linesBeyondEnd(let first, let count):
      "it has \(lines(count)), so there is no line \(first)"
    case .invalidPattern: "the pattern has a range that ends before it begins"
    case .noMatch: "no file matches"
    case .unclosedQuote: "unclosed quotation mark"
    case .noPath: "no path given"
    }
  }

  private static func special(_ kind: AttachmentFault.SpecialFile) -> String {
    switch kind {
    case .pipe: "it is a pipe, not a regular file"
    case .socket: "it is a socket, not a regular file"
    case .device: "it is a device, not a regular file"
    case .other: "it is not a regular file"
    }
  }

  private static func advice(_ fault: AttachmentFault) -> String {
    switch fault {
    case .directory: "Attach its files with a pattern such as src/*.swift or src/**."
    case .tooLarge(_, _, let isImage):
      isImage ? "Scale it down." : "Attach some of its lines, as in main.swift:10-40."
    case .tooLargeTogether: "Use a narrower pattern."
    case .notUTF8: "If it is Latin-1, convert it with: iconv -f ISO-8859-1 -t UTF-8"
    case .otherEncoding(let name): "Convert it with: iconv -f \(name) -t UTF-8"
    case .invalidLines: "Give a line range, as in main.swift:10-40."
    case .missing, .unreadable, .special, .binary, .brokenImage, .notAnImage, .linesOfImage,
      .linesBeyondEnd, .invalidPattern, .noMatch, .unclosedQuote, .noPath:
      ""
    }
  }

  // MARK: What a pattern left out

  /// Describes the files that match a pattern but were left out; `nil` if there are none.
  /// - Parameter limits: the limits that applied.
  public static func leftOut(_ batch: AttachmentBatch, _ limits: AttachmentLimits) -> String? {
    var sentences: [String] = []
    if let first = batch.refused.first {
      let rest = batch.refused.count - 1
      sentences.append(
        "Not attached: \(first.name) (\(reason(first.fault)))"
          + (rest > 0 ? " and \(rest) more." : "."))
    }
    if batch.leftOut > 0 {
      sentences.append(
        "\(files(batch.leftOut)) left out: a pattern can attach at most \(files(limits.files)) and "
          + "\(size(limits.total)).")
    }
    if batch.isIncomplete {
      sentences.append("Search stopped early: too many files. Use a narrower pattern.")
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  private static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }

  // MARK: Facts

  /// Describes a file in a few words: `120 lines`, `lines 10-40`, `PNG 640×480, 12 KB`.
  public static func facts(_ attachment: Attachment) -> String {
    switch attachment.content {
    case .text(let text):
      guard let lines = text.lines else { return self.lines(text.lineCount) }
      return lines.count == 1
        ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound)-\(lines.upperBound)"
    case .image(let image):
      return "\(image.type.name) \(image.width)×\(image.height), \(size(image.bytes.count))"
    }
  }

  private static func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(count) lines" }

  /// Formats a size in powers of 1000, as most systems show file sizes: `512 bytes`, `1.5 KB`,
  /// `20 MB`. Whole multiples of 1 MiB keep their round numbers: `1 MiB`.
  public static func size(_ bytes: Int) -> String {
    if bytes >= 1 << 20, bytes % (1 << 20) == 0 { return "\(bytes >> 20) MiB" }
    if bytes < 1000 { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
    return bytes <= 999_000 ? rounded(bytes, 1000) + " KB" : rounded(bytes, 1_000_000) + " MB"
  }

  /// Rounds up as `ls -h` does, so that a size above a limit never looks equal to it. Shows at
  /// most one decimal below 10, and none above.
  private static func rounded(_ bytes: Int, _ unit: Int) -> String {
    let tenths = (bytes - 1) / (unit / 10) + 1
    guard tenths < 100, tenths % 10 != 0 else { return "\((bytes - 1) / unit + 1)" }
    return "\(tenths / 10).\(tenths % 10)"
  }
}
