internal import App
internal import ArgumentParser
internal import Chat
internal import Words

/// One option per API parameter, with the same name: `--top-p 0.9`. ``Chat/ParameterField`` parses
/// the values, as everywhere else.
struct ParameterOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: help("temperature"))
  var temperature: String?

  @Option(parsing: .unconditional, help: help("top_p"))
  var topP: String?

  @Option(parsing: .unconditional, help: help("top_k"))
  var topK: String?

  @Option(parsing: .unconditional, help: help("min_p"))
  var minP: String?

  @Option(parsing: .unconditional, help: help("max_tokens"))
  var maxTokens: String?

  @Option(
    parsing: .unconditional,
    help: help("max_completion_tokens"))
  var maxCompletionTokens: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(Words.Help.stop, valueName: Words.Help.Value.value))
  var stop: [String] = []

  @Option(parsing: .unconditional, help: help("frequency_penalty"))
  var frequencyPenalty: String?

  @Option(parsing: .unconditional, help: help("presence_penalty"))
  var presencePenalty: String?

  @Option(parsing: .unconditional, help: help("repetition_penalty"))
  var repetitionPenalty: String?

  @Option(parsing: .unconditional, help: help("seed"))
  var seed: String?

  @Option(parsing: .unconditional, help: help("logprobs"))
  var logprobs: String?

  @Option(parsing: .unconditional, help: help("top_logprobs"))
  var topLogprobs: String?

  @Option(parsing: .unconditional, help: help("reasoning_effort"))
  var reasoningEffort: String?

  @Option(parsing: .unconditional, help: help("response_format"))
  var responseFormat: String?

  @Option(parsing: .unconditional, help: help("tools"))
  var tools: String?

  @Option(parsing: .unconditional, help: help("tool_choice"))
  var toolChoice: String?

  @Option(parsing: .unconditional, help: help("parallel_tool_calls"))
  var parallelToolCalls: String?

  @Option(parsing: .unconditional, help: help("prediction"))
  var prediction: String?

  @Option(parsing: .unconditional, help: help("stream_options"))
  var streamOptions: String?

  @Option(parsing: .unconditional, help: help("extra"))
  var extra: String?

  /// The values given for each parameter; empty if its option was not given.
  private var values: [(name: String, texts: [String])] {
    [
      ("temperature", temperature.map { [$0] } ?? []),
      ("top_p", topP.map { [$0] } ?? []),
      ("top_k", topK.map { [$0] } ?? []),
      ("min_p", minP.map { [$0] } ?? []),
      ("max_tokens", maxTokens.map { [$0] } ?? []),
      ("max_completion_tokens", maxCompletionTokens.map { [$0] } ?? []),
      ("stop", stop),
      ("frequency_penalty", frequencyPenalty.map { [$0] } ?? []),
      ("presence_penalty", presencePenalty.map { [$0] } ?? []),
      ("repetition_penalty", repetitionPenalty.map { [$0] } ?? []),
      ("seed", seed.map { [$0] } ?? []),
      ("logprobs", logprobs.map { [$0] } ?? []),
      ("top_logprobs", topLogprobs.map { [$0] } ?? []),
      ("reasoning_effort", reasoningEffort.map { [$0] } ?? []),
      ("response_format", responseFormat.map { [$0] } ?? []),
      ("tools", tools.map { [$0] } ?? []),
      ("tool_choice", toolChoice.map { [$0] } ?? []),
      ("parallel_tool_calls", parallelToolCalls.map { [$0] } ?? []),
      ("prediction", prediction.map { [$0] } ?? []),
      ("stream_options", streamOptions.map { [$0] } ?? []),
      ("extra", extra.map { [$0] } ?? []),
    ]
  }

  /// Overrides the session's parameters with the given options.
  func apply(to session: inout Session) throws(UsageProblem) {
    for (name, texts) in values where !texts.isEmpty {
      guard let field = ParameterField.named(name) else { continue }
      field.unset(in: &session.parameters)
      for text in texts {
        do throws(ParameterError) {
          try field.set(text, in: &session.parameters, within: session.provider.limits)
        } catch {
          throw UsageProblem(Words.Parameter.problem(error))
        }
      }
      session.sources[name] = .option
    }
  }

  private static func help(_ name: String) -> ArgumentHelp {
    // The server is not known yet, so show the widest range.
    let range = Parameters.CodingKeys(rawValue: name).map(ParameterLimits.widest.range) ?? .flag
    return ArgumentHelp(
      Words.Help.parameter(name, range: range), valueName: Words.Help.Value.value)
  }
}
