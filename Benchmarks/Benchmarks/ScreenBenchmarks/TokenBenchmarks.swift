internal import Benchmark
internal import Markdown

/// Benchmarks of adding a token and laying out the visible rows, after texts of different
/// lengths.
struct TokenBenchmarks {
  private static let tokenCount = 400
  private static let height = 40

  func register() {
    for growth in Growth.all { register(growth, tokensPerFrame: 1) }
    register(.mixed, tokensPerFrame: 4)
    register(.mixed, tokensPerFrame: 1, dimmed: true)
  }

  private func register(_ growth: Growth, tokensPerFrame: Int, dimmed: Bool = false) {
    let kind = dimmed ? "reasoning, \(growth.name)" : growth.name
    Benchmark(
      "token: \(kind), a frame each \(tokensPerFrame)",
      configuration: .of(.short, .middle, .long, .factor, runs: 7)
    ) { benchmark in
      let costs = [Growth.sizes.short, Growth.sizes.middle, Growth.sizes.long].map {
        Self.cost(growth, behind: $0, tokensPerFrame: tokensPerFrame, dimmed: dimmed)
      }
      benchmark.measurement(.short, costs[0])
      benchmark.measurement(.middle, costs[1])
      benchmark.measurement(.long, costs[2])
      benchmark.measurement(.factor, costs[2] * 100 / max(1, costs[0]))
    }
  }

  /// Returns the cost of a token, in nanoseconds.
  private static func cost(
    _ growth: Growth, behind size: Int, tokensPerFrame: Int, dimmed: Bool
  ) -> Int {
    var stream = MarkdownStream(dimmed: dimmed)
    stream.append(growth.text(size))
    show(&stream)
    let tokens = growth.tokens(tokenCount)
    let time = time {
      for (index, token) in tokens.enumerated() {
        stream.append(token)
        if (index + 1) % tokensPerFrame == 0 { show(&stream) }
      }
    }
    return time.inNanoseconds / tokenCount
  }

  /// Lays out the last rows, as when drawing a frame.
  private static func show(_ stream: inout MarkdownStream) {
    stream.layout(width: 88)
    var rows = 0
    var block = stream.blockCount
    while block > 0, rows < height {
      block -= 1
      rows += stream.rows(ofBlock: block).count
    }
    blackHole(rows)
  }
}
