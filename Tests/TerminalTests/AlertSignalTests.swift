import Screen
import Testing

@testable import Terminal

/// Sequences that set the window's title or alert the user.
@Suite struct AlertSignalTests {
  private let title = ControlFreeLine("a; \u{1B}b\u{9C}")
  private let text = ControlFreeLine("4;1\n\u{7}")

  @Test(
    arguments: [
      (.none, .none, ""), (.bell, .none, "\u{7}"), (.bell, .tmux, "\u{7}"),
      (.bell, .screen, "\u{7}"),
      (.osc9, .none, "\u{1B}]9;a, b: 4,1\u{7}"),
      (.osc777, .none, "\u{1B}]777;notify;a, b;4,1\u{7}"),
      (.osc9, .tmux, "\u{1B}Ptmux;\u{1B}\u{1B}]9;a, b: 4,1\u{7}\u{1B}\\"),
      (.osc777, .screen, "\u{1B}P\u{1B}]777;notify;a, b;4,1\u{7}\u{1B}\\"),
    ] as [(AlertSignal, Multiplexer, String)])
  func signalIsOneSequence(_ signal: AlertSignal, _ multiplexer: Multiplexer, _ expected: String) {
    #expect(signal.sequence(title: title, text: text, through: multiplexer) == expected)
  }

  @Test(
    arguments: [
      (["TERM": "tmux-256color", "TMUX": "/tmp/x,1,0"], .tmux),
      (["TERM": "screen-256color", "TMUX": "/tmp/x,1,0"], .tmux),
      (["TERM": "screen", "STY": "1.x"], .screen), (["TERM": "xterm-256color"], .none),
      // Another terminal was started from within tmux.
      (["TERM": "xterm-256color", "TMUX": "/tmp/x,1,0"], .none),
    ] as [([String: String], Multiplexer)])
  func multiplexerIsKnownFromTheEnvironment(
    _ environment: [String: String], _ expected: Multiplexer
  ) {
    #expect(TerminalHints(environment: environment).multiplexer == expected)
  }

  @Test func titleIsKeptOnceAndRestoredOnce() {
    var title = TerminalTitle()
    #expect(title.release() == "")
    #expect(title.change(to: nil) == "")
    #expect(ControlFreeLine("a · b").text == "a · b")
    #expect(ControlFreeLine("a\u{7F}b\u{85}c").text == "abc")
    #expect(title.change(to: ControlFreeLine("a\u{7}")) == "\u{1B}[22;0t\u{1B}]2;a\u{1B}\\")
    #expect(title.change(to: ControlFreeLine("a")) == "")
    #expect(title.change(to: ControlFreeLine("b")) == "\u{1B}]2;b\u{1B}\\")
    #expect(title.release() == "\u{1B}]2;\u{1B}\\\u{1B}[23;0t")
    #expect(title.release() == "")
    #expect(title.change(to: ControlFreeLine("b")) == "\u{1B}[22;0t\u{1B}]2;b\u{1B}\\")
    #expect(title.change(to: nil) == "\u{1B}]2;\u{1B}\\\u{1B}[23;0t")
  }
}
