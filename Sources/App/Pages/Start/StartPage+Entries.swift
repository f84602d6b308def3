internal import Chat
internal import Screen

/// The entries of the first screen, and the text that selects them.
extension StartPage {
  enum Entry: Equatable {
    case demo
    case local(LocalServer)
    /// A server at an address that was used in an earlier run.
    case used(Provider)
    case hosted(ProviderChoice)
  }

  /// Whether an entry needs a key.
  enum KeyNeed {
    case no
    /// The provider has a key.
    case met
    case open
    /// Only the server knows whether it needs a key.
    case unknown
  }

  /// Returns the number that was typed as a whole line in plain mode; `nil` for any other line. A
  /// line that starts with a space is text.
  static func number(_ line: String) -> Int? {
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    guard line.dropFirst(digits.count).allSatisfy(\.isWhitespace) else { return nil }
    return Int(digits)
  }

  /// Returns the server on this machine at a port typed with or without a colon; `nil` if the text
  /// is not a port number that the user's own server could have.
  static func server(atPort text: String) -> ServerAddress? {
    let digits = text.hasPrefix(":") ? text.dropFirst() : text[...]
    guard let port = number(String(digits)), (1024...65535).contains(port) else { return nil }
    return ServerAddress("localhost:\(port)")
  }
}

extension StartPage.Entry {
  enum Section {
    case demo
    case local
    case used
    case hosted
  }

  var section: Section {
    switch self {
    case .demo: .demo
    case .local: .local
    case .used: .used
    case .hosted: .hosted
    }
  }

  /// Identifies the entry: the name of its provider or, if only its address is known, the address.
  var name: String {
    switch self {
    case .demo: Provider.demo.name
    case .local(let server): server.provider.name
    case .used(let server): server.id
    case .hosted(let choice): choice.provider.name
    }
  }

  /// What to call the entry.
  var label: String {
    if case .used = self { KnownProviders.typedName(name) } else { name }
  }
}

/// A request from the first screen to the program.
enum StartRequest {
  case choose(StartPage.Entry)
  /// Looks for servers on this machine again.
  case look
  /// Closes the page and passes on the digits typed so far, followed by the key.
  /// - Parameter afterCaret: the number of digits after the caret.
  case leave(typed: String, afterCaret: Int, Key)
  /// Closes the page and pastes the text into the composer.
  case paste(String)
  /// Closes the page and connects to a server.
  case connect(ServerAddress)
}
