import Chat
import Foundation

/// A reader of the conversations in a JSON file from any supported program. Each conversation
/// is read on its own, and its format is detected from its members, so that an unreadable one
/// does not affect the others.
struct JSONImport {
  enum Item {
    /// The program that wrote the file. Precedes the first conversation.
    case program(String)
    case conversation(Conversation, StoredMarks, place: String)
    case foreign(ForeignConversation, place: String)
    case remark(place: String, ImportRemark)
    case skipped(place: String, ImportFault)
  }

  private let path: String
  private let bytes: UnsafeRawBufferPointer
  private var lists = MessageList()
  /// The last offset whose line number is known, so that lines are counted only once.
  private var counted = (offset: 0, line: 1)
  private let body: (Item, _ offset: Int) throws -> Void

  /// Creates a reader for a file.
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - body: receives each item and the offset up to which the file has been read.
  init(
    path: String, _ bytes: UnsafeRawBufferPointer,
    _ body: @escaping (Item, _ offset: Int) throws -> Void
  ) {
    self.path = path
    self.bytes = bytes
    self.body = body
  }

  mutating func run() throws {
    var reader = JSONReader(bytes)
    switch reader.next() {
    case UInt8(ascii: "["): try readArray()
    case UInt8(ascii: "{"): try readObjects()
    case nil: throw ImportError.empty(path: path)
    default: throw ImportError.unknownFormat(path: path)
    }
  }

  // MARK: - File layouts

  /// Reads an array of conversations, or one conversation as an array of messages.
  private mutating func readArray() throws {
    var reader = JSONReader(bytes)
    if Self.firstElement(of: reader).map(MessageList.isMessage) == true {
      // If the array is malformed or something follows it, the code below reads it and reports the
      // fault.
      if let whole = try? reader.skipValue(), reader.next() == nil {
        return try read(whole, place: "line \(line(of: whole.lowerBound))")
      }
    }
    var probe = JSONReader(bytes)
    // A file with one list of messages per line also begins with an array. The code below handles a
    // malformed array.
    if let whole = try? probe.skipValue(), probe.next() != nil, !hasNewline(in: whole) {
      return try readLines()
    }
    if bytes[...].allSatisfy({ "[] \n\r\t".utf8.contains($0) }) {
      throw ImportError.empty(path: path)
    }
    try readElements(JSONReader(bytes), path: "")
  }

  /// Reads our own export, a single conversation, or one conversation per line.
  private mutating func readObjects() throws {
    if let array = try ownArray() {
      try body(.program(ForeignDatabase.aside.rawValue), 0)
      return try readElements(array, path: "conversations")
    }
    var reader = JSONReader(bytes)
    // Unless the file is one complete value, read it line by line, which reports any fault.
    if let whole = try? reader.skipValue(), reader.next() == nil {
      return try read(whole, place: "line \(line(of: whole.lowerBound))")
    }
    try readLines()
  }

  /// Returns a reader positioned at the array of our own export; `nil` if the file is something
  /// else.
  private func ownArray() throws -> JSONReader? {
    var reader = JSONReader(bytes)
    var isOurs = false
    // Without an opening brace, the file is not our own export.
    guard (try? reader.expect(UInt8(ascii: "{"))) != nil else { return nil }
    while let name = (try? reader.value())?.asText, (try? reader.expect(UInt8(ascii: ":"))) != nil {
      if name == "conversations" {
        guard reader.next() == UInt8(ascii: "[") else { return nil }
        // ShareGPT also has a member named `conversations`, but it contains messages.
        let isOther =
          !isOurs && Self.firstElement(of: reader).map(MessageList.isMessage) == true
        return isOther ? nil : reader
      }
      // If there is any other member or an unreadable value, the file is not our own export.
      // Another reader reports the fault.
      guard name == "format" || name == "version", let value = try? reader.value() else {
        return nil
      }
      if name == "format" { isOurs = value == .string("aside") }
      if isOurs, name == "version", case .integer(let version) = value,
        version > ConversationJSON.version
      {
        throw ImportError.newer(path: path, version: version)
      }
      // A missing comma also means that the file is not our own export.
      guard (try? reader.expect(UInt8(ascii: ","))) != nil else { return nil }
    }
    return nil
  }

  /// Returns the first element of the array at the reader's position; `nil` if it is empty or
  /// unreadable.
  private static func firstElement(of array: JSONReader) -> JSONValue? {
    var reader = array
    do {
      try reader.expect(UInt8(ascii: "["))
      return try reader.value()
    } catch {
      return nil
    }
  }

  private mutating func readElements(_ array: JSONReader, path: String) throws {
    var array = array
    var index = 0
    do {
      try array.forEachElement { range in
        try read(range, place: "\(path)[\(index)], line \(line(of: range.lowerBound))")
        index += 1
      }
    } catch let problem as JSONReader.Problem {
      try body(
        .skipped(
          place: "\(path)[\(index)], line \(line(of: problem.offset))", problem.fault),
        bytes.count)
    }
  }

  private mutating func readLines() throws {
    var start = 0
    var number = 0
    var messages: [JSONValue] = []
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      number += 1
      defer { start = end + 1 }
      var reader = JSONReader(bytes, in: start..<end)
      guard reader.next() != nil else { continue }
      let range = reader.position..<end
      do {
        let value = try reader.value()
        if reader.next() != nil { throw reader.problem(.dataAfterValue) }
        if MessageList.isMessage(value) {
          messages.append(value)
        } else {
          try take(value, reader.repeatedNames, range, place: "line \(number)")
        }
      } catch let problem as JSONReader.Problem {
        try body(.skipped(place: "line \(number)", problem.fault), end)
      }
    }
    // A file with one message per line is a single conversation.
    if !messages.isEmpty, let list = lists.read(.array(messages)) {
      try body(.foreign(list, place: "line 1"), bytes.count)
    }
  }

  // MARK: - Conversations

  private mutating func read(_ range: Range<Int>, place: String) throws {
    var reader = JSONReader(bytes, in: range)
    let value: JSONValue
    do {
      value = try reader.value()
    } catch {
      let place = "\(place), byte \(error.offset - range.lowerBound)"
      return try body(.skipped(place: place, error.fault), range.upperBound)
    }
    try take(value, reader.repeatedNames, range, place: place)
  }

  private mutating func take(
    _ value: JSONValue, _ repeatedNames: [(name: String, offset: Int)], _ range: Range<Int>,
    place: String
  ) throws {
    for (name, offset) in repeatedNames {
      try body(
        .remark(
          place: "\(place), byte \(offset - range.lowerBound)",
          .repeatedKey(name)), range.lowerBound)
    }
    if value["created_ms"] != nil, value["messages"] != nil {
      try body(.program(ForeignDatabase.aside.rawValue), range.lowerBound)
      return try readOwn(range, place: place)
    }
    let foreign =
      DeepSeekConversation.read(value) ?? ChatGPTConversation.read(value)
      ?? ClaudeConversation.read(value) ?? lists.read(value)
    let item: Item =
      foreign.map { .foreign($0, place: place) }
      ?? .skipped(place: place, .unknownFormat)
    try body(item, range.upperBound)
  }

  private func readOwn(_ range: Range<Int>, place: String) throws {
    func inFile(_ inner: String) -> String { inner.isEmpty ? place : "\(place), \(inner)" }
    let item: Item
    do {
      let (conversation, marks, faults) = try ConversationJSON.read(Data(bytes[range]))
      for remark in faults.remarks {
        try body(.remark(place: inFile(remark.place), remark.remark), range.lowerBound)
      }
      for one in faults.skipped {
        try body(.skipped(place: inFile(one.place), one.fault), range.lowerBound)
      }
      item = .conversation(conversation, marks, place: place)
    } catch let error as DecodingError {
      let (inner, fault) = error.placeAndFault
      item = .skipped(place: inFile(inner), fault)
    }
    try body(item, range.upperBound)
  }

  private func hasNewline(in range: Range<Int>) -> Bool { bytes[range].contains(0x0A) }

  /// Returns the number of the line that contains the offset.
  /// - Complexity: O(distance from the previous offset), or O(`offset`) if the previous one was
  ///   greater
  private mutating func line(of offset: Int) -> Int {
    let offset = min(offset, bytes.count)
    if offset < counted.offset { counted = (0, 1) }
    let newlines = bytes[counted.offset..<offset].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
    counted = (offset, counted.line + newlines)
    return counted.line
  }
}
