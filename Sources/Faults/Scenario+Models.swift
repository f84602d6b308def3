import Loopback

extension Scenario {
  /// Scenarios that list models. They give a short answer to any question.
  static let modelLists = [
    list(
      "models-aimlapi", "421 models as the AI/ML API lists them: filters, prices, ETag",
      .aimlapiLong),
    list("models-openai", "models as OpenAI lists them", .openAI),
    list("models-vllm", "models as vLLM lists them, with max_model_len", .vllm),
    list("models-llama-cpp", "models as llama.cpp lists them, with meta.n_ctx_train", .llamaCpp),
    list("models-ollama", "models as Ollama lists them", .ollama),
    list("models-openrouter", "models as OpenRouter lists them, priced by the token", .openRouter),
    list("models-none", "a list without models", .fixed(["object": "list", "data": []])),
  ]

  private static func list(_ name: String, _ summary: String, _ models: ModelCatalog)
    -> NamedScenario
  {
    let writer = ChunkWriter()
    return NamedScenario(
      name, summary,
      dialect(
        writer.texts + [writer.finish(), ChunkWriter.done],
        whole: writer.completion(usage: .counts), models: models))
  }
}
