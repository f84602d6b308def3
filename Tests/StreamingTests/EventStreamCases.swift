import Testing

@testable import Streaming

/// A case from the web platform tests for event streams (wire.md 4).
struct EventStreamCase: Sendable, CustomTestStringConvertible {
  struct Expected: Equatable, Sendable {
    var data: String
    var type = "message"
    var id = ""
  }

  let name: String
  let bytes: [UInt8]
  let events: [Expected]
  var retry: Int?

  var testDescription: String { name }

  init(_ name: String, _ text: String, _ events: [Expected], retry: Int? = nil) {
    self.init(name, bytes: Array(text.utf8), events, retry: retry)
  }

  init(_ name: String, bytes: [UInt8], _ events: [Expected], retry: Int? = nil) {
    self.name = name
    self.bytes = bytes
    self.events = events
    self.retry = retry
  }

  static func data(_ texts: String...) -> [Expected] { texts.map { Expected(data: $0) } }

  static let all: [EventStreamCase] = plain + identified + extra

  private static let mark = "\u{FEFF}"
  private static let filler = String(repeating: "x", count: 2048)

  private static let plain: [EventStreamCase] = [
    .init(
      "format-bom", "\(mark)data:1\n\n\(mark)data:2\n\ndata:3\n\n\n", data("1", "3")),
    .init(
      "format-bom-2", "\(mark)\(mark)data:1\n\ndata:2\n\ndata:3\n\n\n", data("2", "3")),
    .init(
      "format-comments",
      "data:1\r:\0\n:\r\ndata:2\n:\(filler)\rdata:3\n:data:fail\r:\(filler)\ndata:4\n\n",
      data("1\n2\n3\n4")),
    .init(
      "format-data-before-final-empty-line", "retry:1000\ndata:test1\n\nid:test\ndata:test2\n",
      data("test1"), retry: 1000),
    .init("format-field-data", "data:\n\ndata\ndata\n\ndata:test\n\n\n", data("", "\n", "test")),
    .init(
      "format-field-event", "event:test\ndata:x\n\ndata:x\n\n\n",
      [.init(data: "x", type: "test"), .init(data: "x")]),
    .init("format-field-event-empty", "event: \ndata:data\n\n\n", data("data")),
    .init(
      "format-field-parsing",
      "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n"
        + " data:32\ndata:4\n\n", data("\0\n 2\n1\n3\n\n4")),
    .init("format-field-retry", "retry:03000\ndata:x\n\n\n", data("x"), retry: 3000),
    .init(
      "format-field-retry-bogus", "retry:3000\nretry:1000x\ndata:x\n\n\n", data("x"), retry: 3000),
    .init("format-field-retry-empty", "retry\ndata:test\n\n\n", data("test")),
    .init(
      "format-field-unknown",
      "data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n\n",
      data("test\n\ntest")),
    .init(
      "format-leading-space", "data:\ttest\rdata: \ndata:test\n\n\n", data("\ttest\n\ntest")),
    .init(
      "format-newlines", "data:test\r\ndata\ndata:test\r\n\r\n", data("test\n\ntest")),
    .init("format-null-character", "data:\0\n\n\n\n\n", data("\0")),
    .init("format-utf-8", "data:ok…\n\n\n", data("ok…")),
    .init(
      "event-data",
      "data:msg\ndata:msg\n\n:\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\ndata\n\n"
        + "data:end\n\n", data("msg\nmsg", "", "end")),
  ]

  private static let identified: [EventStreamCase] =
    [
      .init(
        "format-field-id", "id: …\nretry: 200\ndata: hello\n\ndata: …\n\n",
        [.init(data: "hello", id: "…"), .init(data: "…", id: "…")], retry: 200),
      .init(
        "format-field-id-3 persists", "id: 1\ndata: 1\n\ndata: 2\n\nid: 2\ndata:3\n\ndata:4\n\n",
        [
          .init(data: "1", id: "1"), .init(data: "2", id: "1"), .init(data: "3", id: "2"),
          .init(data: "4", id: "2"),
        ]),
      .init(
        "format-field-id-3 resets", "id: 1\ndata: 1\n\nid:\ndata:2\n\ndata:3\n\n",
        [.init(data: "1", id: "1"), .init(data: "2"), .init(data: "3")]),
      .init(
        "format-field-id-3 resets, no colon", "id: 1\ndata: 1\n\nid\ndata:2\n\ndata:3\n\n",
        [.init(data: "1", id: "1"), .init(data: "2"), .init(data: "3")]),
    ]
    + ["\0\0", "x\0", "\0x", "x\0x", " \0"].map { value in
      .init(
        "format-field-id-null \(value.utf8.map(String.init))",
        "id: \(value)\nretry: 200\ndata: hello\n\n", data("hello"), retry: 200)
    }

  /// Cases that the web platform tests do not cover.
  private static let extra: [EventStreamCase] = [
    .init("nothing", "", []),
    .init("byte order mark alone", mark, []),
    .init("line ends alone", "\r\n\r\r\n\n", []),
    .init("carriage returns", "data:1\r\rdata:2\r\r", data("1", "2")),
    .init("cut byte order mark", bytes: [0xEF, 0xBB] + "data:1\n\ndata:2\n\n".utf8, data("2")),
    .init(
      "invalid UTF-8", bytes: "data:a".utf8 + [0xFF] + "b".utf8 + [0xE4, 0xBD] + "\n\n".utf8,
      data("a\u{FFFD}b\u{FFFD}")),
    .init("id without data is kept", "id: 7\n\ndata:x\n\n", [.init(data: "x", id: "7")]),
    .init(
      "error field of llama.cpp", "error: {\"code\":500}\n\n",
      [.init(data: "{\"code\":500}", type: "error")]),
    .init("retry too large", "retry:99999999999999999999\ndata:x\n\n", data("x")),
  ]
}
