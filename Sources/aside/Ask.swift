internal import App
internal import ArgumentParser
internal import Chat
internal import Dispatch
internal import Screen
internal import Synchronization

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
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
    let status = AskRun(setup: setup, showsReasoning: showReasoning).answer(request)
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

/// One answer from start to end, written as it comes.
struct AskRun {
  let setup: ChatSetup
  let showsReasoning: Bool

  private struct Progress {
    var endsWithLineFeed = true
    var hasContent = false
    var reasoning = ""
    /// Why standard output takes no more.
    var outputFailure: String?
  }

  /// - Returns: the exit status.
  func answer(_ request: AnswerRequest) -> Int32 {
    let streams = StreamService(EndpointSource(setup))
    let id = RequestID(1)
    let interrupt = Self.onInterrupt { streams.cancel(id) }
    defer { interrupt.cancel() }
    let ended = DispatchSemaphore(value: 0)
    let end = Mutex<StreamEnd?>(nil)
    let progress = Mutex(Progress())
    streams.start(id, request) { event in
      switch event {
      case .opened: break
      case .received(let delta):
        let hasFailed = progress.withLock { progress in
          write(delta, &progress)
          return progress.outputFailure != nil
        }
        // Nothing more is to be paid for that nobody can read.
        if hasFailed { streams.cancel(id) }
      case .ended(let outcome):
        end.withLock { $0 = outcome }
        ended.signal()
      }
    }
    ended.wait()
    streams.shutDown()
    let outcome = end.withLock { $0 } ?? StreamEnd(outcome: .cancelled)
    return progress.withLock { finish(outcome, &$0) }
  }

  private func write(_ delta: AnswerDelta, _ progress: inout Progress) {
    if showsReasoning, !delta.reasoning.isEmpty {
      StandardStreams.writeError(Sanitizer.sanitize(delta.reasoning))
    }
    // Kept in case no content comes: then it is the answer.
    if !progress.hasContent { progress.reasoning += delta.reasoning }
    guard !delta.content.isEmpty else { return }
    if !progress.hasContent { endReasoning(progress) }
    progress.hasContent = true
    progress.reasoning = ""
    writeAnswer(delta.content, &progress)
  }

  /// A pipe gets the bytes as they are; a terminal gets nothing that could steer it.
  private func writeAnswer(_ text: String, _ progress: inout Progress) {
    guard progress.outputFailure == nil else { return }
    progress.outputFailure = StandardStreams.writeOutput(
      StandardStreams.isOutputTerminal ? Sanitizer.sanitize(text) : text)
    progress.endsWithLineFeed = text.utf8.last == UInt8(ascii: "\n")
  }

  private func endReasoning(_ progress: Progress) {
    guard showsReasoning, let last = progress.reasoning.utf8.last, last != UInt8(ascii: "\n")
    else { return }
    StandardStreams.writeError("\n")
  }

  /// Ends the output, and says in one line what is wrong with the answer, if anything.
  /// - Returns: the exit status.
  private func finish(_ end: StreamEnd, _ progress: inout Progress) -> Int32 {
    if !progress.hasContent, !progress.reasoning.isEmpty {
      endReasoning(progress)
      if case .complete = end.outcome { writeAnswer(progress.reasoning, &progress) }
    }
    let isEmpty = !progress.hasContent && progress.reasoning.isEmpty
    if !progress.endsWithLineFeed { writeAnswer("\n", &progress) }
    if let failure = progress.outputFailure {
      StandardStreams.complain("Standard output cannot be written: \(failure).")
      return 1
    }
    guard let (complaint, status) = trouble(end, isEmpty: isEmpty) else { return 0 }
    StandardStreams.complain(Sanitizer.sanitizeLine(complaint))
    return status
  }

  private func trouble(_ end: StreamEnd, isEmpty: Bool) -> (complaint: String, status: Int32)? {
    switch end.outcome {
    case .complete:
      switch end.finishReason {
      case .length: return ("The answer reached the token limit and is cut off there.", 1)
      case .contentFilter: return ("The server's content filter ended the answer.", 1)
      case .stop, .toolCalls, .other, nil:
        return isEmpty ? ("The model answered nothing.", 1) : nil
      }
    case .cancelled:
      return ("Cancelled; \(isEmpty ? "nothing had come." : "what came is above.")", 130)
    case .truncated: return ("The answer was cut off: the connection ended early.", 1)
    case .failed(let error):
      let advice = ErrorText.advice(error, provider: setup.session.provider)
      if case .invalidRequest = error { return (ErrorText.sentence(error), 2) }
      return ("\(ErrorText.sentence(error)) \(advice)", 1)
    }
  }

  private static func onInterrupt(
    _ action: @escaping @Sendable () -> Void
  ) -> any DispatchSourceSignal {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler(handler: action)
    source.resume()
    return source
  }
}
