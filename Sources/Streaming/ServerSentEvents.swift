internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A push parser for `text/event-stream` (wire.md 4): bytes in, cut anywhere, events out.
///
/// It departs from the standard in two ways that streams of answers need: what the end of the
/// stream leaves unterminated is used if it is whole, and a field called `error`, which older
/// llama.cpp servers send in place of `data`, makes an event of type `error`.
struct ServerSentEvents {
  struct Event: Equatable {
    var type = "message"
    /// The `data` lines joined by line feeds; invalid UTF-8 is replaced by U+FFFD.
    var data: String
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

  /// Appends the events that `bytes` complete to `events`, also when it throws: what came before
  /// the oversized event is kept.
  /// - Throws: `malformed` for an event over ``eventSizeLimit``.
  /// - Complexity: O(count of bytes); a line that lies within `bytes` is copied once.
  mutating func push(_ bytes: [UInt8], into events: inout [Event]) throws(StreamError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(StreamError) in
      var start = skipsLineFeed && buffer.first == .lineFeed ? 1 : 0
      if !buffer.isEmpty { skipsLineFeed = false }
      while let end = Self.lineEnd(in: buffer, from: start) {
        endLine(with: buffer[start..<end], into: &events)
        start = end + 1
        guard buffer[end] == .carriageReturn else { continue }
        if start == buffer.count {
          skipsLineFeed = true
        } else if buffer[start] == .lineFeed {
          start += 1
        }
      }
      line.append(contentsOf: buffer[start...])
      guard line.count + data.count <= Self.eventSizeLimit else {
        throw .malformed("one event is larger than 8 MiB")
      }
    }
  }

  /// The event that the end of the stream leaves open, if its data is whole: `[DONE]` or a JSON
  /// object. The standard would drop it, and with it the end of an answer.
  mutating func finish() -> Event? {
    var events: [Event] = []
    if !line.isEmpty { endLine(into: &events) }
    guard !data.isEmpty else { return nil }
    let text = takeData()
    guard text == "[DONE]" || Self.isJSONObject(text) else { return nil }
    return Event(
      type: type.isEmpty ? "message" : type, data: text, lastEventID: lastEventID,
      isUnterminated: true)
  }

  private static func lineEnd(
    in buffer: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    var index = start
    while index < buffer.count {
      if buffer[index] == .lineFeed || buffer[index] == .carriageReturn { return index }
      index += 1
    }
    return nil
  }

  private static func isJSONObject(_ text: String) -> Bool {
    // The error says where the text is torn; only that it is torn matters.
    (try? JSONDecoder().decode(CompletionChunk.self, from: Data(text.utf8))) != nil
  }
}

// MARK: - Lines and fields

extension ServerSentEvents {
  private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  private mutating func endLine(with rest: Bytes, into events: inout [Event]) {
    guard !line.isEmpty else { return take(rest, into: &events) }
    line.append(contentsOf: rest)
    endLine(into: &events)
  }

  private mutating func endLine(into events: inout [Event]) {
    var whole: [UInt8] = []
    swap(&whole, &line)
    whole.withUnsafeBufferPointer { take($0[...], into: &events) }
  }

  private mutating func take(_ line: Bytes, into events: inout [Event]) {
    var line = line
    if isAtFirstLine {
      isAtFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    }
    guard let first = line.first else { return dispatch(into: &events) }
    guard first != UInt8(ascii: ":") else { return }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      return set(line, to: line[line.endIndex...])
    }
    var value = line[(colon + 1)...]
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    set(line[..<colon], to: value)
  }

  private mutating func set(_ name: Bytes, to value: Bytes) {
    if name.elementsEqual("data".utf8) {
      data.append(contentsOf: value)
      data.append(.lineFeed)
    } else if name.elementsEqual("event".utf8) {
      type = String(decoding: value, as: UTF8.self)
    } else if name.elementsEqual("id".utf8) {
      if !value.contains(0) { nextEventID = String(decoding: value, as: UTF8.self) }
    } else if name.elementsEqual("retry".utf8) {
      let isNumber = value.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard isNumber, let number = Int(String(decoding: value, as: UTF8.self)) else { return }
      reconnectionMilliseconds = number
    } else if name.elementsEqual("error".utf8) {
      data.append(contentsOf: value)
      data.append(.lineFeed)
      type = "error"
    }
  }

  private mutating func dispatch(into events: inout [Event]) {
    lastEventID = nextEventID
    defer { type = "" }
    guard !data.isEmpty else { return }
    events.append(
      Event(type: type.isEmpty ? "message" : type, data: takeData(), lastEventID: lastEventID))
  }

  /// Empties the data buffer; its last line feed is not part of the data.
  private mutating func takeData() -> String {
    defer { data.removeAll(keepingCapacity: true) }
    return String(decoding: data.dropLast(), as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
}
