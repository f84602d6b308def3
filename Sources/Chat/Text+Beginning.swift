extension StringProtocol {
  /// Returns the longest prefix within both limits, for file names: people count characters,
  /// while file systems count bytes. If a single character has too many bytes, for example
  /// because of a hundred combining marks, it is truncated.
  public func beginning(characters: Int, bytes: Int) -> String {
    var text = ""
    for character in prefix(characters) {
      guard text.utf8.count + character.utf8.count <= bytes else {
        guard text.isEmpty else { break }
        for scalar in character.unicodeScalars {
          guard text.utf8.count + UTF8.width(scalar) <= bytes else { break }
          text.unicodeScalars.append(scalar)
        }
        break
      }
      text.append(character)
    }
    return text
  }
}
