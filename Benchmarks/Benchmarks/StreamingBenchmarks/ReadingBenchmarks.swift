internal import Benchmark
internal import Chat
internal import Foundation

@testable import Streaming

/// Benchmarks of the parsers that read a stream, without any network.
struct ReadingBenchmarks {
  let recording: Recording

  func register() {
    eventParser()
    lineFeedSearch()
    chunkDecoder()
    foundationDecoder()
    transfer()
    splitter()
  }

  private func eventParser() {
    Benchmark("events: ServerSentEvents", configuration: .of(.megabytesPerSecond)) { benchmark in
      try benchmark.rate(recording.size, .megabytesPerSecond) {
        var parser = ServerSentEvents()
        var count = 0
        for read in recording.reads {
          try parser.push(read) { (event) throws(StreamError) in count += event.data.count }
        }
        blackHole(count)
      }
    }
  }

  /// Measures a bare search for line feeds, the minimum work of any line parser.
  private func lineFeedSearch() {
    Benchmark("events: memchr of the same", configuration: .of(.megabytesPerSecond)) { benchmark in
      benchmark.rate(recording.size, .megabytesPerSecond) {
        var count = 0
        for read in recording.reads {
          read.withUnsafeBytes { bytes in
            guard var place = bytes.baseAddress else { return }
            let end = place + bytes.count
            while let found = memchr(place, Int32(UInt8(ascii: "\n")), end - place) {
              count += 1
              place = UnsafeRawPointer(found) + 1
            }
          }
        }
        blackHole(count)
      }
    }
  }

  private func chunkDecoder() {
    Benchmark("chunks: CompletionChunk", configuration: .of(.chunksPerSecond)) { benchmark in
      benchmark.rate(recording.chunks.count, .chunksPerSecond) {
        for json in recording.chunks {
          var chunk = CompletionChunk()
          let isRead = json.withUnsafeBufferPointer { chunk.read(json: $0) }
          precondition(isRead)
          blackHole(chunk)
        }
      }
    }
  }

  private func foundationDecoder() {
    Benchmark("chunks: Foundation's decoder", configuration: .of(.chunksPerSecond)) { benchmark in
      let some = recording.chunks.prefix(2000).map { Data($0) }
      let decoder = JSONDecoder()
      try benchmark.rate(some.count, .chunksPerSecond) {
        for json in some { blackHole(try decoder.decode(DecodedChunk.self, from: json)) }
      }
    }
  }

  private func transfer() {
    Benchmark(
      "transfer: bytes to reports",
      configuration: .of(.megabytesPerSecond, .chunksPerSecond)
    ) { benchmark in
      var count = 0
      let seconds = try benchmark.seconds {
        var transfer = Transfer(hiding: Secrets())
        let head = ResponseHead(status: 200, fields: ["Content-Type": "text/event-stream"])
        blackHole(transfer.open(head))
        for read in recording.reads {
          for case .received(let delta) in transfer.receive(read, at: .zero) {
            count += delta.chunks
          }
        }
        blackHole(transfer.close(nil, at: .zero))
      }
      precondition(count >= Recording.chunkCount)
      benchmark.record(recording.size, in: seconds, .megabytesPerSecond)
      benchmark.record(recording.chunks.count, in: seconds, .chunksPerSecond)
    }
  }

  /// Measures the splitter on pieces as small as those that servers send, both inside a reasoning
  /// block and in text without a tag.
  private func splitter() {
    let sentence = "The tide comes in twice a day, and goes out again. "
    let text = String(repeating: sentence, count: 20_000)
    let pieces = text.split(separator: " ", omittingEmptySubsequences: false).map { $0 + " " }
    for (name, tag) in [("in a block", "<think>"), ("where no tag came", "")] {
      Benchmark("splitter: \(name)", configuration: .of(.megabytesPerSecond)) { benchmark in
        benchmark.rate(text.utf8.count, .megabytesPerSecond) {
          var splitter = ReasoningSplitter()
          var delta = AnswerDelta()
          splitter.push(tag, into: &delta)
          for piece in pieces { splitter.push(String(piece), into: &delta) }
          splitter.finish(into: &delta)
          blackHole(delta)
        }
      }
    }
  }
}

/// A chunk with the members that `CompletionChunk` reads from a stream without tool calls.
private struct DecodedChunk: Decodable {
  struct Choice: Decodable {
    var index: Int?
    var delta: Delta?
    var finish_reason: String?
  }
  struct Delta: Decodable {
    var content: String?
    var reasoning_content: String?
    var refusal: String?
  }
  struct Usage: Decodable {
    var prompt_tokens: Int?
    var completion_tokens: Int?
  }
  var model: String?
  var choices: [Choice]?
  var usage: Usage?
}
