import Chat
import Foundation
import TestKit
import Testing

@testable import Storage

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue {
    try Data(text.utf8).withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      let value = try reader.value()
      if reader.next() != nil { throw reader.problem(.dataAfterValue) }
      return value
    }
  }

  @Test(
    arguments: [
      ("null", .null), (" true ", .bool(true)), ("-12", .integer(-12)), ("1.5e3", .number(1500)),
      ("\"\"", .string("")), ("\"a\\u00e9\\n\\\"\\\\\\/\"", .string("aé\n\"\\/")),
      ("\"\\ud83d\\ude00\"", .string("😀")), ("\"\\ud83d!\"", .string("\u{FFFD}!")),
      ("\"\\u0000\"", .string("\0")), ("\"日本\"", .string("日本")),
      ("[]", .array([])),
      ("[1,[2],{}]", .array([.integer(1), .array([.integer(2)]), .object([:])])),
      ("{\"a\":{\"b\":[]}}", .object(["a": .object(["b": .array([])])])),
      ("\u{FEFF}1", .integer(1)), ("[NaN]", .array([.null])),
    ] as [(String, JSONValue)])
  func valueIsRead(_ text: String, _ value: JSONValue) throws {
    #expect(try read(text) == value)
  }

  @Test(arguments: [
    "", "[", "[1", "[1,", "{\"a\"", "{\"a\":", "\"", "\"\\", "tru", "{1:2}", "[1 2]", "1 2", "]",
    "{,}",
    "\"\\u12\"x",
  ])
  func brokenTextIsAnError(_ text: String) {
    #expect(throws: JSONReader.Problem.self) { try read(text) }
  }

  @Test func deeplyNestedTextIsAnErrorNotACrash() {
    #expect(throws: JSONReader.Problem.self) {
      try read(String(repeating: "[", count: 1_000_000))
    }
  }

  /// Reading any bytes ends with a value or an error, never with a crash.
  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func damagedTextDoesNotCrash(_ seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    var bytes = Array(#"{"a":[1,2.5e-3,"x\u00e9\ud83d\ude00",true,null],"b":{"c":"\\"}}"#.utf8)
    for _ in 0..<3 {
      bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
    }
    bytes.removeLast(Int.random(in: 0..<10, using: &random))
    Data(bytes).withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      _ = try? reader.value()
      var other = JSONReader(bytes)
      let range = try? other.skipValue()
      #expect((range?.upperBound ?? 0) <= bytes.count)
    }
  }

  @Test func foreignTimeFormatsAreRead() {
    for (text, milliseconds) in [
      ("1970-01-01T00:00:00Z", 0), ("2026-11-24T14:39:00.123456Z", 1_795_531_140_123),
      ("2026-11-24 14:39:00", 1_795_531_140_000), ("2024-02-29T12:00:00+02:00", 1_709_200_800_000),
      ("2023-07-11T15:40:17.5+00:00", 1_689_090_017_500), ("1969-12-31T23:59:59Z", -1000),
    ] as [(String, Int64)] {
      #expect(ForeignTime.iso8601(text)?.milliseconds == milliseconds, "\(text)")
    }
    #expect(ForeignTime.iso8601("yesterday") == nil)
    #expect(ForeignTime.iso8601("2026-13-24T14:39:00Z") == nil)
    #expect(ForeignTime.seconds(.number(1700000000.5))?.milliseconds == 1_700_000_000_500)
    #expect(ForeignTime.seconds(.number(1e300)) == nil)
  }
}
