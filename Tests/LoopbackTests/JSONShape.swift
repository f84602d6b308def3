/// The structure of a JSON text, without its values.
enum JSONShape {
  /// Returns every key in order, including those of nested objects.
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

  /// Removes the rest of a string and its closing quote, and returns the string.
  private static func takeString(_ text: inout Substring) -> String {
    var string = ""
    while let character = text.popFirst(), character != "\"" {
      string.append(character)
      if character == "\\", let escaped = text.popFirst() { string.append(escaped) }
    }
    return string
  }
}
