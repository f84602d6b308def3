internal import Benchmark

let benchmarks: @Sendable () -> Void = {
  TokenBenchmarks().register()
  ScreenBenchmarks().register()
}
