internal import App
internal import ArgumentParser
internal import Chat
internal import Words

/// `aside FILE…`: opens the screen with files attached to the draft. This is a separate command
/// because arguments of `Aside` itself would swallow the names of its subcommands.
struct OpenFiles: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: Aside._commandName)

  @OptionGroup var program: Aside

  @Argument(help: ArgumentHelp(Words.Help.Program.files, valueName: Words.Help.Value.file))
  var files: [AttachArgument]

  func run() throws { try program.open(attaching: files) }
}

extension AttachArgument {
  /// Reads files before the screen opens, so that a bad name is a command-line error.
  static func read(
    _ arguments: [AttachArgument], home: String
  ) throws(UsageProblem) -> [AttachmentReading] {
    let reader = AttachmentReader(home: home)
    var readings: [AttachmentReading] = []
    for argument in arguments {
      do throws(RefusedAttachment) {
        let spec = try AskAttachments.spec(argument.text)
        readings.append(AttachmentReading(spec, .read(ReadAttachments(try reader.read(spec)))))
      } catch {
        let isName = !error.name.contains { $0 == "/" || $0 == "." }
        throw UsageProblem(
          error.fault == .missing && isName
            ? Words.neitherFileNorCommand(error.name) : Words.Attachments.refused(error))
      }
    }
    return readings
  }
}
