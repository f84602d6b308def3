import Screen
import Testing

@Suite struct CutTests {
  private func cut(_ rows: [String], to count: Int, width: Int = 6) -> [String] {
    rows.map { StyledLine($0) }.cut(to: count, width: width).map(\.text)
  }

  @Test func rowsThatAreLeftOutLeaveAnEllipsis() {
    #expect(cut(["one", "two"], to: 2) == ["one", "two"])
    #expect(cut(["one", "two", "three"], to: 2) == ["one", "two …"])
    #expect(cut(["one", "twelve", "three"], to: 2) == ["one", "twelv…"])
    #expect(cut(["one", "eleve", "three"], to: 2) == ["one", "eleve…"])
    #expect(
      cut(["a bcde", "x"], to: 1) == ["a …"]
        && cut(["ab cd e", "x"], to: 1, width: 7) == ["ab cd …"])
    #expect(cut(["你好吗", "x"], to: 1) == ["你好…"])
    #expect(cut(["one", "two"], to: 0) == [] && cut([], to: 3) == [])
  }
}
