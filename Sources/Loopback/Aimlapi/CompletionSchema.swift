/// The schema of the body of a chat completion request, according to the API's description
/// (wire.md 1.2).
package enum CompletionSchema {
  package static let model = "alibaba/qwen3-32b"
  /// The model name in the server's replies.
  package static let servedModel = "qwen3-32b"

  static let body = Schema.object(
    [
      .required("model", .oneOf([model], aliases: [servedModel])),
      // The description sets no minimum count, but the upstream server rejects an empty list.
      .required("messages", .list(message, counts: 1...Int.max)),
      .optional("max_completion_tokens", .integer(atLeast: 1)),
      .optional("max_tokens", .number(1...(.infinity))),
      .optional("stream", .boolean),
      .optional("stream_options", .object([.required("include_usage", .boolean)], isOpen: true)),
      .optional("tools", .list(tool, counts: 0...128)),
      .optional("tool_choice", toolChoice),
      .optional("parallel_tool_calls", .boolean),
      .optional("temperature", .number(0...2)),
      .optional("top_p", .number(0.01...1)),
      .optional("stop", .nullable(.either([.string, .list(.string, counts: 0...4)]))),
      .optional("frequency_penalty", .nullable(.number(-2...2))),
      .optional("presence_penalty", .nullable(.number(-2...2))),
      .optional("prediction", prediction),
      .optional("seed", .integer(atLeast: 1)),
      .optional("response_format", responseFormat),
      .optional("logprobs", .nullable(.boolean)),
      .optional("top_logprobs", .nullable(.number(0...20))),
      .optional("repetition_penalty", .nullable(.number(-.infinity ... .infinity))),
      .optional("enable_thinking", .boolean),
      .optional("thinking_budget", .integer(atLeast: 1)),
    ], isOpen: true)

  private static let textPart = Schema.object(
    [.required("type", .oneOf(["text"])), .required("text", .string)], isOpen: true)

  private static let textOrParts = Schema.either([.string, .list(textPart, counts: 0...Int.max)])

  private static let message = Schema.tagged(
    "role",
    [
      ("system", plainMessage(isOpen: false)),
      ("user", plainMessage(isOpen: true)),
      ("assistant", assistantMessage),
      ("tool", toolMessage),
    ])

  private static func plainMessage(isOpen: Bool) -> Schema {
    .object(
      [
        .required("role", .string), .required("content", textOrParts), .optional("name", .string),
      ], isOpen: isOpen)
  }

  private static let toolMessage = Schema.object(
    [
      .required("role", .string), .required("content", .string),
      .required("tool_call_id", .string), .optional("name", .string),
    ], isOpen: false)

  private static let assistantMessage = Schema.object(
    [
      .required("role", .string),
      .optional(
        "content", .nullable(.either([.string, .list(assistantPart, counts: 0...Int.max)]))),
      .optional("name", .string),
      .optional("tool_calls", .list(toolCall, counts: 0...Int.max)),
      .optional("refusal", .nullable(.string)),
    ], isOpen: true)

  private static let assistantPart = Schema.tagged(
    "type",
    [
      ("text", textPart),
      ("refusal", .object([.required("refusal", .string)], isOpen: true)),
    ])

  private static let toolCall = Schema.object(
    [
      .required("id", .string),
      .required("type", .oneOf(["function"])),
      .required(
        "function",
        .object([.required("name", .string), .required("arguments", .string)], isOpen: true)),
    ], isOpen: true)

  private static let tool = Schema.object(
    [
      .required("type", .oneOf(["function"])),
      .required(
        "function",
        .object(
          [
            .required("name", .functionName), .required("parameters", .object([], isOpen: true)),
            .optional("description", .string), .optional("strict", .nullable(.boolean)),
          ], isOpen: false)),
    ], isOpen: false)

  private static let toolChoice = Schema.either([
    .oneOf(["none", "auto", "required"]),
    .object(
      [
        .required("type", .oneOf(["function"])),
        .required("function", .object([.required("name", .functionName)], isOpen: true)),
      ], isOpen: true),
  ])

  private static let prediction = Schema.object(
    [.required("type", .oneOf(["content"])), .required("content", textOrParts)], isOpen: true)

  private static let responseFormat = Schema.tagged(
    "type",
    [
      ("text", .object([.required("type", .string)], isOpen: false)),
      ("json_object", .object([.required("type", .string)], isOpen: false)),
      (
        "json_schema",
        .object([.required("type", .string), .required("json_schema", jsonSchema)], isOpen: false)
      ),
    ])

  private static let jsonSchema = Schema.object(
    [
      .required("name", .functionName), .optional("schema", .object([], isOpen: true)),
      .optional("strict", .nullable(.boolean)), .optional("description", .string),
    ], isOpen: false)
}
