internal import Chat

// The splitter gives the same result however the text is split, and removes only tags and the
// newlines around them.

private struct Sum: Equatable {
  var reasoning: [UInt8]
  var content: [UInt8]

  init(of pieces: [String]) {
    var splitter = ReasoningSplitter()
    var message = Message.emptyAnswer
    for piece in pieces {
      var delta = AnswerDelta()
      splitter.push(piece, into: &delta)
      message.add(delta)
    }
    var delta = AnswerDelta()
    splitter.finish(into: &delta)
    message.add(delta)
    reasoning = Array(message.reasoning.utf8)
    content = Array(message.content.utf8)
  }

  /// - Returns: a description of what is wrong with this result for `text`.
  func fault(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.contains("<think>".utf8) || bytes.contains("</think>".utf8) else {
      return reasoning.isEmpty && content == bytes ? nil : "a text without tags was changed"
    }
    guard bytes.suffix(content.count) == content[...] else { return "the content is not its end" }
    let rest = bytes.dropLast(content.count)
    guard rest.contains(reasoning) else { return "the reasoning is not a part of it" }
    let dropped = Array("<>/think\r\n\t ".utf8)
    let lost = rest.count - reasoning.count
    let removable = rest.count { dropped.contains($0) }
    return lost <= removable ? nil : "more than tags and newlines is missing"
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testReasoningSplitter(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Input(start, count)
  let text = String(decoding: input.bytes, as: UTF8.self)
  let whole = Sum(of: [text])
  for pieces in input.cuts(of: Array(text.unicodeScalars)) {
    let cut = Sum(of: pieces.map { String(String.UnicodeScalarView($0)) })
    require(cut == whole, "whole \(whole), but cut as \(pieces.map(\.count)) \(cut)")
  }
  if let fault = whole.fault(text) { require(false, "\(fault): \(whole)") }
  return 0
}
