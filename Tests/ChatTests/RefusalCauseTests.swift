import Chat
import Testing

/// The causes found in servers' error messages.
@Suite struct RefusalCauseTests {
  private func cause(_ message: String, status: Int = 400, code: String? = nil) -> RefusalCause {
    ServerRefusal(status: status, message: message, code: code).cause
  }

  @Test(
    "A conversation that is too long, as reported by many servers",
    arguments: [
      (
        "request (9009 tokens) exceeds the available context size (2048 tokens), try increasing it",
        9009, 2048
      ),
      ("Requested tokens (9009) exceed context window of 2048", 9009, 2048),
      (
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens "
          + "(4900 in the messages, 100 in the completion). Please reduce the length of the messages "
          + "or completion.", 5000, 4096
      ),
      (
        "This model's maximum context length is 4096 tokens. However, your request has 5000 input "
          + "tokens. Please reduce the length of the input messages.", 5000, 4096
      ),
      (
        "The decoder prompt (length 9009) is longer than the maximum model length of 2048. Make sure "
          + "that `max_model_len` is no smaller than the number of text tokens.", 9009, 2048
      ),
      (
        "Requested token count exceeds the model's maximum context length of 2048 tokens. You "
          + "requested a total of 9009 tokens.", 9009, 2048
      ),
      (
        "The input (9009 tokens) is longer than the model's context length (2048 tokens).", 9009,
        2048
      ),
      ("prompt is too long: 205000 tokens > 200000 maximum", 205000, 200000),
      (
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
        1_200_000, 1_048_576
      ),
      ("Range of input length should be [1, 30720]", nil, 30720),
      (
        "This endpoint's maximum context length is 32,768 tokens. However, you requested about "
          + "40,000 tokens (39,000 of text input, 1,000 in the output).", 40000, 32768
      ),
      (
        "This model's maximum prompt length is 131072 but the request contains 140000 tokens.",
        140000, 131072
      ),
      ("Your input exceeds the context window of this model.", nil, nil),
      (
        "You passed 4000 input tokens and requested 200 output tokens. However, the model's context "
          + "length is only 4096 tokens, resulting in a maximum input length of 3896 tokens. Please "
          + "reduce the length of the input prompt. (parameter=input_tokens, value=4000)", 4200,
        4096
      ),
      (
        "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum "
          + "context length", 40000, 32768
      ),
      (
        "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input "
          + "length or `max_tokens` and try again", 209_573, 200_000
      ),
      (
        "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4097. Given: 4000 "
          + "`inputs` tokens and 1000 `max_new_tokens`", 5000, 4097
      ),
      (
        "claude-3-7-20250219: the context limit of 200000 tokens was exceeded by 205000 tokens",
        205000, 200000
      ),
    ] as [(String, Int?, Int?)])
  func contextExceeded(_ message: String, _ needed: Int?, _ window: Int?) {
    for status in [200, 400, 413, 422, 500] {
      #expect(
        cause(message, status: status) == .contextExceeded(needed: needed, window: window),
        "\(status) \(message)")
    }
    #expect(ServerRefusal(status: 400, message: message).cause != .invalidRequest)
  }

  @Test(arguments: [
    ("", "context_length_exceeded"), ("", "exceed_context_size_error"),
  ])
  func codesCountAsWords(_ message: String, _ code: String) {
    #expect(cause(message, code: code) == .contextExceeded(needed: nil, window: nil))
  }

  @Test(arguments: [
    "max_tokens is too large: 5000. This model supports at most 4096 completion tokens.",
    "'max_tokens' is too large: 5000. This model's maximum context length is 4096 tokens and your "
      + "request has 20 input tokens (5000 > 4096 - 20).",
    "temperature must be at most 2", "The context is a string",
  ])
  func otherErrorsAreInvalidRequests(_ message: String) {
    #expect(cause(message) == .invalidRequest)
  }

  @Test(arguments: [
    (404, "model 'x' not found, try pulling it first"), (400, "model 'no-such-model' not found"),
    (404, "The model `x` does not exist or you do not have access to it."),
    (400, "Model Not Exist"),
    (400, "x is not a valid model ID"), (404, "No endpoints found for x."),
    (404, "The model is deprecated"), (500, "400 Unable to access model qwen3-32b"),
    (422, "The model thing-9 does not exist on this host."), (200, "no such model"),
    (403, "Model x not found"),
    (400, "Body validation error: model: Invalid enum value. Expected 'a', received 'b'"),
  ])
  func unknownModel(_ status: Int, _ message: String) {
    #expect(cause(message, status: status) == .unknownModel)
  }

  @Test(
    arguments: [
      (401, "no", nil, .keyRefused),
      (
        400, "API key not valid. Please pass a valid API key.", nil,
        .keyRefused
      ), (200, "Incorrect API key provided", nil, .keyRefused),
      (403, "no", nil, .notPermitted), (403, "You've run out of credits", nil, .outOfCredit),
      (402, "no", nil, .outOfCredit), (429, "no", "insufficient_quota", .outOfCredit),
      (429, "no", nil, .rateLimited), (200, "Rate limit reached", nil, .rateLimited),
      (
        413, "Request too large for model x on tokens per minute (TPM): Limit 6000, Requested 9000",
        "rate_limit_exceeded", .rateLimited
      ),
      (404, "Not Found", nil, .wrongAddress), (301, "https://x", nil, .redirected),
      (400, "bad", nil, .invalidRequest), (422, "bad", nil, .invalidRequest),
      (500, "no", nil, .temporary), (503, "Loading model", nil, .temporary),
      (200, "no", nil, .temporary),
    ] as [(Int, String, String?, RefusalCause)])
  func otherCauses(_ status: Int, _ message: String, _ code: String?, _ expected: RefusalCause) {
    #expect(cause(message, status: status, code: code) == expected)
  }
}
