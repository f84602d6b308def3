import TestKit
import Testing

/// `aside demo-server` as seen from a shell. What it serves is tested in LoopbackTests.
@Suite struct DemoServerTests {
  private func run(_ arguments: String...) throws -> ProcessRun {
    try ProcessRun(AsideProgram.path, ["demo-server"] + arguments, environment: ["HOME": "/"])
  }

  @Test(arguments: ["-1", "60001"]) func outOfRangePaceIsAUsageError(_ pace: String) throws {
    let run = try run("--pace=\(pace)")
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.error.contains("--pace") && run.error.contains("60000"))
  }

  /// Scenarios with faults are only for tests, which start their own servers.
  @Test func playsTheDemoAndNothingElse() throws {
    let run = try run("--scenario", "vllm")
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.error.contains("--scenario"))
  }
}
