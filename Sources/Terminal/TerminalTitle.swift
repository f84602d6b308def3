/// The title of the terminal's window or tab while the program controls the terminal.
///
/// Terminals keep their own title on a stack (xterm's XTPUSHTITLE). Those without a stack get an
/// empty title at the end, so that no conversation's title is left behind.
struct TerminalTitle: Equatable {
  /// Restores the terminal's own title.
  static let restoring = "\u{1B}]2;\u{1B}\\\u{1B}[23;0t"
  private static let keeping = "\u{1B}[22;0t"

  /// The title that the terminal currently shows; `nil` for its own.
  private var shown: String?

  var isShown: Bool { shown != nil }

  /// Returns the sequence that shows a title, or the terminal's own title for `nil`.
  mutating func change(to title: ControlFreeLine?) -> String {
    guard let text = title?.text else { return release() }
    guard text != shown else { return "" }
    let order = "\u{1B}]2;\(text)\u{1B}\\"
    defer { shown = text }
    return isShown ? order : Self.keeping + order
  }

  /// Returns the sequence to send before another program takes over the terminal.
  mutating func release() -> String {
    guard isShown else { return "" }
    shown = nil
    return Self.restoring
  }
}

/// One line without control characters, so that it can be put into a control sequence.
public struct ControlFreeLine: Equatable, Sendable {
  public let text: String

  /// Removes control characters. All text shown to the user has already been sanitised.
  public init(_ text: String) {
    guard text.utf8.contains(where: Self.mayBeControl) else {
      self.text = text
      return
    }
    let scalars = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
    self.text = String(String.UnicodeScalarView(scalars))
  }

  /// Returns whether a byte of UTF-8 is a control character, or may begin a two-byte one (U+0080 to
  /// U+009F).
  private static func mayBeControl(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == 0xC2
  }
}
