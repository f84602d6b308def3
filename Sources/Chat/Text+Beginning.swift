extension StringProtocol {
  /// The longest beginning within both limits, for names of files: people count characters, file
  /// systems bytes. A character that alone has too many bytes, as with a hundred marks on it, is cut.
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
