/// A word in a command that people paste into a shell.
public enum ShellWord {
  /// Returns the word for a POSIX shell, quoted if necessary.
  public static func quoted(_ word: String) -> String {
    // A leading hyphen would make the word an option.
    let word = word.hasPrefix("-") ? "./" + word : word
    let isBare = !word.isEmpty && word.utf8.allSatisfy { isSafe($0) }
    return isBare ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "%+,-./:=@_".utf8.contains(byte)
    }
  }
}
