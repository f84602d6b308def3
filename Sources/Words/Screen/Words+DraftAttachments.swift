public import Chat

/// Rows and notices about the attachments of a draft.
extension Words.Attachments {
  // MARK: Rows

  public static var reading: String { "reading…" }
  /// Marks a word that looks like a file name.
  public static var absent: String { "no such file; will be sent as text" }
  public static var noVision: String { "the model does not accept images" }

  /// - Parameter count: the number of tokens, rounded.
  public static func tokens(_ count: String) -> String { "≈ \(count) tok" }

  /// Describes several files: `12 files, 640 lines`, `3 files, 20 lines, 2 images`.
  public static func facts(_ attachments: [Attachment]) -> String {
    if attachments.count == 1, let only = attachments.first { return facts(only) }
    var lines = 0
    var images = 0
    for attachment in attachments {
      switch attachment.content {
      case .text(let text): lines += text.lineCount
      case .image: images += 1
      }
    }
    var parts = [attachments.count == 1 ? "1 file" : "\(attachments.count) files"]
    if lines > 0 { parts.append(lines == 1 ? "1 line" : "\(lines) lines") }
    if images > 0 { parts.append(images == 1 ? "1 image" : "\(images) images") }
    return parts.joined(separator: ", ")
  }

  // MARK: Notices

  public static func vanished(_ name: String, _ kept: Words.Kept) -> String {
    Words.Asking.obstacle("\(name) no longer exists.", kept)
  }

  public static func changed(_ names: [String]) -> String {
    names.count == 1
      ? "\(names[0]) has changed since it was read; the new version was sent."
      : "\(names.count) files have changed since they were read; the new versions were sent."
  }

  public static var slow: String { "Reading the attached files." }
  public static var cancelReading: String { "Esc to cancel." }

  public static func stillReading(_ name: String) -> String {
    "Still reading \(name)."
  }

  public static var none: String { "Nothing is attached." }
  public static var noneHere: String { "This conversation has no attachments." }
  public static func notAttached(_ name: String) -> String { "\(name) is not attached." }

  /// The name shown for an attachment that was piped into the program.
  public static var standardInput: String { "stdin" }

  /// - Parameter rows: the name of each attachment, followed by its facts.
  public static func attachedToNext(_ rows: [String]) -> String {
    "Attached to the next question: \(rows.joined(separator: ", "))."
  }

  public static var emptyInput: String { "Standard input was empty: nothing to attach." }

  /// The name shown for an image from the clipboard.
  public static var clipboard: String { "clipboard" }
  public static var clipboardIsEmpty: String { "The clipboard has neither text nor an image." }
  public static var clipboardIsRemote: String {
    "The clipboard is on another machine; Aside cannot read it over SSH. "
      + "Paste text with your terminal's paste key."
  }
  public static var noClipboardProgram: String {
    "No clipboard program found. Install wl-clipboard on Wayland, or xclip on X11."
  }
  public static func clipboardFailed(_ program: String) -> String {
    "\(program) could not read the clipboard."
  }

  /// - Parameter names: the attachments that are not stored in any file.
  public static func notSent(_ names: [String]) -> String {
    names.count == 1
      ? "\(names[0]) is attached but not sent. Quitting now loses it."
      : "\(names.count) unsent attachments. Quitting now loses them."
  }

  // MARK: Advice

  public static func detach(_ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("detach")) to remove it." }, "/detach to remove it.")
  }
}
