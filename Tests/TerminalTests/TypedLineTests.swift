import Testing

@testable import Terminal

@Suite struct TypedLineTests {
  @Test(arguments: [
    ("hello", "hello"),
    ("\u{1B}OQ/help", "/help"),
    ("a\u{1B}[Ab\u{1B}[1;5Dc\u{1B}[15~d", "abcd"),
    ("\u{1B}[[Ax", "x"),
    ("\u{1B}", ""),
    ("\u{1B}hello", "hello"),
    ("\u{1B}\u{1B}[A", ""),
    ("\u{1B}Of course", "Of course"),
    ("\u{1B}Only", "Only"),
    ("\u{1B}[", "["),
    ("\u{1B}[12", "[12"),
    ("a\tb\nc\u{7}\u{7F}\u{0}", "a\tb\nc"),
    ("x\u{9B}31my", "x31my"),
    ("量\u{1B}OP子 👩‍👩‍👧", "量子 👩‍👩‍👧"),
  ])
  func otherKeysAreDropped(_ typed: String, _ expected: String) {
    #expect(TypedLine.text(of: Array(typed.utf8)) == expected)
  }
}
