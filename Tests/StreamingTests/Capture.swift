import Foundation
import Testing

/// A recorded reply from a real server, stored in the folder `Captures`.
struct Capture: Sendable, CustomTestStringConvertible {
  /// The content of the reply, according to an independent parser.
  struct Expected: Decodable, Sendable {
    var reasoning: String
    var content: String
    var outcome: String
    var error: String?
    var finishReason: String?
    var promptTokens: Int?
    var completionTokens: Int?
    var cachedTokens: Int?
    /// The number of events with text in choice 0.
    var chunks: Int
    var model: String
  }

  let name: String
  let head: String
  let body: [UInt8]

  var testDescription: String { name }

  var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }

  var contentType: String? {
    head.split(whereSeparator: \.isNewline).first { $0.hasPrefix("Content-Type: ") }
      .map { String($0.dropFirst("Content-Type: ".count)) }
  }

  /// - Parameter name: the file name with its extension.
  init(_ name: String) throws {
    self.name = name
    let base = Self.folder.appending(path: name)
    head = try String(
      contentsOf: base.deletingPathExtension().appendingPathExtension("hdr"), encoding: .utf8)
    body = Array(try Data(contentsOf: base))
  }

  static func expected() throws -> [String: Expected] {
    let data = try Data(contentsOf: folder.appending(path: "expected.json"))
    return try JSONDecoder().decode([String: Expected].self, from: data)
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Captures")
}
