/// What a JSON text looks like, values aside.
enum JSONShape {
  /// Every key in the order in which it stands, of inner objects too.
  static func keys(_ json: String) -> [String] {
    var keys: [String] = []
    var text = json[...]
    while let quote = text.firstIndex(of: "\"") {
      text = text[text.index(after: quote)...]
      let string = takeString(&text)
      if text.first == ":" { keys.append(string) }
    }
    return keys
  }

  /// The inside of a string, up to and without its closing quote, which is taken away.
  private static func takeString(_ text: inout Substring) -> String {
    var string = ""
    while let character = text.popFirst(), character != "\"" {
      string.append(character)
      if character == "\\", let escaped = text.popFirst() { string.append(escaped) }
    }
    return string
  }
}
