import Chat
import Testing

@Suite struct ParameterLimitsTests {
  private func accepts(_ text: String, _ name: String, _ limits: ParameterLimits) throws -> Bool {
    let field = try #require(ParameterField.named(name))
    var parameters = Parameters()
    do throws(ParameterError) {
      try field.set(text, in: &parameters, within: limits)
      return true
    } catch {
      #expect(error == .outOfRange(field: name, value: text, limits.range(of: field.key)))
      #expect(parameters == Parameters())
      return false
    }
  }

  private func provider(_ name: String) throws -> Provider {
    try #require(Provider.builtIn.first { $0.name == name })
  }

  @Test(
    arguments: [
      ("aimlapi", "seed", "0", false), ("aimlapi", "seed", "-1", false),
      ("aimlapi", "seed", "1", true), ("aimlapi", "top_p", "0", false),
      ("aimlapi", "top_p", "0.01", true), ("aimlapi", "temperature", "2", true),
      ("aimlapi", "repetition_penalty", "0", true), ("aimlapi", "top_logprobs", "20", true),
      ("demo", "seed", "0", false),
      ("dashscope", "temperature", "2", false), ("dashscope", "temperature", "1.99", true),
      ("dashscope", "seed", "0", true), ("dashscope-intl", "seed", "2147483648", false),
      ("dashscope", "top_logprobs", "6", false), ("dashscope", "repetition_penalty", "0", false),
      ("vllm", "top_k", "-1", true), ("vllm", "top_k", "0", true), ("vllm", "top_k", "-2", false),
      ("vllm", "seed", "-1", true), ("vllm", "seed", "0", true), ("vllm", "top_p", "0", false),
      ("sglang", "top_k", "-1", true), ("sglang", "seed", "0", true),
      ("llama.cpp", "top_k", "-1", true), ("llama.cpp", "top_k", "0", true),
      ("llama.cpp", "seed", "-1", true), ("llama.cpp", "seed", "0", true),
      ("llama.cpp", "seed", "-2", false),
      ("openai", "seed", "-5", true), ("openai", "reasoning_effort", "max", false),
      ("openrouter", "top_k", "-1", false), ("openrouter", "top_k", "0", true),
      ("groq", "reasoning_effort", "default", true), ("groq", "reasoning_effort", "xhigh", false),
      ("mistral", "temperature", "1.6", false), ("mistral", "seed", "0", true),
      ("fireworks", "top_logprobs", "6", false), ("ollama", "reasoning_effort", "default", false),
    ])
  func rangesBelongToTheServer(
    _ name: String, _ field: String, _ text: String, _ isAccepted: Bool
  ) throws {
    #expect(try accepts(text, field, provider(name).limits) == isAccepted)
  }

  @Test(arguments: Provider.builtIn, ParameterField.all)
  func everyRangeAcceptsItsBoundsAndNothingBeyond(
    _ provider: Provider, _ field: ParameterField
  ) throws {
    let limits = provider.limits
    switch limits.range(of: field.key) {
    case .integer(let bounds):
      #expect(try accepts(String(bounds.lowerBound), field.name, limits))
      #expect(try accepts(String(bounds.upperBound), field.name, limits))
      if bounds.lowerBound > .min {
        #expect(try !accepts(String(bounds.lowerBound - 1), field.name, limits))
      }
      if bounds.upperBound < .max {
        #expect(try !accepts(String(bounds.upperBound + 1), field.name, limits))
      }
    case .number(let range):
      #expect(try accepts("1", field.name, limits))
      for (bound, outside) in [(range.lower, -1e-6), (range.upper, 1e-6)] {
        switch bound {
        case .none: break
        case .including(let value):
          #expect(try accepts("\(value)", field.name, limits))
          #expect(try !accepts("\(value + outside)", field.name, limits))
        case .excluding(let value): #expect(try !accepts("\(value)", field.name, limits))
        }
      }
      for text in ["nan", "inf", "-inf", "1e999", ""] {
        #expect(try !accepts(text, field.name, limits))
      }
    case .flag:
      for text in ["true", "false"] { #expect(try accepts(text, field.name, limits)) }
      #expect(try !accepts("yes", field.name, limits))
    case .word(let words):
      for word in words { #expect(try accepts(word, field.name, limits)) }
      #expect(try !accepts("huge", field.name, limits))
    case .texts: #expect(try accepts("END", field.name, limits))
    case .json(let shape):
      for word in shape.words { #expect(try accepts(word, field.name, limits)) }
      // A prediction can be any text that does not begin like an object.
      let text = field.key == .prediction ? "{" : "[{"
      #expect(try !accepts(text, field.name, limits))
    }
  }

  @Test(arguments: [DialectBasis.assumed, .unrecognized])
  func unknownServerTakesTheWidestRanges(_ basis: DialectBasis) throws {
    var provider = Provider.aimlapi.moved(to: "http://127.0.0.1:9/v1")
    provider.dialectBasis = basis
    #expect(provider.limits == .widest)
    for (field, text) in [("top_k", "-1"), ("seed", "0"), ("seed", "-1"), ("top_p", "0")] {
      #expect(try accepts(text, field, provider.limits))
    }
    #expect(try !accepts("2.1", "temperature", provider.limits))
  }

  @Test func recognizedServerHasItsOwnRanges() {
    var provider = Provider.aimlapi.moved(to: "http://127.0.0.1:9/v1")
    provider.dialect = .vllm
    provider.dialectBasis = .recognized("vLLM")
    #expect(provider.limits.range(of: .topK) == .integer(-1...Int.max))
    #expect(Provider.aimlapi.limits.remark(on: .topK) == .undocumented)
    #expect(provider.limits.remark(on: .topK) == nil)
  }

  @Test(arguments: [
    ("alibaba/qwen3-32b", true, 0.6, 0.95), ("alibaba/qwen3-32b", false, 0.7, 0.8),
    ("Qwen/Qwen3-8B", true, 0.6, 0.95), ("qwen3:8b", false, 0.7, 0.8),
    ("qwen3-235b-a22b-instruct-2507", true, 0.7, 0.8),
    ("qwen3-30b-a3b-thinking-2507", false, 0.6, 0.95),
  ])
  func recommendedValues(_ model: String, _ thinks: Bool, _ temperature: Double, _ topP: Double) {
    var expected = Parameters()
    expected.temperature = temperature
    expected.topP = topP
    expected.topK = 20
    #expect(Parameters.recommended(for: model, isThinking: thinks) == expected)
  }

  @Test(arguments: ["gpt-5", "qwen2.5-72b", "qwen3.5-9b", "qwen30"])
  func nothingIsRecommendedForOtherModels(_ model: String) {
    #expect(Parameters.recommended(for: model, isThinking: true) == nil)
  }
}
