/// The status and header fields of a response.
struct ResponseHead: Equatable {
  var status: Int
  /// By lower-case name. A repeated field keeps its last value.
  private var fields: [String: String] = [:]

  init(status: Int, fields: [String: String] = [:]) {
    self.status = status
    for (name, value) in fields { self.fields[name.lowercased()] = value }
  }

  /// - Parameter name: in lower case.
  subscript(name: String) -> String? { fields[name] }

  /// Reads one line of the head as received; skips a line that is not a field.
  mutating func take(line: String) {
    guard let colon = line.firstIndex(of: ":") else { return }
    var value = line[line.index(after: colon)...]
    while value.first?.isWhitespace == true { value.removeFirst() }
    while value.last?.isWhitespace == true { value.removeLast() }
    fields[line[..<colon].lowercased()] = String(value)
  }

  var isEventStream: Bool {
    guard let type = self["content-type"]?.prefix(while: { $0 != ";" && $0 != " " }) else {
      return false
    }
    return type.lowercased() == "text/event-stream"
  }
}
