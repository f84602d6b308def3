import Chat
import Testing

@testable import Streaming

@Suite struct ServerSentEventsTests {
  private func parse(
    _ pieces: [[UInt8]]
  ) throws -> (events: [KeptEvent], parser: ServerSentEvents) {
    var parser = ServerSentEvents()
    var events: [KeptEvent] = []
    for piece in pieces { try parser.push(piece, into: &events) }
    try parser.finish { events.append(KeptEvent($0)) }
    return (events, parser)
  }

  @Test("The standard's examples, cut everywhere", arguments: EventStreamCase.all)
  func conformance(row: EventStreamCase) throws {
    for pieces in Cuts.all(of: row.bytes) {
      let (events, parser) = try parse(pieces)
      let found = events.map {
        EventStreamCase.Expected(data: $0.data, type: $0.type, id: $0.lastEventID)
      }
      #expect(found == row.events, "cut after \(pieces.first?.count ?? 0) of \(row.bytes.count)")
      #expect(parser.reconnectionMilliseconds == row.retry)
    }
  }

  @Test(
    "An unfinished last event is used if it is complete",
    arguments: [
      ("data: [DONE]", "[DONE]"),
      ("data: [DONE]\n", "[DONE]"),
      ("data: [DONE]\r", "[DONE]"),
      ("data: {\"a\":1}", "{\"a\":1}"),
      ("data: {\"a\":\ndata: 1}\n", "{\"a\":\n1}"),
      ("data: {\"a\":1", nil),
      ("data: {\"a\":1}\ndata: ,", nil),
      ("data: text", nil),
      ("data: [1]", nil),
      ("data", nil),
      (": comment", nil),
    ])
  func unterminated(text: String, data: String?) throws {
    for pieces in Cuts.all(of: Array(text.utf8)) {
      let (events, _) = try parse(pieces)
      #expect(events.map(\.data) == (data.map { [$0] } ?? []))
      #expect(events.allSatisfy { $0.isUnterminated })
    }
  }

  @Test func eventsBeforeAnOversizedOneAreKept() {
    let limit = ServerSentEvents.eventSizeLimit
    let head = Array("data: kept\n\ndata: ".utf8)
    let bytes = head + [UInt8](repeating: UInt8(ascii: "x"), count: limit + 1)
    var parser = ServerSentEvents()
    var events: [KeptEvent] = []
    #expect(throws: StreamError.malformed(.eventTooLarge(mebibytes: 8))) {
      try parser.push(bytes, into: &events)
    }
    #expect(events.map(\.data) == ["kept"])
  }

  @Test func manyShortLinesOfOneEventAreLimited() {
    let line = Array("data: \(String(repeating: "x", count: 1 << 20))\n".utf8)
    var parser = ServerSentEvents()
    var events: [KeptEvent] = []
    #expect(throws: StreamError.self) {
      for _ in 0..<9 { try parser.push(line, into: &events) }
    }
  }

  @Test func largeEventIsAccepted() throws {
    let text = String(repeating: "x", count: 4 << 20)
    let (events, _) = try parse(Cuts.pieces(of: Array("data: \(text)\n\n".utf8), size: 16384))
    #expect(events.map(\.data.utf8.count) == [4 << 20])
  }
}

/// A copy of an event, valid after its buffer is gone.
struct KeptEvent: Equatable {
  var type: String
  var data: String
  var lastEventID: String
  var isUnterminated: Bool

  init(_ event: ServerSentEvents.Event) {
    type = event.type
    data = String(decoding: event.data, as: UTF8.self)
    lastEventID = event.lastEventID
    isUnterminated = event.isUnterminated
  }
}

extension ServerSentEvents {
  mutating func push(_ bytes: [UInt8], into events: inout [KeptEvent]) throws(StreamError) {
    try push(bytes) { (event) throws(StreamError) in events.append(KeptEvent(event)) }
  }
}
