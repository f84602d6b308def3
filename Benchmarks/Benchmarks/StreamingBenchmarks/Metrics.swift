internal import Benchmark

extension BenchmarkMetric {
  static let megabytesPerSecond = custom("MB/s", polarity: .prefersLarger)
  static let chunksPerSecond = custom("chunks/s", polarity: .prefersLarger)
  static let engine = custom("through the engine (μs)")
  static let socket = custom("through a bare socket (μs)")
  static let difference = custom("difference (μs)")
}

extension Benchmark.Configuration {
  static func of(_ metrics: BenchmarkMetric...) -> Self {
    .init(
      metrics: metrics, timeUnits: .automatic, warmupIterations: 3, maxDuration: .seconds(2),
      maxIterations: 300)
  }
}

extension Benchmark {
  func seconds(_ work: () throws -> Void) throws -> Double {
    let start = ContinuousClock.now
    try work()
    return start.duration(to: .now) / .seconds(1)
  }

  func rate(_ count: Int, _ metric: BenchmarkMetric, _ work: () throws -> Void) rethrows {
    let start = ContinuousClock.now
    try work()
    record(count, in: start.duration(to: .now) / .seconds(1), metric)
  }

  /// Records a rate, in megabytes for `megabytesPerSecond` and unscaled for every other metric.
  func record(_ count: Int, in seconds: Double, _ metric: BenchmarkMetric) {
    let unit = metric == .megabytesPerSecond ? 1e6 : 1
    measurement(metric, Int((Double(count) / unit / seconds).rounded()))
  }
}
