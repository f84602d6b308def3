import Foundation
import Testing

@testable import Streaming

@Suite struct JSONScannerTests {
  private func isObject(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { JSONScanner.isObject($0) }
  }

  /// Returns the value of an object's first member if it is a string.
  private func string(_ json: String) -> String? {
    Array(json.utf8).withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      guard (try? scanner.enterObject()) == true, (try? scanner.nextName()) != nil else {
        return nil
      }
      return (try? scanner.string()) ?? nil
    }
  }

  @Test(
    "Texts",
    arguments: [
      (#"{"a":"plain"}"#, "plain"), (#"{ "a" : "量😀" }"#, "量😀"), (#"{"a":""}"#, ""),
      (#"{"a":"\"\\\/\b\f\n\r\t"}"#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#"{"a":"\u91cf\uD83D\uDE00\u0000"}"#, "量😀\u{0}"),
      (#"{"a":"\ud83d"}"#, "\u{FFFD}"), (#"{"a":"\ude00x"}"#, "\u{FFFD}x"),
      (#"{"a":"\ud83d\u0041"}"#, "\u{FFFD}A"), (#"{"a":"\ud83d\ud83d\ude00"}"#, "\u{FFFD}😀"),
      ("{\"a\":\"raw\n\ttab\"}", "raw\n\ttab"),
    ])
  func texts(json: String, text: String) {
    #expect(string(json) == text)
  }

  @Test func namesMayBeEscaped() {
    let chunk = CompletionChunk(json: #"{"\u0063hoices":[{"delta":{"cont\u0065nt":"a"}}]}"#)
    #expect(chunk?.foundChoice?.content == "a")
  }

  @Test(
    "Numbers",
    arguments: [
      ("0", 0), ("-0", 0), ("12", 12), ("3.0", 3), ("1e2", 100), ("9223372036854775807", .max),
      ("9223372036854775808", nil), ("1.5", nil), ("\"1\"", nil), ("null", nil), ("[1]", nil),
    ] as [(String, Int?)])
  func numbers(json: String, expected: Int?) throws {
    let bytes = Array(json.utf8)
    try bytes.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      #expect(try scanner.integer() == expected)
      try scanner.finish()
    }
  }

  @Test func deepNestingIsRejectedWithoutRecursion() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(!isObject(#"{"a":"# + deep))
    let fine = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    #expect(isObject(#"{"a":"# + fine + "}"))
  }

  /// Compares the scanner with Foundation's parser for every prefix of two JSON objects and for
  /// small changes at every position.
  @Test func agreesWithFoundation() throws {
    let texts = [
      #"{"a":[1,-2.5e+3,true,false,null,{"b":"c\n\u00e9"}],"d":{}, "e" : "" }"#,
      #"{"choices":[{"delta":{"content":"\u91cf"},"index":0,"finish_reason":null}],"usage":null}"#,
    ]
    for text in texts {
      let bytes = Array(text.utf8)
      for place in bytes.indices {
        var cut = Array(bytes[..<place])
        check(cut)
        cut += bytes[(place + 1)...]
        check(cut)
        for byte in ["\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", "e", " ", "."].utf8 {
          var changed = bytes
          changed[place] = byte
          check(changed)
        }
      }
    }
  }

  private func check(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    // Foundation accepts a trailing comma; the standard does not.
    guard !text.contains(/,\s*[}\]]/) else { return }
    let object = try? JSONSerialization.jsonObject(with: Data(bytes))
    let isFound = bytes.withUnsafeBufferPointer { JSONScanner.isObject($0) }
    #expect(isFound == (object is [String: Any]), "\(text)")
  }
}

extension String {
  fileprivate var utf8Only: UInt8? { utf8.first }
}

extension [String] {
  fileprivate var utf8: [UInt8] { compactMap(\.utf8Only) }
}
