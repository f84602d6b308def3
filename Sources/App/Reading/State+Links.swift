internal import Chat
internal import Markdown
internal import Screen
internal import Words

/// The links of the text in view, in the order of their numbers on the screen.
struct LinksInView {
  let text: Words.Links.Text
  let links: [MarkdownLink]
}

/// Opening links. A link's host is on the screen before the link is opened, and a notice shows
/// the whole address.
extension State {
  /// Opens the only link of the text in view or, after a number, the link with that number.
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
    let view = linksInView()
    let links = view.links
    guard let first = links.first else {
      notice = Notice(.information, Words.Links.none(in: view.text))
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
      notice = Notice(.information, Words.Links.noLink(number, of: links.count, in: view.text))
      return []
    }
    return open(link)
  }

  /// Opens the link at a place in the conversation.
  /// - Returns: `nil` if no link is there.
  mutating func openLink(
    at place: TextSelection.Place, _ line: StyledLine, isInReasoning: Bool
  ) -> [Effect]? {
    guard let number = line.link(at: place.column) else { return nil }
    let links =
      isInReasoning ? reasoning.links : transcript.links(place.row.message, conversation)
    return links.first { $0.number == number }.map { open($0) }
  }

  /// Opens a link. Over SSH or without a desktop, copies its address instead.
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

  /// Copies the address of a link that the browser or mail program did not open.
  mutating func noteUnopened(_ address: LinkAddress, by program: String) -> [Effect] {
    [.terminal(.copy(InertText(address.text), what: Words.Links.notOpened(by: program)))]
  }

  /// Returns the links of the text at the reader's position: the thinking in focus, the question
  /// jumped to, or else the answer in view. If an answer has no links, returns those of its
  /// question, or else those of its thinking if the pane is on the screen.
  mutating func linksInView() -> LinksInView {
    if focus == .reasoning { return LinksInView(text: .thinking, links: reasoning.links) }
    if let cursor, conversation[cursor]?.role == .user {
      return LinksInView(text: .question, links: links(of: cursor))
    }
    let answer = reasoningMessage()
    let links = answer.map { self.links(of: $0.id) } ?? []
    if links.isEmpty {
      let question = answer.map(\.parent) ?? conversation.path.last
      let asked = question.map { self.links(of: $0) } ?? []
      if !asked.isEmpty { return LinksInView(text: .question, links: asked) }
      if panes.areas.reasoning != nil, !reasoning.links.isEmpty {
        return LinksInView(text: .thinking, links: reasoning.links)
      }
    }
    return LinksInView(text: .answer, links: links)
  }

  private mutating func links(of message: MessageID) -> [MarkdownLink] {
    guard let index = conversation.path.firstIndex(of: message) else { return [] }
    return transcript.links(index, conversation)
  }
}

/// An address that may be passed to a browser or a mail program.
public struct LinkAddress: Equatable, Sendable {
  public let text: String

  private static let longest = 8192

  /// Returns `nil` unless the text is a web or mail address without spaces or control characters.
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
