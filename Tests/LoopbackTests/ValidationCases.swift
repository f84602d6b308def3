/// Valid and invalid values for each field of a request.
enum ValidationCases {
  static let accepted = [
    #""max_completion_tokens":1"#, #""max_tokens":1"#, #""max_tokens":1.5"#,
    #""max_tokens":1e300"#, #""stream":false"#, #""stream":true"#,
    #""stream_options":{"include_usage":true}"#, #""tools":[]"#,
    #""tools":[{"type":"function","function":{"name":"a_-9","parameters":{},"strict":null}}]"#,
    #""tool_choice":"none""#, #""tool_choice":"auto""#, #""tool_choice":"required""#,
    #""tool_choice":{"type":"function","function":{"name":"f"}}"#,
    #""parallel_tool_calls":true"#, #""temperature":0"#, #""temperature":2"#,
    #""temperature":0.7"#, #""top_p":0.01"#, #""top_p":1"#, #""stop":"zzz""#, #""stop":null"#,
    #""stop":["a","b","c","d"]"#, #""frequency_penalty":-2"#, #""frequency_penalty":null"#,
    #""presence_penalty":2"#, #""presence_penalty":null"#,
    #""prediction":{"type":"content","content":"x"}"#,
    #""prediction":{"type":"content","content":[{"type":"text","text":"x"}]}"#, #""seed":1"#,
    #""response_format":{"type":"text"}"#, #""response_format":{"type":"json_object"}"#,
    #""response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}}"#,
    #""logprobs":true"#, #""logprobs":null"#, #""logprobs":true,"top_logprobs":0"#,
    #""logprobs":true,"top_logprobs":20"#, #""top_logprobs":null"#,
    #""repetition_penalty":-5.5"#, #""repetition_penalty":null"#, #""enable_thinking":false"#,
    #""enable_thinking":true,"stream":true"#,
    #""enable_thinking":true,"stream":true,"thinking_budget":1"#,
    #""enable_thinking":true,"stream":true,"thinking_budget":38912"#,
    #""enable_thinking":true,"stream":true,"tool_choice":"auto""#, #""n":3,"unknown":{}"#,
  ]

  static let refused: [(String, String)] = [
    (
      #""max_completion_tokens":0"#,
      "max_completion_tokens: Number must be greater than or equal to 1, received 0"
    ),
    (#""max_completion_tokens":1.5"#, "max_completion_tokens: Expected integer, received 1.5"),
    (#""max_tokens":0.5"#, "max_tokens: Number must be greater than or equal to 1, received 0.5"),
    (#""max_tokens":"9""#, "max_tokens: Expected number, received '9'"),
    (#""stream":1"#, "stream: Expected boolean, received 1"),
    (#""stream_options":{}"#, "stream_options.include_usage: Required"),
    (#""stream_options":null"#, "stream_options: Expected object, received null"),
    (#""tools":{}"#, "tools: Expected array, received object"),
    (#""tools":[{"type":"function"}]"#, "tools.0.function: Required"),
    (
      #""tools":[{"type":"function","function":{"name":"f"}}]"#,
      "tools.0.function.parameters: Required"
    ),
    (
      #""tools":[{"type":"function","function":{"name":"f f","parameters":{}}}]"#,
      "tools.0.function.name: Expected a name of 1 to 64 of A-Z a-z 0-9 _ -, received 'f f'"
    ),
    (
      #""tools":[{"type":"function","function":{"name":"f","parameters":{}},"x":1}]"#,
      "tools.0: Unrecognized key(s) in object: 'x'"
    ),
    (
      #""tools":[{"type":"web","function":{"name":"f","parameters":{}}}]"#,
      "tools.0.type: Invalid enum value. Expected 'function', received 'web'"
    ),
    (
      "\"tools\":["
        + repeatElement(
          #"{"type":"function","function":{"name":"f","parameters":{}}}"#, count: 129
        ).joined(separator: ",") + "]",
      "tools: Array must contain at most 128 element(s), received 129"
    ),
    (#""tool_choice":"any""#, "tool_choice: Invalid input, received 'any'"),
    (#""tool_choice":{"type":"function"}"#, "tool_choice.function: Required"),
    (#""parallel_tool_calls":null"#, "parallel_tool_calls: Expected boolean, received null"),
    (#""temperature":2.1"#, "temperature: Number must be less than or equal to 2, received 2.1"),
    (
      #""temperature":-0.1"#,
      "temperature: Number must be greater than or equal to 0, received -0.1"
    ),
    (#""temperature":true"#, "temperature: Expected number, received true"),
    (#""top_p":0"#, "top_p: Number must be greater than or equal to 0.01, received 0"),
    (#""top_p":1.01"#, "top_p: Number must be less than or equal to 1, received 1.01"),
    (#""stop":5"#, "stop: Invalid input, received 5"),
    (#""stop":[5]"#, "stop.0: Expected string, received 5"),
    (
      #""frequency_penalty":-2.5"#,
      "frequency_penalty: Number must be greater than or equal to -2, received -2.5"
    ),
    (
      #""presence_penalty":3"#,
      "presence_penalty: Number must be less than or equal to 2, received 3"
    ),
    (
      #""prediction":{"type":"x","content":"y"}"#,
      "prediction.type: Invalid enum value. Expected 'content', received 'x'"
    ),
    (
      #""prediction":{"type":"content","content":[{"type":"text"}]}"#,
      "prediction.content.0.text: Required"
    ),
    (#""seed":0"#, "seed: Number must be greater than or equal to 1, received 0"),
    (#""seed":null"#, "seed: Expected integer, received null"),
    (
      #""response_format":{"type":"xml"}"#,
      "response_format.type: Invalid enum value. "
        + "Expected 'text' | 'json_object' | 'json_schema', received 'xml'"
    ),
    (
      #""response_format":{"type":"text","x":1}"#,
      "response_format: Unrecognized key(s) in object: 'x'"
    ),
    (
      #""response_format":{"type":"json_schema","json_schema":{}}"#,
      "response_format.json_schema.name: Required"
    ),
    (#""logprobs":1"#, "logprobs: Expected boolean, received 1"),
    (
      #""logprobs":true,"top_logprobs":21"#,
      "top_logprobs: Number must be less than or equal to 20, received 21"
    ),
    (#""top_logprobs":2"#, "top_logprobs: logprobs must be true when top_logprobs is set"),
    (
      #""logprobs":false,"top_logprobs":2"#,
      "top_logprobs: logprobs must be true when top_logprobs is set"
    ),
    (#""repetition_penalty":"1""#, "repetition_penalty: Expected number, received '1'"),
    (#""enable_thinking":null"#, "enable_thinking: Expected boolean, received null"),
    (
      #""enable_thinking":true,"stream":true,"thinking_budget":0"#,
      "thinking_budget: Number must be greater than or equal to 1, received 0"
    ),
    (
      #""thinking_budget":5"#,
      "thinking_budget: enable_thinking must be true when it is set"
    ),
  ]

  static let acceptedMessages = [
    #"{"role":"system","content":"x","name":"n"}"#,
    #"{"role":"user","content":[{"type":"text","text":"x"}]}"#,
    #"{"role":"user","content":"x","extra":1}"#,
    #"{"role":"assistant","content":"x","refusal":null}"#,
    #"{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}"#,
    #"{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","#
      + #""function":{"name":"f","arguments":"{}"}}]},"#
      + #"{"role":"tool","content":"1","tool_call_id":"1"}"#,
  ]

  static let refusedBodies: [(String, String)] = [
    ("", "the body is not JSON"),
    ("{", "the body is not JSON"),
    ("[]", "Expected object, received array"),
    (#"{"messages":[]}"#, "model: Required"),
    (#"{"model":"qwen3-32b"}"#, "messages: Required"),
    (
      #"{"model":"gpt","messages":[]}"#,
      "model: Invalid enum value. Expected 'alibaba/qwen3-32b', received 'gpt'"
    ),
    (
      #"{"model":"qwen3-32b","messages":[]}"#,
      "messages: Array must contain at least 1 element(s), received 0"
    ),
    (
      #"{"model":"qwen3-32b","messages":"Hello"}"#, "messages: Expected array, received 'Hello'"
    ),
    (#"{"model":"qwen3-32b","messages":[{}]}"#, "messages.0.role: Required"),
    (
      #"{"model":"qwen3-32b","messages":[{"role":"developer","content":"x"}]}"#,
      "messages.0.role: Invalid enum value. "
        + "Expected 'system' | 'user' | 'assistant' | 'tool', received 'developer'"
    ),
    (
      #"{"model":"qwen3-32b","messages":[{"role":"user"}]}"#, "messages.0.content: Required"
    ),
    (
      #"{"model":"qwen3-32b","messages":[{"role":"user","content":[{"type":"image"}]}]}"#,
      "messages.0.content.0.type: Invalid enum value. Expected 'text', received 'image'"
    ),
    (
      #"{"model":"qwen3-32b","messages":[{"role":"system","content":"x","a":1,"b":2}]}"#,
      "messages.0: Unrecognized key(s) in object: 'a', 'b'"
    ),
    (
      #"{"model":"qwen3-32b","messages":[{"role":"tool","content":"x"}]}"#,
      "messages.0.tool_call_id: Required"
    ),
    (
      #"{"model":"qwen3-32b","messages":[{"role":"assistant","tool_calls":[{"id":"1"}]}]}"#,
      "messages.0.tool_calls.0.type: Required"
    ),
  ]

  private static let thinking = #""enable_thinking":true,"stream":true"#

  static let refusedUpstream: [(String, String)] = [
    (
      #""enable_thinking":true"#,
      "parameter.enable_thinking must be set to false for non-streaming calls"
    ),
    (
      thinking + #","thinking_budget":38913"#,
      "The thinking_budget parameter must be a positive integer and not greater than 38912"
    ),
    (
      thinking + #","response_format":{"type":"json_object"}"#,
      "Json mode response is not supported when enable_thinking is true"
    ),
    (
      thinking + #","tool_choice":"required""#,
      "The tool_choice parameter does not support being set to required or object in thinking mode"
    ),
    (
      thinking + #","tool_choice":{"type":"function","function":{"name":"f"}}"#,
      "The tool_choice parameter does not support being set to required or object in thinking mode"
    ),
    (
      #""response_format":{"type":"json_object"}"#,
      "'messages' must contain the word 'json' in some form"
    ),
  ]
}
