import Chat
import Faults
import Foundation
import Loopback

import TestKit
import Testing

@testable import Storage
@testable import aside

/// Extreme numbers from servers, files and people, as seen from a shell.
@Suite struct NumbersTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func run(_ arguments: [String]) throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, arguments,
      environment: [
        "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
      ])
  }

  private func server(_ head: String, _ body: String) throws -> LoopbackServer {
    let response = "HTTP/1.1 200 OK\r\n\(head)\r\nConnection: close\r\n\r\n\(body)"
    return try LoopbackServer(scenario: .script([.write(Array(response.utf8)), .close]))
  }

  private func stream(_ chunks: [String], header: String = "") throws -> LoopbackServer {
    let answer =
      [#"{"choices":[{"index":0,"delta":{"content":"Hi"}}]}"#] + chunks
      + [#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#, "[DONE]"]
    return try server(
      "Content-Type: text/event-stream" + header,
      answer.map { "data: \($0)\n\n" }.joined())
  }

  /// Returns the JSON objects that a command printed, one per line. Any other line fails the
  /// test.
  private func objects(_ run: ProcessRun) throws -> [[String: Any]] {
    try run.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test(arguments: [
    "1e300", "-1e300", "1e999", "-1e999", "5e-324", "9223372036854775807", "-9223372036854775808",
    "18446744073709551616",
  ])
  func askAlwaysEndsItsJSON(_ number: String) async throws {
    let counts = ["prompt_tokens", "completion_tokens", "queue_time", "completion_time", "cost"]
      .map { #""\#($0)":\#(number)"# }.joined(separator: ",")
    let token = #"{"token":"Hi","logprob":\#(number),"top_logprobs":[{"logprob":\#(number)}]}"#
    let server = try stream(
      [
        #"{"choices":[{"index":0,"delta":{"content":"!"},"logprobs":{"content":[\#(token)]}}]}"#,
        #"{"choices":[],"timings":{"cache_n":\#(number),"prompt_n":\#(number),"prompt_ms":\#(number)}}"#,
        #"{"choices":[],"usage":{\#(counts)}}"#,
      ],
      header: "\r\nX-Aimlapi-Usd-Spent: \(number)")
    let asked = try run(["ask", "--json", "--base-url", server.baseURL, "hello"])
    #expect(asked.status == 0, "\(asked.error)")
    let lines = try objects(asked)
    #expect(lines.last?["type"] as? String == "end")
    #expect(lines.contains { $0["type"] as? String == "logprobs" })
    await server.stop()

    // Every command can read what was stored.
    #expect(try objects(run(["list", "--json"])).count == 1)
    #expect(try objects(run(["search", "--json", "hi"])).count >= 1)
    #expect(try objects(run(["stats", "--json"])).count == 1)
    for arguments in [
      ["list"], ["stats"], ["check"], ["search", "hi"], ["export", "--all", "--format", "html"],
      ["export", "--all", "--format", "json"],
    ] {
      let run = try run(arguments)
      #expect(run.status == 0 && !run.output.isEmpty, "\(arguments): \(run.error)")
    }
  }

  @Test(arguments: ["\"1e11\"", "1e11", "1e300", "1e999", "\"1e300\"", "9223372036854775807"])
  func modelsWithAnyPriceAreListed(_ price: String) async throws {
    let models = """
      {"data":[{"id":"m","context_length":\(price),"pricing":{"prompt":\(price),"completion":"1"}},\
      {"id":"n","pricing":{"input":\(price),"output":\(price)}}]}
      """
    let server = try server("Content-Type: application/json", models)
    let table = try run(["models", "--base-url", server.baseURL])
    #expect(table.status == 0 && table.output.split(separator: "\n").count == 3, "\(table.error)")
    #expect(try objects(run(["models", "--json", "--base-url", server.baseURL])).count == 2)
    let doctor = try run(["doctor", "--base-url", server.baseURL, "--model", "m"])
    #expect(doctor.status <= 1 && doctor.output.contains("per million tokens"), "\(doctor)")
    await server.stop()
  }

  @Test(
    arguments: [
      ("9223372036854775807", [0]), ("1", [0]), ("0", [2]), ("-9223372036854775808", [2]),
      ("99999999999999999999", [2]),
    ] as [(String, [Int32])])
  func limits(_ limit: String, _ statuses: [Int32]) throws {
    #expect(try run(["ask", "--demo", "hello"]).status == 0)
    for more in [[], ["--best"]] {
      let found = try run(["search", "--limit", limit] + more + ["hello"])
      #expect(statuses.contains(found.status), "\(found)")
    }
  }

  @Test(arguments: [
    ["--thinking-budget", "99999999999999999999", "ask", "--demo", "x"],
    ["ask", "--demo", "--thinking-budget", "-9223372036854775808", "x"],
    ["ask", "--demo", "--seed", "99999999999999999999", "x"],
    ["ask", "--demo", "--max-tokens", "-9223372036854775808", "x"],
    ["ask", "--demo", "--temperature", "1e999", "x"],
    ["ask", "--demo", "--temperature", "nan", "x"],
    ["demo-server", "--port", "99999999999999999999"], ["demo-server", "--port", "-1"],
    ["demo-server", "--pace", "9223372036854775807"],
  ])
  func outOfRangeOptionsAreRefused(_ arguments: [String]) throws {
    let run = try run(arguments)
    #expect(run.status == 2, "\(run)")
    #expect(!run.error.isEmpty && run.output.isEmpty)
  }

  @Test(arguments: [
    "thinking_budget = -9223372036854775808", "thinking_budget = 99999999999999999999",
    "history = { delete_after = 9223372036854775807 }",
    "history = { delete_after = \"9223372036854775807y\" }",
    "providers.x = { base_url = \"http://a\", idle_timeout = 1e300 }",
    "providers.x = { base_url = \"http://a\", idle_timeout = nan }",
    "providers.x = { base_url = \"http://a\", connect_timeout = inf }",
    "parameters = { temperature = nan }", "parameters = { max_tokens = 1e300 }",
    "parameters = { seed = -9223372036854775808 }", "ambiguous_width = 9223372036854775807",
  ])
  func outOfRangeSettingsAreRefused(_ setting: String) throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(setting.utf8).write(to: folder.appending(path: "config.toml"))
    let run = try run(["ask", "--demo", "x"])
    #expect(run.status == 2 && run.error.contains("config.toml"), "\(run)")
  }

  @Test(arguments: [
    "-9223372036854775808", "9223372036854775807", "9404900000000000", "-62167219200001", "1e300",
  ])
  func conversationsWithAnyDateAreListed(_ date: String) throws {
    let id = "018bcfe5-6800-7000-8000-00000000000"
    let json = """
      {"id":"\(id)0","title":"Old","created_ms":\(date),"updated_ms":\(date),"messages":[\
      {"id":"\(id)1","role":"user","status":"complete","created_ms":\(date),"content":"Why?"},\
      {"id":"\(id)2","parent":"\(id)1","role":"assistant","status":"complete",\
      "created_ms":\(date),"content":"Because","provider":"p","model":"m"}]}
      """
    try Data(json.utf8).write(to: home.appending(path: "old.json"))
    let imported = try run(["import", home.appending(path: "old.json").path])
    #expect(imported.status == 0, "\(imported.error)")
    #expect(try run(["list"]).output.contains("Old"))
    #expect(try objects(run(["list", "--json"])).count == 1)
    #expect(try objects(run(["search", "--json", "because"])).count == 1)
    #expect(try run(["stats"]).output.contains("1 answer"))
    #expect(try run(["export", "--all", "--format", "html"]).output.contains("Because"))
  }

  @Test(arguments: [Int.min, -1, 0, .max] as [Int], [1e12, -1e12, .infinity, .nan, -0.5, 0])
  func statisticsSaturate(_ tokens: Int, _ cost: Double) {
    let use = ["m", "n"].map {
      MonthlyUse(
        month: "?", model: $0, messages: tokens, promptTokens: tokens, completionTokens: tokens,
        reasoningTokens: tokens, cost: cost)
    }
    for width in [20, 80, 200] {
      let table = StatisticsTable(use, width: width, cutsNames: true)
      #expect(table.text.split(separator: "\n").count == 3)
    }
  }
}
