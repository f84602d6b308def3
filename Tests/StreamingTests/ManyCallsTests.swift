import Chat
import Testing

@testable import Streaming

@Suite struct ManyCallsTests {
  /// Each event arrives in a separate read. Copying the list of calls for each event took 35
  /// seconds.
  @Test func twentyThousandCalls() {
    var transfer = Transfer(hiding: Secrets())
    var events = transfer.open(.of(200, "text/event-stream"))
    for index in 0..<20_000 {
      let call = #"{"index":\#(index),"id":"c\#(index)","function":{"name":"f","arguments":"{}"}}"#
      let event = #"data: {"choices":[{"delta":{"tool_calls":[\#(call)]}}]}"# + "\n\n"
      events += transfer.receive(Array(event.utf8), at: .seconds(1))
    }
    let first = events.count
    events += transfer.close(nil, at: .seconds(2))
    #expect(first == 20_001)
    var calls: [ToolCall] = []
    var changes = 0
    for case .received(let delta) in events {
      changes += delta.toolCallChanges.count
      for change in delta.toolCallChanges { calls.apply(change) }
    }
    // Each event carries its change, not the whole list.
    #expect(changes == 20_000)
    #expect(calls.count == 20_000 && calls.last?.id == "c19999")
  }
}
