import Chat

/// The messages of an exported conversation. An unreadable message does not affect the others.
struct ExportedMessages: Codable {
  /// A message that could not be read.
  struct Broken {
    /// The message's index in the list.
    var index: Int
    var error: DecodingError
    /// The IDs of the message and its parent, if they can be read.
    var id: String?
    var parent: String?
  }

  /// The messages that could be read, each with its index in the list.
  var messages: [(index: Int, message: ExportedMessage)] = []
  private(set) var broken: [Broken] = []

  init(_ messages: [ExportedMessage]) {
    self.messages = messages.enumerated().map { ($0, $1) }
  }

  func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for (_, message) in messages { try list.encode(message) }
  }

  init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    var index = 0
    while !list.isAtEnd {
      switch try list.decode(Attempt.self) {
      case .whole(let message): messages.append((index, message))
      case .broken(let error, let link):
        broken.append(
          Broken(index: index, error: error, id: link?.id, parent: link?.parent))
      }
      index += 1
    }
  }

  private struct Link: Decodable {
    var id: String?
    var parent: String?
  }

  private enum Attempt: Decodable {
    case whole(ExportedMessage)
    case broken(DecodingError, Link?)

    init(from decoder: any Decoder) throws {
      do {
        let message = try ExportedMessage(from: decoder)
        guard UUIDv7(message.id) != nil else {
          throw DecodingError.dataCorrupted(
            .init(
              codingPath: decoder.codingPath + [ExportedMessage.CodingKeys.id],
              debugDescription: "no UUID"))
        }
        self = .whole(message)
      } catch {
        // For a number out of range, Foundation throws an internal error, not a `DecodingError`.
        let cause =
          error as? DecodingError
          ?? .dataCorrupted(
            .init(
              codingPath: decoder.codingPath, debugDescription: "a number", underlyingError: error))
        // Without a link, the replies to this message start a branch of their own.
        self = .broken(cause, try? Link(from: decoder))
      }
    }
  }
}
