import Chat
import Foundation

/// The pieces of the JSON export. The export is one object whose array has one conversation per
/// line, so that neither writing nor reading holds more than one conversation in memory.
public enum ConversationJSON {
  /// The version of the format. It increases when an older reader would misread what a newer
  /// version writes.
  public static let version = 1

  public static let head = "{\"format\":\"aside\",\"version\":\(version),\"conversations\":[\n"
  public static let separator = ",\n"
  public static let tail = "\n]}\n"

  /// Returns one conversation as a single line, without a line break. The output is
  /// deterministic.
  static func text(
    _ conversation: Conversation, _ marks: StoredMarks = StoredMarks()
  ) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Text, numbers and flags can all be encoded as JSON, so this cannot fail.
    let data = (try? encoder.encode(ExportedConversation(conversation, marks))) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  /// Reads one conversation and repairs its faults.
  /// - Throws: `DecodingError` with the place of the fault, if no part of the conversation can be
  ///   kept.
  static func read(
    _ json: Data
  ) throws -> (Conversation, StoredMarks, ExportedConversation.Faults) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var exported = try decoder.decode(ExportedConversation.self, from: json)
    let faults = exported.repair()
    return (try exported.conversation(), exported.marks, faults)
  }
}
