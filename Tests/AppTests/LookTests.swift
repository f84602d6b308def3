import Chat
import Foundation
import Screen
import TestKit
import Testing

@testable import App

/// How questions, answers and code are told apart, and where the text is.
@Suite struct LookTests {
  private static let sizes = [(40, 10), (80, 24), (120, 40), (200, 60)]

  private static let code = """
    Four of them: 2, 3, 5 and 13. 量子纠缠 `isPrime` 🍓

    ## 斐波那契 primes

    ```swift
    let fib = sequence(state: (0, 1)) { s in
      defer { s = (s.1, s.0 + s.1) }; return s.0 } // 一行很长的注释，会在窗口的边缘断开，缩进之后继续，一直到这里

    print(fib.prefix { $0 < 50 }.filter(isPrime))
    ```

    - item

      ```
      nested
      ```
    """

  /// Returns a conversation with two questions. The second answer has two versions.
  private func script() throws -> Script {
    var script = try Script.answered(content: Self.code)
    script.advance(by: .seconds(180))
    let request = try script.ask("Und unter hundert? 一百以下呢？请用一句话回答，不要写代码，也不要解释。")
    script.receive("Only 89 more.", for: request)
    script.end(request)
    script.press(.tab, .character("r"))
    let again = try #require(script.state.stream?.request)
    script.play(.questionSaved(again, nil))
    script.advance(by: .seconds(3))
    script.receive("89 以及前面的四个。", for: again)
    script.restDoesNotMatter()
    return script
  }

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) {
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  @Test(arguments: sizes) func turns(_ width: Int, _ height: Int) throws {
    var script = try script()
    script.press(Key(.escape))
    expect(&script, "turns", width, height)
  }

  @Test(arguments: sizes) func turnsInReading(_ width: Int, _ height: Int) throws {
    var script = try script()
    script.state.terminal.size = Size(width: width, height: height)
    _ = script.draw(width: width, height: height)
    if width >= 100 { script.press(.control("o")) }
    if script.state.focus == .composer { script.press(.tab) }
    script.press(.character("("))
    expect(&script, "turns-reading", width, height)
  }

  @Test(arguments: sizes)
  func aQuestionHasABarAnAnswerAHead(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    let rows = script.rows(width: width, height: height)
    let first = try #require(rows.first { $0.contains(" ▌ Which primes") })
    #expect((width >= 80) == first.contains("  16:00"))
    #expect(rows.contains { $0.contains(" qwen3-32b · 15 s · 912 tok") })
    #expect(!rows.contains { $0.contains("you") })
  }

  @Test func theVersionIsOnTheRightOfTheHead() throws {
    var script = try script()
    let row = try #require(
      script.rows(width: 80, height: 24).last { $0.contains("qwen3-32b · 3 s · ≈") })
    #expect(row.contains("  2/2  16:03"))
  }

  /// - Parameter days: how long ago the message was written.
  @Test(arguments: [
    (0, true, "16:00"), (0, false, "16:00"), (1, true, "23 Nov 16:00"), (1, false, "23 Nov"),
    (400, true, "20 Oct 2024"), (400, false, "20 Oct 2024"),
  ])
  func timesOfMessages(_ days: Int64, _ hasRoom: Bool, _ text: String) {
    let now = Timestamp(milliseconds: 1_764_000_000_000)
    let clock = MessageClock(now: now, offset: 0)
    let time = Timestamp(milliseconds: now.milliseconds - days * 86_400_000)
    #expect(clock.text(of: time, hasRoom: hasRoom) == text)
    #expect(clock.text(of: Timestamp(milliseconds: 0), hasRoom: hasRoom) == nil)
  }

  // MARK: Where the text is

  @Test(arguments: [(80, 1), (90, 1), (120, 16), (200, 56)])
  func textIsInTheMiddle(_ width: Int, _ x: Int) throws {
    var script = try Script.answered()
    script.state.terminal.size = Size(width: width, height: 40)
    let beside = try #require(script.rows(width: width, height: 40).first { $0.contains("▌") })
    #expect(beside.prefix { $0 == " " }.count == (width == 200 ? 25 : 1), "the middle of its pane")
    if width >= 100 { script.press(.control("o")) }
    let rows = script.rows(width: width, height: 40)
    let row = try #require(rows.first { $0.contains("▌") })
    #expect(row.prefix { $0 == " " }.count == x)
  }

  @Test(arguments: [80, 200])
  func theMouseSelectsWhatIsUnderIt(_ width: Int) throws {
    var script = try Script.answered()
    script.state.terminal.size = Size(width: width, height: 40)
    _ = script.draw(width: width, height: 40)
    if width >= 100 { script.press(.control("o")) }
    let rows = script.rows(width: width, height: 40)
    let y = try #require(rows.firstIndex { $0.contains("Four of them") })
    let x = rows[y].prefix { $0 == " " }.count
    script.play(
      .mouseMoved(MouseEvent(.press, at: Point(x: x + 5, y: y))),
      .mouseMoved(MouseEvent(.drag, at: Point(x: x + 6, y: y))),
      .mouseMoved(MouseEvent(.release, at: Point(x: x + 6, y: y))))
    let copied = script.takeEffects().compactMap { effect -> String? in
      if case .terminal(.copy(let text, _)) = effect { text.text } else { nil }
    }
    #expect(copied == ["of"])
    script.restDoesNotMatter()
  }

  // MARK: Code

  /// The surface extends from the title to the last row, and is as wide as the text column.
  @Test(arguments: [40, 80, 110])
  func codeIsOnASurface(_ width: Int) throws {
    var script = try Script.answered(content: "Text.\n\n```swift\nlet a = 1\n\nb\n```\n\nEnd.")
    let grid = script.draw(width: width, height: 40)
    let rows = script.rows(width: width, height: 40)
    let y = try #require(rows.firstIndex { $0.contains("  swift") })
    #expect(rows[y].contains("1y"))
    let right = try #require((0..<width).last { grid.row(y)[$0].style.role == .codeTitle })
    for row in y + 1...y + 3 {
      #expect(
        grid.row(row)[right].style.role == .codeText && grid.row(row)[1].style.role == .codeText)
      #expect(right + 1 == width || grid.row(row)[right + 1].style.role != .codeText)
    }
    #expect(grid.row(y + 4)[1].style.role == .text)
  }
}
