public import Screen

/// A writer of styled lines as text with control codes (ECMA-48, SGR), for terminal output that
/// is only appended, never redrawn.
///
/// Backgrounds are left out, because they would end with the text, not at the terminal's edge.
public struct StyledOutput: Sendable {
  private let theme: Theme
  private let depth: ColorDepth
  private let background: Background?

  /// - Parameters:
  ///   - theme: the theme to use if the terminal has colours.
  ///   - background: the terminal's background, if known.
  public init(theme: Theme, depth: ColorDepth, background: Background?) {
    self.theme = depth == .none ? .monochrome : theme
    self.depth = depth
    self.background = background
  }

  /// Returns the line with its line feed. It begins and ends with the terminal's own style.
  /// - Parameter addresses: the addresses of links by number, for a terminal that can open links.
  public func text(of line: StyledLine, addresses: [Int: String] = [:]) -> String {
    line.spans.map { span in
      text(linked(span, addresses), in: span.style)
    }.joined() + "\n"
  }

  /// Returns text that begins and ends with the terminal's own style. It may have several lines.
  public func text(_ text: String, in style: Style) -> String {
    let codes = codes(of: theme.look(of: style))
    guard !codes.isEmpty, !text.isEmpty else { return text }
    return "\u{1B}[\(codes.map(String.init).joined(separator: ";"))m\(text)\u{1B}[m"
  }

  /// Turns a link's text into a hyperlink (OSC 8). The parts of a link that continues over
  /// several rows have the same ID.
  private func linked(_ span: StyledSpan, _ addresses: [Int: String]) -> String {
    let number = Int(span.style.link)
    guard number > 0, let address = addresses[number].flatMap(Self.hyperlink) else {
      return span.text
    }
    return "\u{1B}]8;id=\(number);\(address)\u{1B}\\\(span.text)\u{1B}]8;;\u{1B}\\"
  }

  /// Returns an address percent-encoded to printable ASCII; `nil` if it is too long for some
  /// terminals.
  private static func hyperlink(_ address: String) -> String? {
    var text = ""
    for byte in address.utf8 {
      if (0x21...0x7E).contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += (digits.count < 2 ? "%0" : "%") + digits
      }
    }
    return text.utf8.count <= longestAddress ? text : nil
  }

  private static let longestAddress = 2000

  private static let emphases: [(Emphasis, Int)] = [
    (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7), (.strikethrough, 9),
  ]

  private func codes(of look: Look) -> [Int] {
    let emphasis = Self.emphases.filter { look.emphasis.contains($0.0) }.map(\.1)
    let plain = Look(foreground: ink(of: look), emphasis: look.emphasis)
    let palette = Palette(depth: depth, background: background)
    return emphasis + foreground(Int(palette.numbers(of: plain).foreground))
  }

  /// Returns the colour of a look's text. Black or white text on a coloured background takes the
  /// background's colour, because it may be unreadable without it. If the terminal's background is
  /// unknown, black and white become the terminal's own colour.
  private func ink(of look: Look) -> Color? {
    guard case .terminal(let ink)? = look.foreground, Self.withoutHue.contains(ink) else {
      return look.foreground
    }
    guard case .terminal(let surface)? = look.background else {
      return background == nil ? nil : look.foreground
    }
    return Self.withoutHue.contains(surface) ? nil : look.background
  }

  /// Black, grey and white among the terminal's own sixteen colours.
  private static let withoutHue: [UInt8] = [0, 7, 8, 15]

  private func foreground(_ number: Int) -> [Int] {
    switch (number, depth) {
    case (..<0, _): return []
    case (Int(Palette.firstOfSixteen)..., _):
      return Self.basic(number - Int(Palette.firstOfSixteen))
    case (_, .direct): return [38, 2, number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF]
    case (..<16, _): return Self.basic(number)
    default: return [38, 5, number]
    }
  }

  private static func basic(_ number: Int) -> [Int] {
    [number < 8 ? 30 + number : 82 + number]
  }
}
