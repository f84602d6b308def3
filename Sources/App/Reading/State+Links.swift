internal import Chat
internal import Markdown
internal import Screen
internal import Words

/// Opening the links of an answer. Their addresses are on the screen before they are opened.
extension State {
  /// Opens the only link of the answer in view; after a number, that link.
  mutating func openLink() -> [Effect] { openLink(takeCount()) }

  /// Carries out `/link N`.
  mutating func openLink(typed argument: String) -> [Effect] {
    guard let number = Int(argument) else {
      notice = Notice(.trouble, Words.Links.usage)
      return []
    }
    let effects = openLink(number)
    if !effects.isEmpty { composer.clear() }
    return effects
  }

  private mutating func openLink(_ number: Int?) -> [Effect] {
    let links = linksInView()
    guard let first = links.first else {
      notice = Notice(.information, Words.Links.none)
      return []
    }
    guard let number = number ?? (links.count == 1 ? first.number : nil) else {
      let key = preferences.keymap.readingName(of: .openLink)
      notice = Notice(
        .information, Words.Links.several(links.map { ($0.number, $0.address) }),
        advice: focus == .transcript ? Words.Links.choose(key) : Words.Links.chooseTyped)
      return []
    }
    guard let link = links.first(where: { $0.number == number }) else {
      notice = Notice(.information, Words.Links.noLink(number, of: links.count))
      return []
    }
    return open(link)
  }

  /// Opens the link at a place in the conversation.
  /// - Returns: `nil` if there is none.
  mutating func openLink(
    at place: TextSelection.Place, _ line: StyledLine
  ) -> [Effect]? {
    guard let number = line.link(at: place.column),
      let link = transcript.links(place.row.message, conversation).first(where: {
        $0.number == number
      })
    else { return nil }
    return open(link)
  }

  /// Over SSH or without a desktop, the address is copied instead.
  private mutating func open(_ link: MarkdownLink) -> [Effect] {
    guard let address = LinkAddress(link.address) else {
      notice = Notice(.trouble, Words.Links.unsafe)
      return []
    }
    guard preferences.opensLinks else {
      return [.terminal(.copy(InertText(address.text), what: Words.Links.copiedInstead))]
    }
    notice = Notice(.information, Words.Links.opening(Sanitizer.sanitizeLine(address.text)))
    return [.terminal(.open(address))]
  }

  /// Handles a link that its program did not open: its address is copied.
  mutating func noteUnopened(_ address: LinkAddress, by program: String) -> [Effect] {
    [.terminal(.copy(InertText(address.text), what: Words.Links.notOpened(by: program)))]
  }

  /// The links of the answer in view, by their numbers on the screen.
  mutating func linksInView() -> [MarkdownLink] {
    guard let message = reasoningMessage(),
      let index = conversation.path.firstIndex(of: message.id)
    else { return [] }
    return transcript.links(index, conversation)
  }
}

/// An address that may be passed to a browser or a mail program.
public struct LinkAddress: Equatable, Sendable {
  public let text: String

  private static let longest = 8192

  /// Returns `nil` unless it is a web or mail address without spaces or control characters.
  init?(_ text: String) {
    let lower = text.lowercased()
    guard ["http://", "https://", "mailto:"].contains(where: lower.hasPrefix),
      text.utf8.count <= Self.longest,
      text.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.value > 0x20 }),
      text.unicodeScalars.allSatisfy({
        ![.control, .format, .surrogate].contains($0.properties.generalCategory)
      })
    else { return nil }
    self.text = text
  }
}
