extension StringProtocol {
  /// Returns the longest prefix within both limits, for file names: people count characters, file
  /// systems count bytes. A single character with too many bytes, for example with a hundred
  /// combining marks, is truncated.
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
