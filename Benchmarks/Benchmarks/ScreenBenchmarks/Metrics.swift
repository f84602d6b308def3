internal import Benchmark

extension BenchmarkMetric {
  static let short = custom("with 10 KB there (ns)")
  static let middle = custom("with 100 KB there (ns)")
  static let long = custom("with 1 MB there (ns)")
  static let factor = custom("1 MB beside 10 KB (%)")
  static let time = custom("time (μs)")
}

extension Benchmark.Configuration {
  static func of(_ metrics: BenchmarkMetric..., runs: Int) -> Benchmark.Configuration {
    .init(metrics: metrics, warmupIterations: 1, maxDuration: .seconds(20), maxIterations: runs)
  }
}

extension Duration {
  var inNanoseconds: Int { Int(self / .nanoseconds(1)) }
  var inMicroseconds: Int { Int(self / .microseconds(1)) }
}

/// Runs the body and returns how long it took.
func time(_ body: () -> Void) -> Duration {
  let start = ContinuousClock.now
  body()
  return start.duration(to: .now)
}
