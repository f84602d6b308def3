/// A program that prints what is on the clipboard. All its commands are shell commands.
public struct ClipboardSource: Equatable, Sendable {
  public let name: String
  /// A command that prints the types that the clipboard offers; `nil` if the program supports
  /// only text.
  public let types: String?
  public let text: String
  private let imageCommand: Image

  private enum Image: Equatable {
    case none
    /// A command that must be followed by a type.
    case ofType(String)
    /// A command that prints the bytes of a PNG as hexadecimal digits.
    case hexadecimal(String)
  }

  /// The kind of content to read from a clipboard.
  public enum Form: Equatable, Sendable {
    case text
    /// - Parameter command: the shell command that prints the image.
    case image(command: String, isHexadecimal: Bool)
  }

  /// Returns the desktop's program for reading the user's clipboard, chosen by the environment;
  /// `nil` if there is none.
  public static func program(
    environment: [String: String], isInstalled: (String) -> Bool
  ) -> ClipboardSource? {
    func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    // Over SSH, these would read the remote machine's clipboard, not the user's.
    guard !isSet("SSH_TTY") else { return nil }
    return all.first { source in
      isInstalled(source.name) && (variables[source.name].map(isSet) ?? true)
    }
  }

  private static let variables = [
    "wl-paste": "WAYLAND_DISPLAY", "xclip": "DISPLAY", "xsel": "DISPLAY",
  ]

  private static let all = [
    ClipboardSource(
      name: "wl-paste", types: "wl-paste --list-types", text: "wl-paste --no-newline",
      imageCommand: .ofType("wl-paste --type ")),
    ClipboardSource(
      name: "xclip", types: "xclip -selection clipboard -t TARGETS -o",
      text: "xclip -selection clipboard -o",
      imageCommand: .ofType("xclip -selection clipboard -o -t ")),
    ClipboardSource(
      name: "xsel", types: nil, text: "xsel --clipboard --output", imageCommand: .none),
    ClipboardSource(
      name: "pbpaste", types: "osascript -e 'clipboard info'", text: "pbpaste",
      imageCommand: .hexadecimal("osascript -e 'the clipboard as «class PNGf»'")),
  ]

  private static let images = ["image/png", "image/jpeg", "image/webp", "image/gif"]

  /// Returns the kind of content to read from a clipboard that offers these types. Office programs
  /// also offer copied text as a picture, so text takes precedence.
  public func form(offered: String) -> Form {
    let words = offered.split(whereSeparator: \.isNewline)
    switch imageCommand {
    case .none: return .text
    case .hexadecimal(let command):
      // The types look like `«class PNGf», 1234, string, 20`.
      let hasText = offered.contains("string") || offered.contains("utf8")
      return !hasText && offered.contains("PNGf")
        ? .image(command: command, isHexadecimal: true) : .text
    case .ofType(let command):
      let hasText = words.contains {
        $0.hasPrefix("text/plain") || ["UTF8_STRING", "STRING", "TEXT"].contains($0)
      }
      let type = Self.images.first { words.contains(Substring($0)) }
      guard !hasText, let type else { return .text }
      return .image(command: command + type, isHexadecimal: false)
    }
  }

  /// Decodes the image in a reply of the form `«data PNGf89504E47…»`.
  public static func bytes(hexadecimal text: String) -> [UInt8] {
    guard let start = text.firstRange(of: "PNGf")?.upperBound else { return [] }
    let digits = text[start...].prefix(while: \.isHexDigit).compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(truncatingIfNeeded: digits[$0] << 4 | digits[$0 + 1])
    }
  }
}
