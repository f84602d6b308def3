internal import Screen

/// A link of a document that a browser or a mail program can open.
public struct MarkdownLink: Equatable, Sendable {
  /// The link's number in reading order, counted from 1. It may be shown after the link if the
  /// document has several links.
  public let number: Int
  public let address: String

  public init(number: Int, address: String) {
    self.number = number
    self.address = address
  }
}

/// How the links of a piece are numbered.
struct LinkNumbering: Equatable, Sendable {
  /// The number of the piece's first link.
  var first = 1
  var isShown = false
  /// Whether long addresses are shortened. Their full forms are kept for opening and copying.
  var shortensAddresses = false
}

/// A collector for the links of a piece while it is parsed.
final class LinkCollector {
  let numbering: LinkNumbering
  private(set) var links: [MarkdownLink] = []
  /// Whether the links being parsed have been collected before, as in a long table's repeated
  /// header.
  var isRepeating = false

  init(_ numbering: LinkNumbering = LinkNumbering()) { self.numbering = numbering }

  /// Adds a link.
  /// - Returns: the link's number; `nil` if the link is a repeated one or no program can open the
  ///   address.
  func add(_ address: String) -> Int? {
    guard !isRepeating, let address = MarkdownHTML.safeAddress(address) else { return nil }
    let number = numbering.first + links.count
    links.append(MarkdownLink(number: number, address: address))
    return number
  }

  /// Whether the text may contain a link; `true` when in doubt.
  /// - Complexity: O(length)
  static func mayBeIn(_ text: [UInt8]) -> Bool {
    var last: UInt8 = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "]"), UInt8(ascii: "@"): return true
      case UInt8(ascii: "/") where last == UInt8(ascii: "/"): return true
      case UInt8(ascii: "w") where last == UInt8(ascii: "w"): return true
      case UInt8(ascii: "W") where last == UInt8(ascii: "W"): return true
      default: last = byte
      }
    }
    return false
  }
}

/// The links of each piece of a document.
struct PieceLinks: Sendable {
  private(set) var closed: [[MarkdownLink]] = []
  private(set) var tail: [[MarkdownLink]] = []
  /// The number of links before each closed piece.
  private var starts: [Int] = []
  private var closedCount = 0

  var all: [MarkdownLink] {
    (closed + tail).joined().enumerated().map {
      MarkdownLink(number: $0 + 1, address: $1.address)
    }
  }

  var count: Int { closedCount + tail.reduce(0) { $0 + $1.count } }

  mutating func append(_ links: [MarkdownLink]) {
    closed.append(links)
    starts.append(closedCount)
    closedCount += links.count
  }

  mutating func setTail(_ links: [[MarkdownLink]]) { tail = links }

  mutating func replaceClosed(_ links: [[MarkdownLink]]) {
    (closed, starts, closedCount) = ([], [], 0)
    for links in links { append(links) }
  }

  /// Returns the number of links before a piece; `nil` if the piece has no links.
  func start(of index: Int) -> Int? {
    if index < closed.count { return closed[index].isEmpty ? nil : starts[index] }
    let offset = index - closed.count
    guard tail.indices.contains(offset), !tail[offset].isEmpty else { return nil }
    return closedCount + tail[..<offset].reduce(0) { $0 + $1.count }
  }
}
