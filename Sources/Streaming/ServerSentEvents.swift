internal import Chat

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A push parser for `text/event-stream` (wire.md 4): bytes in, cut anywhere, events out.
///
/// It departs from the standard in two ways that streams of answers need: what the end of the
/// stream leaves unterminated is used if it is whole, and a field called `error`, which older
/// llama.cpp servers send in place of `data`, makes an event of type `error`.
struct ServerSentEvents {
  /// An event in place: `data` is valid only while it is handed over.
  struct Event {
    var type = "message"
    /// The `data` lines joined by line feeds.
    var data: UnsafeBufferPointer<UInt8>
    var lastEventID = ""
    /// The stream ended before the blank line that ends an event.
    var isUnterminated = false
  }

  /// Bytes of one event, so that a broken server cannot fill the memory.
  static let eventSizeLimit = 8 << 20

  /// What the last valid `retry` field said.
  private(set) var reconnectionMilliseconds: Int?

  /// The beginning of a line whose end has not come.
  private var line: [UInt8] = []
  /// Every `data` value of the event so far, each followed by a line feed.
  private var data: [UInt8] = []
  private var type = ""
  private var nextEventID = ""
  private var lastEventID = ""
  private var isAtFirstLine = true
  /// The last byte was a carriage return: a line feed that follows belongs to it.
  private var skipsLineFeed = false

  typealias Taker = (Event) throws(StreamError) -> Void

  /// Hands over each event that `bytes` complete, in order, also those before an oversized one.
  /// - Throws: `malformed` for an event over ``eventSizeLimit``, and what `take` throws; nothing may
  ///   be pushed after that.
  /// - Complexity: O(count of bytes); a line that lies within `bytes` is copied once.
  mutating func push(_ bytes: [UInt8], _ take: Taker) throws(StreamError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(StreamError) in
      var start = skipsLineFeed && buffer.first == .lineFeed ? 1 : 0
      if !buffer.isEmpty { skipsLineFeed = false }
      var ends = LineEnds(in: buffer)
      while let end = ends.next(from: start) {
        try endLine(with: buffer[start..<end], take)
        start = end + 1
        guard buffer[end] == .carriageReturn else { continue }
        if start == buffer.count {
          skipsLineFeed = true
        } else if buffer[start] == .lineFeed {
          start += 1
        }
      }
      line.append(contentsOf: buffer[start...])
      try checkSize(line.count + data.count)
    }
  }

  private func checkSize(_ count: Int) throws(StreamError) {
    guard count <= Self.eventSizeLimit else { throw .malformed("one event is larger than 8 MiB") }
  }

  /// Hands over the event that the end of the stream leaves open, if its data is whole: `[DONE]` or a
  /// JSON object. The standard would drop it, and with it the end of an answer.
  mutating func finish(_ take: Taker) throws(StreamError) {
    if !line.isEmpty { try endLine { (_) throws(StreamError) in } }
    guard !data.isEmpty else { return }
    data.removeLast()
    try data.withUnsafeBufferPointer { (text) throws(StreamError) in
      guard text.equals("[DONE]") || JSONScanner.isObject(text) else { return }
      try take(
        Event(
          type: type.isEmpty ? "message" : type, data: text, lastEventID: lastEventID,
          isUnterminated: true))
    }
    data = []
  }
}

/// Where the lines of a buffer end. Each kind of line end is looked for once, with the fast search of
/// the C library.
private struct LineEnds {
  private let buffer: UnsafeBufferPointer<UInt8>
  /// The next of each kind at or after the last place; the count where there is none.
  private var lineFeed = -1
  private var carriageReturn = -1

  init(in buffer: UnsafeBufferPointer<UInt8>) { self.buffer = buffer }

  mutating func next(from start: Int) -> Int? {
    if lineFeed < start { lineFeed = find(.lineFeed, from: start) }
    if carriageReturn < start { carriageReturn = find(.carriageReturn, from: start) }
    let end = min(lineFeed, carriageReturn)
    return end < buffer.count ? end : nil
  }

  private func find(_ byte: UInt8, from start: Int) -> Int {
    guard let base = buffer.baseAddress, start < buffer.count,
      let found = memchr(base + start, Int32(byte), buffer.count - start)
    else { return buffer.count }
    return UnsafeRawPointer(base).distance(to: found)
  }
}

// MARK: - Lines and fields

extension ServerSentEvents {
  private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  private mutating func endLine(with rest: Bytes, _ take: Taker) throws(StreamError) {
    guard !line.isEmpty else { return try read(rest, take) }
    line.append(contentsOf: rest)
    try endLine(take)
  }

  private mutating func endLine(_ take: Taker) throws(StreamError) {
    var whole: [UInt8] = []
    swap(&whole, &line)
    try whole.withUnsafeBufferPointer { (whole) throws(StreamError) in
      try read(whole[...], take)
    }
  }

  private mutating func read(_ line: Bytes, _ take: Taker) throws(StreamError) {
    var line = line
    if isAtFirstLine {
      isAtFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    }
    guard let first = line.first else { return try dispatch(take) }
    try checkSize(line.count + data.count)
    guard first != UInt8(ascii: ":") else { return }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      return set(line, to: line[line.endIndex...])
    }
    var value = line[(colon + 1)...]
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    set(line[..<colon], to: value)
  }

  private mutating func set(_ name: Bytes, to value: Bytes) {
    let field = UnsafeBufferPointer(rebasing: name)
    if field.equals("data") {
      data.append(contentsOf: value)
      data.append(.lineFeed)
    } else if field.equals("event") {
      type = String(decoding: value, as: UTF8.self)
    } else if field.equals("id") {
      if !value.contains(0) { nextEventID = String(decoding: value, as: UTF8.self) }
    } else if field.equals("retry") {
      let isNumber = value.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard isNumber, let number = Int(String(decoding: value, as: UTF8.self)) else { return }
      reconnectionMilliseconds = number
    } else if field.equals("error") {
      data.append(contentsOf: value)
      data.append(.lineFeed)
      type = "error"
    }
  }

  private mutating func dispatch(_ take: Taker) throws(StreamError) {
    lastEventID = nextEventID
    defer { type = "" }
    guard !data.isEmpty else { return }
    // Its last line feed is not part of the data.
    data.removeLast()
    try data.withUnsafeBufferPointer { (text) throws(StreamError) in
      try take(
        Event(type: type.isEmpty ? "message" : type, data: text, lastEventID: lastEventID))
    }
    data.removeAll(keepingCapacity: true)
  }
}

extension UInt8 {
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
}
