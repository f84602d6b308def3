extension Words {
  /// Opening links.
  public enum Links {
    /// The kind of text that contains the links.
    public enum Text: Sendable {
      case answer
      case question
      case thinking

      fileprivate var name: String {
        switch self {
        case .answer: "This answer"
        case .question: "This question"
        case .thinking: "The thinking"
        }
      }
    }

    public static var usage: String { "Usage: /link N for link N" }
    public static func none(in text: Text) -> String { "No links in \(text.name.lowercased())." }
    public static var unsafe: String {
      "Link not opened: its address contains unusual characters."
    }
    public static var copiedInstead: String { "No browser on this machine. Link" }

    public static func notOpened(by program: String) -> String {
      "\(program) did not open the link. Address"
    }

    public static func opening(_ address: String) -> String { "Opening \(address)" }

    public static func noLink(_ number: Int, of count: Int, in text: Text) -> String {
      count == 1
        ? "No link \(number). \(text.name) has 1 link."
        : "No link \(number). \(text.name) has \(count) links."
    }

    /// - Parameter links: the number and the address of each link.
    public static func several(_ links: [(number: Int, address: String)]) -> String {
      // A no-break space keeps the number with its address.
      let shown = links.prefix(9).map { "[\($0.number)]\u{A0}\(short($0.address))" }
      let more = links.count > shown.count ? ["…"] : []
      return (shown + more).joined(separator: "  ")
    }

    /// Returns the address, without its middle if it is long.
    private static func short(_ address: String) -> String {
      address.count <= 60 ? address : "\(address.prefix(40))…\(address.suffix(19))"
    }

    public static func choose(_ key: String) -> String { "Type a number, then \(key)." }
    public static var chooseTyped: String { "/link N to open one." }
  }
}
