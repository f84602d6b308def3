internal import App
internal import ArgumentParser
internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside ask`: the answer on standard output, and nothing else there.
struct Ask: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answers on standard output, without the screen.",
    discussion: """
      The text comes from the arguments, or from standard input; with both, the arguments are the \
      instruction and the input is the material. Exit status: 0 answered, 1 failed or cut short, \
      2 usage, 130 cancelled.
      """)

  @ParentCommand var parent: Aside

  @OptionGroup(title: "Whom to ask") var chat: ChatOptions

  @OptionGroup(title: "Parameters; what is not given is not sent") var parameters: ParameterOptions

  @Option(help: ArgumentHelp("An instruction that goes before the question.", valueName: "text"))
  var system: String?

  @Flag(help: "Ask for one whole reply, without thinking.")
  var noStream = false

  @Flag(help: "Print one JSON object a line: reasoning, content, and at last end.")
  var json = false

  @Flag(help: "Put the reasoning on standard error.")
  var showReasoning = false

  @Argument(help: "The question.")
  var text: [String] = []

  func run() throws {
    if let option = parent.screenOption {
      throw UsageProblem("\(option) is for the screen, and means nothing to ask.")
    }
    let environment = ProcessInfo.processInfo.environment
    let paths = Paths(environment: environment)
    let configuration = try Configuration.load(chat.config, paths: paths)
    var setup = try ChatSetup(chat, configuration, environment: environment)
    try parameters.apply(to: &setup.session)
    // Servers that think refuse to do so in a whole reply; who asks for both is told so.
    if noStream, chat.think != true { setup.session.thinking.isOn = false }
    let request = try request(setup.session)
    guard !setup.session.lacksKey else {
      StandardStreams.complain(ErrorText.missingKey(setup.session.provider))
      throw ExitCode(1)
    }
    let status = AskRun(setup: setup, showsReasoning: showReasoning, isJSON: json)
      .answer(request)
    if status != 0 { throw ExitCode(status) }
  }

  private func request(_ session: Session) throws -> AnswerRequest {
    let question = AnswerRequest.Turn(role: .user, content: try question())
    let instruction = system.map { AnswerRequest.Turn(role: .system, content: $0) }
    let request = AnswerRequest(
      model: session.model, turns: [instruction, question].compactMap(\.self),
      parameters: session.parameters, thinking: session.thinking, isStreaming: !noStream)
    if let conflict = request.conflict(for: session.provider.dialect) {
      throw UsageProblem(conflict)
    }
    return request
  }

  private func question() throws -> String {
    let instruction = text.joined(separator: " ")
    // A terminal is read only when there is nothing else to ask; so is a pipe that never ends.
    let material =
      StandardStreams.isInputTerminal && !instruction.isEmpty ? "" : StandardStreams.readInput()
    let parts = [instruction, material].filter { $0.contains { !$0.isWhitespace } }
    guard !parts.isEmpty else {
      throw UsageProblem("There is no question. Give it as an argument or on standard input.")
    }
    return parts.joined(separator: "\n\n")
  }
}
