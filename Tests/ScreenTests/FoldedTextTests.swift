import Screen
import Testing

@Suite struct FoldedTextTests {
  @Test(arguments: [
    ("Köln", "koln"), ("İSTANBUL", "istanbul"), ("Straße", "STRASSE"), ("ＦＵＬＬ", "full"),
    ("naïve café", "cafe"), ("Łódź", "lodz"), ("æther", "aether"), ("ﬁne", "fine"),
    ("量子纠缠", "纠缠"), ("ΣΊΣΥΦΟΣ", "σισυφος"), ("cafe\u{301}", "café"), ("100 %", "0 %"),
  ])
  func findsEquivalentText(_ text: String, _ part: String) {
    #expect(FoldedText(text).contains(FoldedText(part)))
  }

  @Test(arguments: [("か", "が"), ("abc", "abd"), ("", "a"), ("量", "子")])
  func distinguishesDifferentText(_ text: String, _ part: String) {
    #expect(!FoldedText(text).contains(FoldedText(part)))
  }

  @Test func emptyTextIsAlwaysContained() {
    #expect(FoldedText("").isEmpty && FoldedText("a").contains(FoldedText("")))
  }
}
