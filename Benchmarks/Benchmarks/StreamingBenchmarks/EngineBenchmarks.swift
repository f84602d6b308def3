internal import Benchmark
internal import Chat
internal import Dispatch
internal import Foundation
internal import Faults
internal import Loopback
internal import Synchronization

@testable import Streaming

/// Benchmarks of the engine against a server, which usually runs in the same process.
struct EngineBenchmarks {
  func register() {
    secondRequest()
    cancellation()
    parallelStreams()
  }

  /// Measures the time from the start of a second request, on an open connection, to the first
  /// text. Also measures the same through a bare socket, which shows the server's own time.
  private func secondRequest() {
    Benchmark(
      "engine: second request to first text",
      configuration: .of(.engine, .socket, .difference)
    ) { benchmark in
      let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
      let engine = StreamEngine(userAgent: "benchmark", network: NetworkEnvironment([:]))
      let client = try RawClient(port: server.port)
      let endpoint = try Endpoint.of(server.baseURL)
      for _ in 0..<2 { try Self.firstText(client) }
      for _ in 0..<2 { engine.firstText(of: .chunks(20), from: endpoint) }
      let bare = try Self.firstText(client)
      let ours = engine.firstText(of: .chunks(20), from: endpoint)
      precondition(server.connectionCount == 2)
      benchmark.measurement(.engine, ours.inMicroseconds)
      benchmark.measurement(.socket, bare.inMicroseconds)
      benchmark.measurement(.difference, max(0, (ours - bare).inMicroseconds))
      engine.shutDown()
    }
  }

  @discardableResult
  private static func firstText(_ client: RawClient) throws -> Duration {
    let start = ContinuousClock.now
    var first: ContinuousClock.Instant?
    try client.post(Recording.body(chunks: 20)) { read in
      if first == nil, read.contains(UInt8(ascii: "{")) { first = .now }
    }
    return start.duration(to: first ?? .now)
  }

  /// Measures the time from cancelling a request until the server sees the connection close.
  private func cancellation() {
    Benchmark("engine: cancel to closed", configuration: .of(.engine)) { benchmark in
      let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
      let event = #"data: {"choices":[{"delta":{"content":"a"}}]}"# + "\n\n"
      let server = try LoopbackServer(
        scenario: .script([.write(Array((head + event).utf8)), .waitForClose]))
      let engine = StreamEngine(userAgent: "benchmark", network: NetworkEnvironment([:]))
      let hasText = DispatchSemaphore(value: 0)
      let id = engine.start(.chunks(1), to: try .of(server.baseURL)) { event in
        if case .received = event { hasText.signal() }
      }
      hasText.wait()
      let start = ContinuousClock.now
      engine.cancel(id)
      while server.openConnectionCount > 0 { usleep(20) }
      benchmark.measurement(.engine, start.duration(to: .now).inMicroseconds)
      engine.shutDown()
    }
  }

  /// Measures a hundred simultaneous streams. The memory is the client's alone if the server runs
  /// in another process, as in Scripts/bench.
  private func parallelStreams() {
    let count = 100
    let chunks = 1000
    Benchmark(
      "engine: 100 streams of 1000 chunks at once",
      configuration: .init(
        metrics: [.wallClock, .cpuTotal, .peakMemoryResident, .peakMemoryResidentDelta],
        warmupIterations: 1,
        maxDuration: .seconds(5), maxIterations: 10)
    ) { benchmark in
      let outside = ProcessInfo.processInfo.environment["ASIDE_BENCHMARK_SERVER"]
      let server = outside == nil ? try LoopbackServer(scenario: .aimlapi(pace: .zero)) : nil
      let engine = StreamEngine(userAgent: "benchmark", network: NetworkEnvironment([:]))
      let endpoint = try Endpoint.of(server?.baseURL ?? outside ?? "")
      let ended = DispatchSemaphore(value: 0)
      benchmark.startMeasurement()
      for _ in 0..<count {
        _ = engine.start(.chunks(chunks), to: endpoint) { event in
          guard case .ended(let end) = event else { return }
          precondition(end.outcome == .complete)
          ended.signal()
        }
      }
      for _ in 0..<count { ended.wait() }
      benchmark.stopMeasurement()
      engine.shutDown()
    }
  }
}

extension StreamEngine {
  /// Sends the request, and waits for the end of the answer.
  /// - Returns: the time from the start of the request to the first text.
  @discardableResult
  fileprivate func firstText(of request: AnswerRequest, from endpoint: Endpoint) -> Duration {
    let begin = ContinuousClock.now
    let first = Mutex<ContinuousClock.Instant?>(nil)
    let ended = DispatchSemaphore(value: 0)
    _ = start(request, to: endpoint) { event in
      switch event {
      case .opened, .retrying, .thinkingNotEnded: break
      case .received: first.withLock { $0 = $0 ?? .now }
      case .ended: ended.signal()
      }
    }
    ended.wait()
    return begin.duration(to: first.withLock { $0 } ?? .now)
  }
}

extension Endpoint {
  fileprivate static func of(_ baseURL: String) throws -> Endpoint {
    try Endpoint(
      provider: Provider(
        name: "benchmark", baseURL: baseURL, dialect: .qwen, keyVariable: nil,
        defaultModel: "alibaba/qwen3-32b"),
      key: nil)
  }
}

extension Duration {
  fileprivate var inMicroseconds: Int { Int(self / .microseconds(1)) }
}
