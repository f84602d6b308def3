internal import Chat

// The event parser gives the same events however its bytes are split.

private struct Outcome: Equatable {
  struct Event: Equatable {
    // As bytes, because Swift considers two strings equal if they look the same.
    var type: [UInt8]
    var data: [UInt8]
    var lastEventID: [UInt8]
    var isUnterminated: Bool

    init(_ event: ServerSentEvents.Event) {
      type = Array(event.type.utf8)
      data = Array(event.data)
      lastEventID = Array(event.lastEventID.utf8)
      isUnterminated = event.isUnterminated
    }
  }

  var events: [Event] = []
  var reconnectionMilliseconds: Int?
  var failure: StreamError?

  init(of pieces: [[UInt8]]) {
    var parser = ServerSentEvents()
    do throws(StreamError) {
      for piece in pieces {
        try parser.push(piece) { (event) throws(StreamError) in events.append(Event(event)) }
      }
      try parser.finish { (event) throws(StreamError) in events.append(Event(event)) }
    } catch {
      failure = error
    }
    reconnectionMilliseconds = parser.reconnectionMilliseconds
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testEventParser(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Input(start, count)
  let whole = Outcome(of: [input.bytes])
  for pieces in input.cuts(of: input.bytes) {
    let cut = Outcome(of: pieces)
    require(cut == whole, "whole \(whole), but cut as \(pieces.map(\.count)) \(cut)")
  }
  require(
    !whole.events.dropLast().contains { $0.isUnterminated }, "an event in the middle has no end")
  return 0
}
