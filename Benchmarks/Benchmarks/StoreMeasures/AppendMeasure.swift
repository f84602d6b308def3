internal import Chat
internal import Foundation
internal import GRDB
@testable import Storage

/// A measurement that appends pieces of a kilobyte to a streaming answer, and prints what an
/// append costs as the answer grows.
struct AppendMeasure {
  let path: String
  let count: Int

  private static let averaged = 20

  func run() throws {
    var random = Generator(state: 3)
    let now = Timestamp(milliseconds: 1_700_000_000_000)
    let store = try ConversationStore(path: path)
    var conversation = Conversation(
      id: ConversationID(UUIDv7(time: now, random: &random)), createdAt: now)
    let answer = MessageID(UUIDv7(time: now, random: &random))
    conversation.append(
      Message(
        id: answer, parent: nil, role: .assistant, createdAt: now, content: "",
        status: .streaming))
    try store.save(conversation, messages: conversation.path)
    try store.database.write { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
    let piece = String(repeating: "abcdefg ", count: 128)
    var appended = 0
    while appended < count {
      let (size, begun) = (try logSize(), clock())
      for _ in 0..<Self.averaged {
        try store.append(AnswerPiece(content: piece, reasoning: ""), to: answer)
      }
      let ticks = Double(clock() - begun) / Double(CLOCKS_PER_SEC) / Double(Self.averaged)
      let bytes = (try logSize() - size) / Self.averaged
      if Self.isShown(appended) {
        print("after \(appended) KB: \(bytes) bytes, \(Int(ticks * 1_000_000)) µs an append")
      }
      appended += Self.averaged
    }
    let begun = clock()
    conversation.update(answer) { message in
      message.content = String(repeating: piece, count: appended)
      message.status = .complete
    }
    try store.save(conversation, messages: [answer])
    print("the end: \(Double(clock() - begun) / Double(CLOCKS_PER_SEC) * 1000) ms")
  }

  private static func isShown(_ appended: Int) -> Bool {
    [0, 20, 100, 500, 980, 1980, 3980].contains(appended)
  }

  private func logSize() throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path + "-wal")
    return attributes[.size] as? Int ?? 0
  }
}
