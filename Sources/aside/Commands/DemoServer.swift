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
    help: ArgumentHelp("Milliseconds between two pieces of text.", valueName: "number"))
  var pace = 18

  func run() throws {
    guard (0...60_000).contains(pace) else {
      throw UsageProblem("--pace takes a whole number from 0 to 60000, not \(pace).")
    }
    let server: LoopbackServer
    do {
      server = try LoopbackServer(scenario: .aimlapi(pace: .milliseconds(pace)), port: port)
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
}
