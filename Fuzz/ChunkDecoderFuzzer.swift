internal import Chat
internal import Foundation

// The decoder accepts exactly what Foundation accepts as a JSON object, and finds the same values
// in it. Comparing a chunk with the previous one gives the same result as parsing it. A stream of
// chunks gives the same answer however its bytes are split.

@_cdecl("LLVMFuzzerTestOneInput")
public func testChunkDecoder(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Input(start, count)
  compareWithFoundation(input.bytes)
  compareNeighbours(input)
  testStream(input)
  return 0
}

// MARK: - One text

private func compareWithFoundation(_ bytes: [UInt8]) {
  let isObject = bytes.withUnsafeBufferPointer { buffer in
    let isObject = JSONScanner.isObject(buffer)
    var chunk = CompletionChunk()
    require(chunk.read(json: buffer) == isObject, "the scanner and the chunk disagree")
    return isObject
  }
  // Foundation skips a byte order mark, and treats zero bytes as a sign of UTF-16.
  guard bytes.first != 0xEF, !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil
  else { return }
  // If Foundation rejects the text, the scanner should, too.
  let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
  if let object {
    if Leniences.hasTrailingComma(bytes) || Leniences.isDeep(bytes) { return }
    require(isObject, "Foundation takes it")
    compareValues(object, bytes)
  } else if isObject {
    require(Leniences.explain(bytes), "Foundation refuses it")
  }
}

/// Intentional differences between the scanner and Foundation.
private enum Leniences {
  /// Returns whether the mismatch is expected. The scanner accepts control characters and lone
  /// surrogates in strings; Foundation rejects numbers that are too large for it.
  static func explain(_ bytes: [UInt8]) -> Bool {
    bytes.contains { $0 < 0x20 } || isDeep(bytes) || hasLargeNumber(bytes)
      || String(decoding: bytes, as: UTF8.self).lowercased().contains("\\ud")
  }

  /// Foundation accepts a trailing comma.
  static func hasTrailingComma(_ bytes: [UInt8]) -> Bool {
    var isAfterComma = false
    for byte in bytes where ![0x20, 0x09, 0x0A, 0x0D].contains(byte) {
      if isAfterComma, byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { return true }
      isAfterComma = byte == UInt8(ascii: ",")
    }
    return false
  }

  /// Returns whether the nesting may be too deep for one of the two parsers.
  static func isDeep(_ bytes: [UInt8]) -> Bool {
    bytes.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") } > 400
  }

  /// Returns whether the text has a number with a three-digit exponent, or with very many digits.
  private static func hasLargeNumber(_ bytes: [UInt8]) -> Bool {
    var run = 0
    var isExponent = false
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        run += 1
        if run > (isExponent ? 2 : 30) { return true }
      case UInt8(ascii: "+"), UInt8(ascii: "-"): run = 0
      default:
        run = 0
        isExponent = byte | 0x20 == UInt8(ascii: "e")
      }
    }
    return false
  }
}

/// The values in a JSON text, without the member names.
private struct Leaves {
  var texts: [[UInt8]] = []
  /// Foundation does not distinguish `true` from 1.
  var numbers: [Double] = []
  var members = 0

  init() {}

  init(_ value: Any) {
    add(value)
    sort()
  }

  /// Compares numbers with a tolerance: Foundation calculates in decimal and is sometimes off by
  /// one in the last digit.
  func hasNumbers(of other: Leaves) -> Bool {
    numbers.count == other.numbers.count
      && zip(numbers, other.numbers).allSatisfy { abs($0 - $1) <= abs($0) * 1e-12 }
  }

  mutating func sort() {
    texts.sort { $0.lexicographicallyPrecedes($1) }
    numbers.sort()
  }

  private mutating func add(_ value: Any) {
    switch value {
    case let object as [String: Any]:
      members += object.count
      object.values.forEach { add($0) }
    case let array as [Any]: array.forEach { add($0) }
    case let text as String: texts.append(Array(text.utf8))
    case let number as NSNumber: numbers.append(number.doubleValue)
    default: break
    }
  }
}

extension Leaves {
  mutating func add(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    switch try scanner.kind() {
    case .object:
      guard try scanner.enterObject() else { return }
      while try scanner.nextName() != nil {
        members += 1
        try add(&scanner)
      }
    case .array:
      guard try scanner.enterArray() else { return }
      while try scanner.nextElement() { try add(&scanner) }
    case .string: if let text = try scanner.string() { texts.append(Array(text.utf8)) }
    case .number: if let number = try scanner.number() { numbers.append(number) }
    case .bool: if let value = try scanner.bool() { numbers.append(value ? 1 : 0) }
    case .null: try scanner.skip()
    }
  }
}

private func compareValues(_ object: [String: Any], _ bytes: [UInt8]) {
  let theirs = Leaves(object)
  var ours = Leaves()
  bytes.withUnsafeBufferPointer { buffer in
    var scanner = JSONScanner(buffer)
    do throws(JSONScanner.Malformed) {
      try ours.add(&scanner)
      try scanner.finish()
    } catch {
      require(false, "it reads in one way and not in another")
    }
  }
  ours.sort()
  // Foundation keeps only one of several members with the same name.
  guard ours.members == theirs.members else { return }
  require(
    ours.texts == theirs.texts, "texts \(ours.texts), but to Foundation \(theirs.texts)")
  require(
    ours.hasNumbers(of: theirs), "numbers \(ours.numbers), but to Foundation \(theirs.numbers)")
}

// MARK: - Two chunks

/// Treats each input line as a chunk. The line after it serves both as the next chunk and as new
/// text for the first one.
private func compareNeighbours(_ input: Input) {
  let lines = input.bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) }
  for (line, next) in zip(lines, lines.dropFirst()) {
    let chunk = CompletionChunk.read(line)
    guard let chunk, let place = chunk.choice.textPlace else { continue }
    for neighbour in [next, line[..<place.lowerBound] + next + line[place.upperBound...]] {
      var frame = ChunkFrame()
      line.withUnsafeBufferPointer { frame.remember(chunk, from: $0) }
      guard let text = neighbour.withUnsafeBufferPointer({ frame.text(in: $0) }) else { continue }
      let read = CompletionChunk.read(neighbour)
      let choice = CompletionChunk.Choice(text, at: read?.choice.textPlace)
      require(
        read?.hasChoice == true && read?.choice == choice, "read \(read as Any), found \(text)")
      require(read?.choice.textPlace != nil, "no place")
      require(read?.usage == nil && read?.serverTimings == nil, "more than a choice")
      require(read?.model == chunk.model && read?.isError == false, "something else")
    }
  }
}

extension CompletionChunk.Choice {
  /// Creates the result of parsing a chunk that has only this text.
  fileprivate init(_ text: ChunkFrame.Text, at place: Range<Int>?) {
    self.init()
    (textCount, textPlace) = (1, place)
    isUnfinished = text.isUnfinished
    if text.isReasoning {
      (reasoning, reasoningHalves) = (text.text, text.halves)
    } else {
      (content, contentHalves) = (text.text, text.halves)
    }
  }
}

extension CompletionChunk {
  fileprivate static func read(_ bytes: [UInt8]) -> CompletionChunk? {
    var chunk = CompletionChunk()
    return bytes.withUnsafeBufferPointer({ chunk.read(json: $0) }) ? chunk : nil
  }
}

// MARK: - A stream of chunks

/// Everything that a transfer reports.
private struct Sum: Equatable {
  // As bytes, because Swift considers two strings equal if they look the same.
  var texts: [[UInt8]] = []
  var toolCalls: [ToolCall] = []
  var logprobs: [TokenLogprob] = []
  var usage: Usage?
  var chunks = 0
  var end: StreamEnd?

  init(of pieces: [[UInt8]]) {
    var transfer = Transfer(hiding: Secrets())
    let head = ResponseHead(status: 200, fields: ["Content-Type": "text/event-stream"])
    var events = transfer.open(head)
    for piece in pieces { events += transfer.receive(piece, at: .zero) }
    events += transfer.close(nil, at: .zero)
    var message = Message.emptyAnswer
    for event in events {
      require(end == nil, "something comes after the end")
      switch event {
      case .opened: break
      case .retrying: require(false, "a transfer does not ask again by itself")
      case .received(let delta):
        message.add(delta)
        chunks += delta.chunks
      case .thinkingNotEnded: require(false, "nobody has ended the thinking")
      case .ended(let end): self.end = end
      }
    }
    require(end != nil, "it does not end")
    texts = [message.reasoning, message.content, message.refusal].map { Array($0.utf8) }
    toolCalls = message.toolCalls
    logprobs = message.logprobs
    usage = message.usage
  }
}

/// Treats each line of the input as the data of an event.
private func testStream(_ input: Input) {
  let lines = input.bytes.split(separator: UInt8(ascii: "\n"))
  let stream = lines.flatMap { Array("data: ".utf8) + $0 + Array("\n\n".utf8) }
  let whole = Sum(of: [stream])
  for pieces in input.cuts(of: stream) {
    let cut = Sum(of: pieces)
    require(cut == whole, "whole \(whole), but cut as \(pieces.map(\.count)) \(cut)")
  }
}
