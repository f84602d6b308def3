import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// The capabilities of models in `aside models`.
@Suite struct ModelListTests {
  private func run(_ arguments: [String]) throws -> ProcessRun {
    let home = try TestHome()
    return try ProcessRun(
      AsideProgram.path, arguments,
      environment: [
        "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
      ])
  }

  @Test func abilitiesAreShown() async throws {
    let server = try LoopbackServer(scenario: try #require(Scenario.named("models-aimlapi")))
    let table = try run(["models", "--base-url", server.baseURL, "alibaba/qwen3-32b"]).output
    #expect(table.contains("abilities") && table.contains("thinking tools"))
    let json = try run(["models", "--json", "--base-url", server.baseURL, "alibaba/qwen3-32b"])
    for member in [#""thinking":true"#, #""tools":true"#, #""vision":false"#] {
      #expect(json.output.contains(member))
    }
    await server.stop()
  }

  @Test func unknownAbilitiesAreLeftOut() async throws {
    let server = try LoopbackServer(scenario: try #require(Scenario.named("models-vllm")))
    let json = try run(["models", "--json", "--base-url", server.baseURL]).output
    #expect(!json.contains("thinking") && !json.contains("vision") && !json.contains("tools"))
    await server.stop()
  }

  /// Without a key, the demo's models are listed. A newcomer must not take them for a provider's.
  @Test func modelsOfTheDemoAreCalledThat() throws {
    let unasked = try run(["models"])
    #expect(unasked.status == 0 && unasked.output.contains("qwen3-32b"))
    #expect(unasked.error.contains("these are the demo's models"))
    #expect(!unasked.output.contains("demo"))
    let asked = try run(["models", "--demo"])
    #expect(asked.output == unasked.output && asked.error.isEmpty)
  }
}
