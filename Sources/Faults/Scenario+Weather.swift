import Loopback

extension Scenario {
  /// Scenarios with misbehaving networks and servers, and with line endings of every kind
  /// (wire.md 4).
  static let weather = silence + breaks + lineEnds

  private static let writer = ChunkWriter()
  private static let events = writer.texts + [writer.finish(), ChunkWriter.done]
  private static let beginning =
    writer.opened + [writer.reasoning("Okay"), writer.content("Hello")]

  private static let silence = [
    NamedScenario(
      "stall", "says something, then nothing until the client closes",
      .parts([.text(beginning.joined()), .hold])),
    NamedScenario(
      "stall-at-once", "takes the request and says nothing until the client closes",
      .script([.waitForClose])),
    NamedScenario(
      "stall-after-done", "a whole answer, after which the connection stays open",
      .parts([.text(events.joined()), .hold])),
    NamedScenario(
      "drip", "a byte at a time, with small pauses",
      .parts([.drip(events.joined(), pause: .microseconds(500))])),
  ]

  private static let breaks = [
    NamedScenario(
      "reset-mid-event", "a TCP reset in the middle of an event",
      .parts([
        .text(beginning.joined()), .text("data: {\"cho"), .pause(.milliseconds(50)), .reset,
      ])),
    NamedScenario(
      "close-mid-event", "the connection closes in the middle of an event",
      .parts([.text(beginning.joined()), .text("data: {\"cho"), .close])),
    NamedScenario("close-at-once", "the connection closes without a word", .script([.close])),
    NamedScenario(
      "end-unterminated", "the stream ends without the blank line after its last event",
      .events(writer.texts + [String(writer.finish().dropLast(2))])),
    NamedScenario(
      "end-mid-event", "the stream ends in the middle of an event",
      .events(writer.texts + ["data: {\"cho"])),
    NamedScenario(
      "end-unfinished", "the stream ends without a finish reason", .events(beginning)),
  ]

  private static let lineEnds = [
    NamedScenario("lines-cr", "lines that end with CR alone", .events(ending("\r"))),
    NamedScenario("lines-crlf", "lines that end with CRLF", .events(ending("\r\n"))),
    NamedScenario(
      "lines-crlf-bytes", "lines that end with CRLF, one byte a write",
      .parts([.drip(ending("\r\n").joined(), pause: .zero)])),
    NamedScenario(
      "byte-order-mark", "a byte order mark at the beginning", .events(["\u{FEFF}"] + events)),
    NamedScenario(
      "bytes", "one byte a write, characters of several bytes among them",
      .parts([.drip((writer.opened + [foreign] + events.suffix(2)).joined(), pause: .zero)])),
  ]

  private static let foreign = writer.content("你好，👩‍💻 — naïve")

  private static func ending(_ lineEnd: String) -> [String] {
    // Replaces bytes instead of characters, because CR LF is a single character in Swift.
    events.map { event in
      String(
        decoding: event.utf8.flatMap { $0 == UInt8(ascii: "\n") ? Array(lineEnd.utf8) : [$0] },
        as: UTF8.self)
    }
  }
}
