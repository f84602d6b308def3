import Chat
import Testing

@Suite struct JSONFaultTests {
  @Test(arguments: [
    "{}", "[]", " [1, -2.5e+10, 0.1] ", #"{"a": [true, false, null], "b": "\u00e9\n"}"#, "1",
    #""""#, "[[[[]]]]", "{\r\n}",
  ])
  func validJSONHasNone(_ text: String) {
    #expect(JSONFault(in: text) == nil)
    #expect(JSONValue(text: text) != nil)
  }

  @Test(
    arguments: [
      ("", .unfinished, 1, 1), ("{", .unfinished, 1, 2), (#"{"a""#, .unfinished, 1, 5),
      (#"{"a" 1}"#, .unexpected("1"), 1, 6), ("[1,]", .unexpected("]"), 1, 4),
      ("{\n  \"a\": tru\n}", .unexpected("\n"), 2, 11), ("[1] 2", .unexpected("2"), 1, 5),
      (#"{a:1}"#, .unexpected("a"), 1, 2), ("\"a\nb\"", .controlCharacter, 1, 3),
      (#""\x""#, .unexpected("x"), 1, 3), ("01", .unexpected("1"), 1, 2),
      ("{\"a\":1,\r\n'b'}", .unexpected("'"), 2, 1), (#""abc"#, .unfinished, 1, 5),
    ] as [(String, JSONFault.Kind, Int, Int)])
  func theFirstPlaceIsNamed(
    _ text: String, _ kind: JSONFault.Kind, _ line: Int, _ column: Int
  ) throws {
    let fault = try #require(JSONFault(in: text))
    #expect(fault.kind == kind)
    #expect(fault.line == line && fault.column == column, "\(fault)")
  }

  @Test func depthIsBounded() {
    #expect(JSONFault(in: String(repeating: "[", count: 100_000))?.kind == .tooDeep)
  }
}
