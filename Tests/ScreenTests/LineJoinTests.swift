import Screen
import Testing

@Suite struct LineJoinTests {
  @Test(arguments: [
    ("a\nb", "a b"), ("a\n\nb", "a  b"), ("一\n二", "一二"), ("一\n\n二", "一二"), ("ひ\nカ", "ひカ"),
    ("a\n二", "a 二"), ("一，\n二", "一，二"), ("“一”\n二", "“一”二"), ("“a”\n“b”", "“a” “b”"),
    ("한국\n말", "한국 말"), ("ｱ\nｲ", "ｱｲ"), ("𠮷\n野", "𠮷野"), ("👍\n👍", "👍 👍"), ("\na\n", " a "),
    ("a\tb", "a b"),
  ])
  func lineEndBecomesASpaceInScriptsWithSpaces(_ text: String, _ line: String) {
    #expect(Sanitizer.sanitizeLine(text) == line)
  }
}
