internal import Benchmark

let benchmarks: @Sendable () -> Void = {
  do {
    ReadingBenchmarks(recording: try Recording()).register()
  } catch {
    fatalError("The scripted server could not be recorded: \(error)")
  }
  EngineBenchmarks().register()
}
