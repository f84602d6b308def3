internal import ArgumentParser
internal import Dispatch
internal import Loopback

/// `aside demo-server`: the scripted server alone, for other programs.
struct DemoServer: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the scripted server of the demo on 127.0.0.1.",
    discussion: "Prints its base URL first, and runs until it is ended.")

  @Option(help: ArgumentHelp("The port; 0 takes a free one.", valueName: "number"))
  var port: UInt16 = 0

  @Option(
    help: ArgumentHelp(
      "Milliseconds between two pieces of text; 18 unless told otherwise.", valueName: "number"))
  var pace: Int?

  @Option(
    help: ArgumentHelp(
      "Plays what one server or network is known to do; \"list\" names the choices.",
      valueName: "name"))
  var scenario: String?

  func run() throws {
    if scenario == "list" {
      return try StandardStreams.output(Self.list)
    }
    let scenario = try chosenScenario()
    let server: LoopbackServer
    do {
      server = try LoopbackServer(scenario: scenario, port: port)
    } catch {
      StandardStreams.complain(
        "The demo server cannot listen on port \(port); another program may have it. "
          + "Name another port, or none for a free one.")
      throw ExitCode(1)
    }
    try StandardStreams.output(server.baseURL + "\n")
    // Until a signal ends the program.
    withExtendedLifetime(server) { DispatchSemaphore(value: 0).wait() }
  }

  private func chosenScenario() throws -> Scenario {
    guard let name = scenario else {
      let pace = pace ?? 18
      guard (0...60_000).contains(pace) else {
        throw UsageProblem("--pace takes a whole number from 0 to 60000, not \(pace).")
      }
      return .aimlapi(pace: .milliseconds(pace))
    }
    guard pace == nil else {
      throw UsageProblem("A scenario has a pace of its own; leave --pace or --scenario out.")
    }
    guard let scenario = Scenario.named(name) else {
      throw UsageProblem(
        "There is no scenario “\(name)”. To see all: aside demo-server --scenario list")
    }
    return scenario
  }

  /// A line for each: the name, and what it does.
  private static var list: String {
    let width = Scenario.catalogue.map(\.name.count).max() ?? 0
    return Scenario.catalogue.map { scenario in
      let padding = String(repeating: " ", count: width - scenario.name.count)
      return "\(scenario.name)\(padding)  \(scenario.summary)\n"
    }.joined()
  }
}
