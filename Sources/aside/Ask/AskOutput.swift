internal import App
internal import Chat
internal import Screen
internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The writer of standard output and standard error for `aside ask`.
struct AskOutput {
  private let showsReasoning: Bool
  /// Whether standard output gets a line of JSON per event instead of the plain answer.
  private let isJSON: Bool
  /// The renderer of Markdown; `nil` to print the answer as it arrives.
  private var printer: AnswerPrinter?
  private var endsWithLineFeed = true
  /// The filters for text shown on a terminal. They never split a character.
  private var shownAnswer = SafeText()
  private var shownReasoning = SafeText()
  private var hasContent = false
  private var hasRefusal = false
  private var hasSaidLoading = false
  private var calls: [ToolCall] = []
  /// The thinking, kept until content arrives. If none does, the thinking is the answer.
  private var reasoning = ""
  /// The error that stopped the output; ECANCELED if a signal arrived while nobody was reading.
  private(set) var failure: Int32?

  init(showsReasoning: Bool, isJSON: Bool, printer: AnswerPrinter?) {
    self.showsReasoning = showsReasoning
    self.isJSON = isJSON
    self.printer = printer
  }

  /// Lists the files sent with the question, for programs that read JSON.
  mutating func write(_ attachments: [Attachment], _ estimator: TokenEstimator) {
    guard isJSON, !attachments.isEmpty else { return }
    print(AnswerJSON.line(attachments, estimator))
  }

  mutating func write(_ delta: AnswerDelta) {
    if showsReasoning, !delta.reasoning.isEmpty {
      writeReasoning(
        StandardStreams.isErrorTerminal ? shownReasoning.push(delta.reasoning) : delta.reasoning)
    }
    if !hasContent {
      reasoning += delta.reasoning
    } else if delta.contentWasReasoning, !isJSON {
      // The beginning of the reasoning is already on standard output. Write its end and the tag
      // too, to show where the answer begins.
      writeAnswer(delta.reasoning + "</think>\n\n")
    }
    if isJSON { print(AnswerJSON.lines(delta)) }
    for change in delta.toolCallChanges { calls.apply(change) }
    hasRefusal = hasRefusal || !delta.refusal.isEmpty
    // A refusal replaces the answer, so it is written like one.
    let text = delta.content + delta.refusal
    guard !text.isEmpty else { return }
    if !hasContent { endReasoning(isAnswered: true) }
    hasContent = true
    reasoning = ""
    if !isJSON { writeAnswer(text) }
  }

  /// Reports a retry to a user at a terminal, or to a program that reads JSON.
  mutating func write(_ retry: Retry) {
    guard let limit = retry.limit else { return writeLoading(retry) }
    if isJSON {
      print(AnswerJSON.line(retry, reason: ErrorText.sentence(retry.reason)))
    }
    guard !isJSON, StandardStreams.isErrorTerminal else { return }
    let seconds = (retry.delay.inSeconds * 10).rounded() / 10
    StandardStreams.complain(
      Words.retrying(
        ErrorText.sentence(retry.reason), seconds: seconds, number: retry.number,
        limit: limit))
  }

  /// Reports once that the model is loading, even if standard error is not a terminal: loading can
  /// take minutes.
  private mutating func writeLoading(_ retry: Retry) {
    guard !hasSaidLoading else { return }
    hasSaidLoading = true
    if isJSON {
      print(AnswerJSON.line(retry, reason: ErrorText.sentence(retry.reason)))
    }
    StandardStreams.complain(ErrorText.modelLoading)
  }

  private mutating func writeAnswer(_ text: String) {
    if let rows = printer?.push(text) { return printRows(rows) }
    print(StandardStreams.isOutputTerminal ? shownAnswer.push(text) : text)
    endsWithLineFeed = text.utf8.last == UInt8(ascii: "\n")
  }

  private mutating func print(_ text: String) {
    guard failure == nil, !text.isEmpty else { return }
    failure = StandardStreams.writeOutput(text)
  }

  private mutating func printRows(_ rows: String) {
    guard failure == nil, !rows.isEmpty else { return }
    failure = StandardStreams.writeRows(rows)
  }

  /// Writes thinking on standard error, dim if it is shown together with a rendered answer.
  private func writeReasoning(_ text: String) {
    guard let printer, StandardStreams.isErrorTerminal else {
      return StandardStreams.writeError(text)
    }
    StandardStreams.writeErrorRows(printer.thinking(text))
  }

  /// Ends the last line of the thinking.
  /// - Parameter isAnswered: whether the answer follows. On a terminal, a blank line separates them.
  private mutating func endReasoning(isAnswered: Bool) {
    writeReasoning(shownReasoning.finish())
    guard showsReasoning, !reasoning.isEmpty else { return }
    let isTogether = StandardStreams.isErrorTerminal && StandardStreams.isOutputTerminal
    let wanted = isAnswered && isTogether && !isJSON ? 2 : 1
    let written = reasoning.utf8.suffix(wanted).reversed().prefix { $0 == UInt8(ascii: "\n") }.count
    StandardStreams.writeError(String(repeating: "\n", count: wanted - written))
  }

  /// Ends the output, and reports in one line what is wrong with the answer, if anything.
  /// - Parameters:
  ///   - request: the request that was answered.
  ///   - window: the model's context window in tokens, if it is known.
  ///   - isTerminated: whether a signal is ending the program, and with it any unfinished answer.
  /// - Returns: the exit status.
  mutating func finish(
    _ end: StreamEnd, of request: AnswerRequest, window: Int?, isTerminated: Bool,
    provider: Provider, conversation: ConversationID?
  ) -> Int32 {
    var isThinkingOnly = false
    if !hasContent, !reasoning.isEmpty {
      if case .complete = end.outcome { isThinkingOnly = !isJSON && calls.isEmpty }
      endReasoning(isAnswered: isThinkingOnly)
      if isThinkingOnly { writeAnswer(reasoning) }
    }
    writeReasoning(shownReasoning.finish())
    if let rows = printer?.finish() { printRows(rows) }
    if !isJSON { print(shownAnswer.finish()) }
    let trouble = trouble(end, of: request, window, provider, isTerminated: isTerminated)
    if isJSON {
      print(AnswerJSON.line(calls))
      print(AnswerJSON.line(end, complaint: trouble?.complaint, conversation: conversation))
    } else if !endsWithLineFeed {
      print("\n")
    }
    if let failure, failure != ECANCELED { return OutputFailure(failure).report() }
    let remark = isThinkingOnly ? Words.thinkingOnly : ""
    let sentences = [remark, trouble?.complaint ?? ""].filter { !$0.isEmpty }
    if !sentences.isEmpty { StandardStreams.complain(sentences.joined(separator: " ")) }
    return trouble?.status ?? 0
  }

  private func trouble(
    _ end: StreamEnd, of request: AnswerRequest, _ window: Int?, _ provider: Provider,
    isTerminated: Bool
  ) -> (complaint: String, status: Int32)? {
    let isEmpty = !hasContent && reasoning.isEmpty
    switch end.outcome {
    case .complete:
      let reason = end.finishReason?.judged(
        asking: request.parameters, usage: end.usage, window: window)
      switch reason {
      case .contextFull: return (Words.contextWindowFull, 1)
      case .length: return (Words.tokenLimit, 1)
      case .contentFilter: return (Words.contentFilter, 1)
      case .other(let word)? where reason?.isBreakdown == true:
        return (Words.aborted(word), 1)
      case .toolCalls where !calls.isEmpty && !isJSON:
        return (Words.toolCalled, 1)
      case .stop, .toolCalls, .other, nil:
        if hasRefusal { return (Words.refused, 1) }
        return isEmpty && calls.isEmpty ? (Words.emptyAnswer, 1) : nil
      }
    case .cancelled:
      return (Words.interrupted(hasOutput: !isEmpty), Interruption.exitStatus)
    case .truncated where isTerminated:
      return (Words.terminated(hasOutput: !isEmpty), 1)
    case .truncated: return (Words.connectionLost, 1)
    case .failed(let error):
      if case .invalidRequest = error { return (ErrorText.sentence(error), 2) }
      let advice = ErrorText.advice(error, provider: provider)
      return (Words.sentences(ErrorText.sentence(error, at: provider), advice), 1)
    }
  }
}
