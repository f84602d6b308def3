import Foundation
import Testing

/// A reply that a real server sent, from the folder `Captures`.
struct Capture: Sendable, CustomTestStringConvertible {
  /// What the reply holds, found by an independent reading of the bytes.
  struct Expected: Decodable, Sendable {
    var reasoning: String
    var content: String
    var outcome: String
    var error: String?
    var finishReason: String?
    var promptTokens: Int?
    var completionTokens: Int?
    var cachedTokens: Int?
    /// Events of the choice 0 that carry text.
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

  /// - Parameter name: with its extension.
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
