/// The unpaired surrogates at the two ends of a JSON string, each decoded as U+FFFD. They occur
/// because some servers cut text between UTF-16 units.
struct SurrogateHalves: Equatable {
  /// A trail surrogate at the beginning of the string.
  private(set) var trail: UInt16?
  /// A lead surrogate at the end of the string.
  private(set) var lead: UInt16?

  init() {}

  /// - Parameter text: the string as written in the JSON; its escapes must be valid.
  init(of text: UnsafeBufferPointer<UInt8>) {
    if let first = Self.unit(in: text, at: 0), UTF16.isTrailSurrogate(first) { trail = first }
    let start = text.count - 6
    if let last = Self.unit(in: text, at: start), UTF16.isLeadSurrogate(last),
      Self.isEscape(text, at: start)
    {
      lead = last
    }
  }

  /// Returns the halves at the ends of two concatenated strings.
  func joined(with later: SurrogateHalves) -> SurrogateHalves {
    var halves = self
    halves.lead = later.lead
    return halves
  }

  private static func unit(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt16? {
    guard start >= 0, start + 6 <= text.count, text[start] == UInt8(ascii: "\\"),
      text[start + 1] == UInt8(ascii: "u")
    else { return nil }
    return JSONScanner.hexadecimal(text, at: start + 2)
  }

  /// Returns whether the backslash begins an escape, rather than being escaped by the one before
  /// it.
  private static func isEscape(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    var start = place
    while start > 0, text[start - 1] == UInt8(ascii: "\\") { start -= 1 }
    return (place - start).isMultiple(of: 2)
  }
}

/// A filter that rejoins characters cut between two strings.
struct SurrogateJoiner {
  private var lead: UInt16?

  /// - Returns: the text, starting with the complete character if its first half came earlier. A
  ///   half at the end is omitted and held back for the next call.
  mutating func join(_ text: String, _ halves: SurrogateHalves) -> String {
    guard !text.isEmpty, lead != nil || halves.lead != nil else { return text }
    var text = text
    if let lead {
      if let trail = halves.trail {
        text.unicodeScalars.removeFirst()
        text = String(decoding: [lead, trail], as: UTF16.self) + text
      } else {
        text = "\u{FFFD}" + text
      }
    }
    lead = halves.lead
    if lead != nil { text.unicodeScalars.removeLast() }
    return text
  }

  /// - Returns: the replacement for a half that was never completed.
  mutating func finish() -> String {
    defer { lead = nil }
    return lead == nil ? "" : "\u{FFFD}"
  }
}
