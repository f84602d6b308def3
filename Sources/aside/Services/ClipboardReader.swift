internal import App
internal import Chat
internal import Terminal
internal import Words

/// A reader of images and text on the system's clipboard. It blocks while it reads.
struct ClipboardReader {
  let environment: [String: String]
  let isInstalled: (String) -> Bool
  private let limits = AttachmentLimits()

  /// The time limit for a command, because a program that owns the clipboard may hang.
  private static let patience = Duration.seconds(5)

  init(environment: [String: String], isInstalled: @escaping (String) -> Bool) {
    self.environment = environment
    self.isInstalled = isInstalled
  }

  func read() -> ClipboardReading {
    guard
      let source = ClipboardSource.program(environment: environment, isInstalled: isInstalled)
    else { return .noProgram(isRemote: environment["SSH_TTY"]?.isEmpty == false) }
    do throws(ShellCommand.Failure) {
      return try read(source)
    } catch {
      switch error {
      // These programs fail if there is nothing to read, and only their messages distinguish this
      // from other failures.
      case .failed: return .empty
      case .tooLong:
        return .refused(
          RefusedAttachment(
            name: Words.Attachments.clipboard,
            .tooLarge(size: nil, limit: limits.image, isImage: true)))
      case .notStarted, .timedOut, .interrupted: return .failed(source.name)
      }
    }
  }

  private func read(_ source: ClipboardSource) throws(ShellCommand.Failure) -> ClipboardReading {
    var offered = ""
    if let types = source.types {
      offered = String(decoding: try run(types, 64 << 10), as: UTF8.self)
    }
    switch source.form(offered: offered) {
    case .text:
      let bytes = try run(source.text, limits.image)
      guard !bytes.isEmpty else { return .empty }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return .refused(
          RefusedAttachment(name: Words.Attachments.clipboard, .binary(format: nil, offset: 0)))
      }
      return .text(text)
    case .image(let command, let isHexadecimal):
      // Two digits for each byte.
      let output = try run(command, isHexadecimal ? 2 * limits.image + 100 : limits.image)
      let bytes =
        isHexadecimal
        ? ClipboardSource.bytes(hexadecimal: String(decoding: output, as: UTF8.self)) : output
      return image(bytes)
    }
  }

  private func image(_ bytes: [UInt8]) -> ClipboardReading {
    let name = Words.Attachments.clipboard
    do throws(AttachmentFault) {
      let attachment = try Attachment(name: name, bytes: bytes, lines: nil, limits: limits)
      return .image(attachment)
    } catch {
      return .refused(RefusedAttachment(name: name, error))
    }
  }

  private func run(_ command: String, _ limit: Int) throws(ShellCommand.Failure) -> [UInt8] {
    var shell = ShellCommand(text: command, environment: environment)
    shell.timeLimit = Self.patience
    shell.outputLimit = limit
    return try shell.run(.behindScreen, among: RunningCommands())
  }
}
