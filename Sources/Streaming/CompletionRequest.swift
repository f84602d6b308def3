internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The body of `POST /chat/completions`.
struct CompletionRequest {
  private let request: AnswerRequest
  private let dialect: Dialect

  init(_ request: AnswerRequest, dialect: Dialect) {
    self.request = request
    self.dialect = dialect
  }

  /// Returns the JSON with sorted members, so that equal requests produce equal bytes.
  /// - Throws: `invalidRequest` for a number that JSON cannot represent.
  func body() throws(StreamError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(request.body(for: dialect)))
    } catch {
      throw .invalidRequest(.notFinite)
    }
  }
}
