internal import ArgumentParser
internal import Dispatch
internal import Loopback
internal import Words

/// `aside demo-server`: runs the scripted server for other programs.
struct DemoServer: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: Words.Help.DemoServer.abstract,
    discussion: Words.Help.DemoServer.discussion)

  @Option(help: ArgumentHelp(Words.Help.DemoServer.port, valueName: Words.Help.Value.number))
  var port: UInt16 = 0

  @Option(help: ArgumentHelp(Words.Help.DemoServer.pace, valueName: Words.Help.Value.number))
  var pace = 18

  func run() throws {
    guard (0...60_000).contains(pace) else {
      throw UsageProblem(Words.paceRange(pace))
    }
    let server: LoopbackServer
    do {
      server = try LoopbackServer(scenario: .aimlapi(pace: .milliseconds(pace)), port: port)
    } catch {
      StandardStreams.complain(Words.cannotListen(on: port))
      throw ExitCode(1)
    }
    try StandardStreams.output(server.baseURL + "\n")
    // Serve until a signal ends the program.
    withExtendedLifetime(server) { DispatchSemaphore(value: 0).wait() }
  }
}
