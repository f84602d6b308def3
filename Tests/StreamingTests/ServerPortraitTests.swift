import Chat
import Testing

@testable import Streaming

/// What servers reveal about themselves.
@Suite struct ServerPortraitTests {
  private func reply(_ body: String, server: String? = nil, status: Int = 200) -> HTTPReply {
    HTTPReply(status: status, server: server, body: Array(body.utf8), time: .zero)
  }

  private func list(_ owner: String) -> String {
    #"{"data":[{"id":"m","object":"model","owned_by":"\#(owner)"}]}"#
  }

  private func portrait(_ replies: (ServerInquiry, HTTPReply)...) -> ServerPortrait {
    var portrait = ServerPortrait()
    for (inquiry, reply) in replies { portrait.add(reply, to: inquiry) }
    return portrait
  }

  @Test(
    arguments: [
      ("llamacpp", .llamaCpp), ("vllm", .vllm), ("sglang", .sglang), ("mistralai", .mistral),
      ("openai", nil), ("library", nil), ("me", nil),
    ] as [(String, DialectName?)])
  func modelOwnerIdentifiesTheServer(_ owner: String, _ dialect: DialectName?) {
    let portrait = portrait((.models, reply(list(owner))))
    #expect(portrait.identity?.dialect == dialect)
    #expect(portrait.models?.map(\.id) == ["m"] && portrait.hasReplied)
  }

  @Test func headIdentifiesTheServerEvenInARefusal() {
    let portrait = portrait((.models, reply(#"{"error":{}}"#, server: "llama.cpp", status: 401)))
    #expect(portrait.identity?.dialect == .llamaCpp)
    #expect(portrait.models == nil)
  }

  @Test(
    arguments: [
      (.props, #"{"default_generation_settings":{},"total_slots":1}"#, .llamaCpp),
      (.props, #"{"role":"router"}"#, .llamaCpp), (.props, #"{"status":"ok"}"#, nil),
      (.version, #"{"version":"0.9.2"}"#, .vllm), (.version, "nginx", nil),
      (.ollamaVersion, #"{"version":"0.12.3"}"#, .ollama),
      (.ollamaVersion, #"{"error":"Unexpected endpoint"}"#, nil),
      (.lmStudioModels, #"{"data":[{"id":"a","type":"llm","state":"loaded"}]}"#, .lmStudio),
      (.lmStudioModels, #"{"data":[{"id":"a"}]}"#, nil),
    ] as [(ServerInquiry, String, DialectName?)])
  func ownAddressesIdentifyTheServer(
    _ inquiry: ServerInquiry, _ body: String, _ dialect: DialectName?
  ) {
    #expect(portrait((inquiry, reply(body))).identity?.dialect == dialect)
    #expect(portrait((inquiry, reply(body, status: 404))).identity == nil)
  }

  @Test func versionAloneDoesNotOutweighTheOwner() {
    let version = reply(#"{"version":"1"}"#)
    #expect(portrait((.models, reply(list("openai"))), (.version, version)).identity == nil)
    let ollama = portrait((.version, version), (.ollamaVersion, version))
    #expect(ollama.identity?.dialect == .ollama)
  }

  @Test(arguments: [
    ("http://h:1/v1", "http://h:1"), ("http://h:1/v1/", "http://h:1"), ("http://h", "http://h"),
    ("https://h/llama/v1/chat/completions?a=b", "https://h/llama"),
    ("https://h/api", "https://h/api"),
  ])
  func theServersOwnAddress(_ base: String, _ root: String) {
    var provider = Provider.aimlapi
    provider.baseURL = base
    #expect(provider.rootURL == root)
  }

  @Test func loadedModelsAreMarked() {
    let router =
      #"{"data":[{"id":"a","status":{"value":"unloaded"}},{"id":"b","status":{"value":"loaded"}}]}"#
    #expect(ModelList.models(in: Array(router.utf8))?.map(\.isLoaded) == [false, true])
  }
}
