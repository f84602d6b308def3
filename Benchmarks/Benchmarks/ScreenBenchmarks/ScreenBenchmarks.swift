internal import App
internal import Benchmark
internal import Chat
internal import Markdown
internal import Screen

/// Benchmarks of the program without its terminal, from the event to the finished frame.
struct ScreenBenchmarks {
  private static let size = Size(width: 110, height: 40)
  private static let tokenCount = 400

  func register() {
    token()
    resizes()
    manyMessages()
  }

  private func token() {
    for isReasoning in [false, true] {
      Benchmark(
        "program: a delta and its frame, \(isReasoning ? "reasoning" : "content")",
        configuration: .of(.short, .middle, .long, .factor, runs: 7)
      ) { benchmark in
        let costs = [Growth.sizes.short, Growth.sizes.middle, Growth.sizes.long].map {
          Self.cost(behind: $0, isReasoning: isReasoning)
        }
        benchmark.measurement(.short, costs[0])
        benchmark.measurement(.middle, costs[1])
        benchmark.measurement(.long, costs[2])
        benchmark.measurement(.factor, costs[2] * 100 / max(1, costs[0]))
      }
    }
  }

  /// Returns the cost of a four-character delta and its frame after `size` bytes of an answer, in
  /// nanoseconds.
  private static func cost(behind size: Int, isReasoning: Bool) -> Int {
    let program = Program()
    program.ask("go on")
    program.receive(Growth.mixed.text(size), isReasoning: isReasoning)
    program.draw(Self.size)
    let tokens = Growth.mixed.tokens(tokenCount)
    let time = time {
      for token in tokens {
        program.receive(token, isReasoning: isReasoning)
        program.draw(Self.size)
      }
    }
    return time.inNanoseconds / tokenCount
  }

  /// Measures the first frame at a new width, after scrolling up from the end.
  private func resizes() {
    for growth in Growth.all {
      resize("1 MB, \(growth.name)", messages: 1) { _ in growth.text(1_000_000) }
    }
    resize("1 MB in 1,000 messages", messages: 1000) { _ in Growth.mixed.text(1000) }
  }

  private func resize(_ name: String, messages: Int, _ text: @escaping @Sendable (Int) -> String) {
    Benchmark("resize: \(name)", configuration: .of(.time, runs: 12)) { benchmark in
      let program = Program()
      program.open(Program.conversation(messages, text))
      program.draw(Self.size)
      program.press(Key(.pageUp), times: 12)
      program.draw(Self.size)
      let time = time { program.draw(Size(width: 83, height: 40)) }
      benchmark.measurement(.time, time.inMicroseconds)
    }
  }

  /// Measures opening, scrolling and searching a conversation of a hundred thousand messages of
  /// 200 bytes.
  private func manyMessages() {
    let keys: [(name: String, keys: [Key])] = [
      ("a page up", [Key(.pageUp)]), ("to the start", [.character("g")]),
      ("to the question before", [.character("(")]), ("to the message before", [.character("{")]),
      ("the draft before", [Key(.up)]),
      ("find a word that is nowhere", "/absent".map { .character($0) } + [.enter]),
    ]
    Benchmark("100,000 messages: open", configuration: .of(.time, runs: 5)) { benchmark in
      let conversation = Program.manyMessages
      let program = Program()
      let time = time {
        program.open(conversation)
        program.draw(Self.size)
      }
      benchmark.measurement(.time, time.inMicroseconds)
    }
    for (name, keys) in keys {
      Benchmark("100,000 messages: \(name)", configuration: .of(.time, runs: 5)) { benchmark in
        let program = Program()
        program.open(Program.manyMessages)
        program.draw(Self.size)
        if name != "the draft before" { program.press(.tab) }
        let time = time {
          for key in keys { program.press(key) }
          program.draw(Self.size)
        }
        benchmark.measurement(.time, time.inMicroseconds)
      }
    }
  }
}
