package import Chat

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes one completion, with its keys in the order of the documented examples (wire.md 1.3).
package struct CompletionWriter {
  let id: String
  private let created: Int

  package init(id: String) {
    self.id = "chatcmpl-" + id
    created = Int(Date().timeIntervalSince1970)
  }

  /// Returns the chunk that opens a stream, with a role but no text.
  package func opening(thinks: Bool) -> String {
    let text = thinks ? ("null", #""""#) : (#""""#, "null")
    return choice(
      #""content":\#(text.0),"role":"assistant","refusal":null,"reasoning_content":\#(text.1)"#)
  }

  package func reasoning(_ piece: String) -> String {
    choice(#""content":null,"refusal":null,"reasoning_content":\#(JSONText.quote(piece))"#)
  }

  /// - Parameter logprobs: the JSON of the piece's probabilities, if requested.
  package func content(_ piece: String, logprobs: String?) -> String {
    choice(
      #""content":\#(JSONText.quote(piece)),"refusal":null,"reasoning_content":null"#,
      logprobs: logprobs)
  }

  package func finish(_ reason: FinishReason) -> String {
    choice(#""content":"","refusal":null,"reasoning_content":null"#, finish: #""\#(reason.wire)""#)
  }

  /// Returns the chunk that ends a stream. It has no choices, and is sent even if usage was not
  /// requested.
  func usage(_ usage: CompletionUsage) -> String {
    self.usage(json: usage.json)
  }

  package func usage(json: String) -> String {
    chunk(choices: "", usage: json)
  }

  /// Returns the whole completion, for a request without streaming.
  func completion(
    _ content: String, logprobs: String?, _ reason: FinishReason, _ usage: CompletionUsage
  ) -> String {
    #"{"id":"\#(id)","system_fingerprint":null,"object":"chat.completion","choices":[{"index":0,"#
      + #""finish_reason":"\#(reason.wire)","logprobs":\#(logprobs ?? "null"),"#
      + #""message":{"role":"assistant","content":\#(JSONText.quote(content)),"#
      + #""reasoning_content":""}}],"created":\#(created),"#
      + #""model":"\#(CompletionSchema.servedModel)","usage":\#(usage.json)}"#
  }

  private func choice(_ delta: String, finish: String = "null", logprobs: String? = nil) -> String {
    let logprobs = logprobs.map { #","logprobs":\#($0)"# } ?? ""
    return chunk(
      choices: #"{"delta":{\#(delta)},"index":0,"finish_reason":\#(finish)\#(logprobs)}"#)
  }

  private func chunk(choices: String, usage: String = "null") -> String {
    #"data: {"id":"\#(id)","choices":[\#(choices)],"created":\#(created),"#
      + #""model":"\#(CompletionSchema.servedModel)","object":"chat.completion.chunk","#
      + #""usage":\#(usage)}"# + "\n\n"
  }
}
