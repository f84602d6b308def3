import Loopback
import TestKit
import Testing

/// `aside demo-server` as a shell sees it; what it serves is tested where it lives.
@Suite struct DemoServerTests {
  private func run(_ arguments: String...) throws -> ProcessRun {
    try ProcessRun(AsideProgram.path, ["demo-server"] + arguments, environment: ["HOME": "/"])
  }

  @Test func listsItsScenarios() throws {
    let run = try run("--scenario", "list")
    #expect(run.status == 0)
    #expect(run.error == "")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == Scenario.catalogue.count)
    for (line, scenario) in zip(lines, Scenario.catalogue) {
      #expect(line.hasPrefix(scenario.name + "  "))
      #expect(line.hasSuffix("  " + scenario.summary))
    }
  }

  @Test func anUnknownScenarioIsAUsageProblem() throws {
    let run = try run("--scenario", "no-such-thing")
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.error.contains("no-such-thing") && run.error.contains("--scenario list"))
  }

  @Test func aScenarioHasAPaceOfItsOwn() throws {
    let run = try run("--scenario", "vllm", "--pace", "5")
    #expect(run.status == 2)
    #expect(run.error.contains("--pace"))
  }
}
