internal import Chat

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A push parser for `text/event-stream` (wire.md 4). It takes bytes, split anywhere, and produces
/// events.
///
/// It departs from the standard in three ways, to suit answer streams. An event left unterminated
/// at the end of the stream is used if its data is complete. A field called `error`, which older
/// llama.cpp servers send instead of `data`, makes an event of type `error`. Lines that cannot be
/// fields are kept, because servers and proxies put bare errors into a stream.
struct ServerSentEvents {
  /// An event, read in place: `data` is valid only during the call.
  struct Event {
    var type = "message"
    /// The `data` lines joined by line feeds.
    var data: UnsafeBufferPointer<UInt8>
    var lastEventID = ""
    /// Whether the stream ended before the blank line that ends an event.
    var isUnterminated = false
  }

  /// In bytes per event, so that a broken server cannot exhaust memory.
  static let eventSizeLimit = 8 << 20

  /// The value of the last valid `retry` field.
  private(set) var reconnectionMilliseconds: Int?
  /// The lines outside the protocol: bare JSON, a web page or plain text.
  private(set) var strayLines: [UInt8] = []
  private static let strayLimit = 1 << 20

  /// The beginning of an unfinished line.
  private var line: [UInt8] = []
  /// Every `data` value of the event so far, each followed by a line feed.
  private var data: [UInt8] = []
  private var type = ""
  private var nextEventID = ""
  private var lastEventID = ""
  private var isAtFirstLine = true
  /// Whether the last byte was a carriage return. A line feed after it is part of the same line
  /// end.
  private var skipsLineFeed = false

  typealias Taker = (Event) throws(StreamError) -> Void

  /// Passes each event completed by `bytes` to `take`, in order, including those before an
  /// oversized one.
  /// - Throws: `malformed` for an event over ``eventSizeLimit``, and whatever `take` throws.
  ///   Nothing may be pushed after that.
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
    guard count <= Self.eventSizeLimit else { throw .malformed(.eventTooLarge(mebibytes: 8)) }
  }

  /// Passes the event left open at the end of the stream to `take` if its data is complete:
  /// `[DONE]` or a JSON object. The standard would drop it, and the end of the answer with it.
  /// Plain text becomes a stray line.
  mutating func finish(_ take: Taker) throws(StreamError) {
    if !line.isEmpty { try endLine { (_) throws(StreamError) in } }
    guard !data.isEmpty else { return }
    data.removeLast()
    try data.withUnsafeBufferPointer { (text) throws(StreamError) in
      guard text.equals("[DONE]") || JSONScanner.isObject(text) else {
        if let first = text.first, !"{[".utf8.contains(first) { noteStray(text[...]) }
        return
      }
      try take(
        Event(
          type: type.isEmpty ? "message" : type, data: text, lastEventID: lastEventID,
          isUnterminated: true))
    }
    data = []
  }
}

/// The positions of the line ends in a buffer. Each kind of line end is searched for only once,
/// with the C library's fast search.
private struct LineEnds {
  private let buffer: UnsafeBufferPointer<UInt8>
  /// The next line end of each kind, as of the last search; the buffer's size if there is none.
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
      noteStray(line)
      return set(line, to: line[line.endIndex...])
    }
    var value = line[(colon + 1)...]
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    if line[..<colon].contains(where: Self.isForeign) { noteStray(line) }
    set(line[..<colon], to: value)
  }

  /// Returns whether the byte never occurs in a field name.
  private static func isForeign(_ byte: UInt8) -> Bool {
    byte <= UInt8(ascii: " ") || #"{}[]<>""#.utf8.contains(byte)
  }

  private mutating func noteStray(_ line: Bytes) {
    // A field may lack a colon, and the end of the stream may cut its name short.
    let isField = ["data", "event", "id", "retry", "error"].contains {
      $0.utf8.starts(with: line)
    }
    guard !isField, strayLines.count + line.count < Self.strayLimit else { return }
    strayLines.append(contentsOf: line)
    strayLines.append(.lineFeed)
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
    // The last line feed is not part of the data.
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
