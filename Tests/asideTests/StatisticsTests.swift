import Foundation
import Screen
import Testing

@testable import Storage
@testable import aside

/// The table that `aside stats` prints.
@Suite struct StatisticsTests {
  private static let use = [
    MonthlyUse(
      month: "2026-11", model: "alibaba/qwen3-235b-a22b-thinking-2507", messages: 1234,
      promptTokens: 12_345_678, completionTokens: 1_234_567, reasoningTokens: 0, cost: 12.3456),
    MonthlyUse(
      month: "2026-11", model: "模型", messages: 1, promptTokens: 5, completionTokens: 6,
      reasoningTokens: 0, cost: nil),
    MonthlyUse(
      month: "2026-10", model: "", messages: 2, promptTokens: 0, completionTokens: 0,
      reasoningTokens: 0, cost: 0),
  ]

  private func rows(_ width: Int, cutsNames: Bool) -> [Substring] {
    StatisticsTable(Self.use, width: width, cutsNames: cutsNames).text.split(separator: "\n")
  }

  @Test(arguments: [20, 60, 80, 88, 100, 110, 200])
  func noLineIsWiderThanTheTerminal(_ width: Int) {
    let rows = rows(width, cutsNames: true)
    #expect(rows.count == 5)
    #expect(width < 60 || rows.allSatisfy { DisplayWidth.of($0) <= width })
  }

  @Test func barsFillTheAvailableWidth() {
    // With 102 columns, the numbers need not be rounded, but then there is no room for bars.
    for (width, longest) in [
      (80, 0), (97, 0), (98, 4), (101, 7), (102, 0), (107, 0), (108, 4), (124, 20), (200, 20),
    ] {
      let bars = rows(width, cutsNames: true).map { $0.count { $0 == "█" } }
      #expect(bars.max() == longest, "\(width)")
      // Any use at all gets at least one block.
      #expect(bars[2] == min(1, longest))
    }
  }

  @Test func tokensHaveTheirUnit() {
    #expect(rows(60, cutsNames: false)[1].contains("12,345,678 tok in  1,234,567 tok out"))
    #expect(rows(110, cutsNames: true)[1].contains("12,345,678 tok in  1,234,567 tok out"))
    #expect(rows(60, cutsNames: true)[1].contains("12.3M tok in  1.2M tok out"))
  }

  @Test func estimatesAreMarked() {
    let use = MonthlyUse(
      month: "2026-11", model: "m", messages: 1, promptTokens: 5, completionTokens: 6,
      reasoningTokens: 0, isPromptEstimated: false, isCompletionEstimated: true, cost: nil)
    let row = StatisticsTable([use], width: 80, cutsNames: true).text
    #expect(row.components(separatedBy: "≈").count == 2)
    #expect(row.contains("≈ 6"))
  }

  @Test func namesAreNotCutInAPipe() {
    #expect(rows(60, cutsNames: false)[1].contains("alibaba/qwen3-235b-a22b-thinking-2507"))
    #expect(rows(60, cutsNames: true)[1].contains("…"))
    #expect(rows(60, cutsNames: true)[2].contains("模型"))
  }
}

/// Columns of text, measured as a terminal shows them.
@Suite struct TextTableTests {
  @Test func columnsAreAsWideOnTheScreenAsTheirWidestCell() {
    let table = TextTable(
      [["模型", "1", "a"], ["m", "12 ≈", "b"], ["e\u{301}\u{301}", "", ""]], [.left, .right])
    #expect(table.lines == ["模型     1  a", "m     12 ≈  b", "e\u{301}\u{301}"])
    #expect(table.width == 4 + 2 + 4 + 2 + 1)
    #expect(table.text == table.lines.map { $0 + "\n" }.joined())
  }

  @Test func anEmptyTableHasNoLines() {
    #expect(TextTable([]).text.isEmpty && TextTable([]).width == 0)
  }
}
