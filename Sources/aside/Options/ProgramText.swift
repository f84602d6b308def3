internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The program's arguments and environment as text. The standard library would repair invalid
/// UTF-8, so a path would name a different file.
enum ProgramText {
  /// Variables that hold paths.
  private static let variables = ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"]

  /// Returns the arguments after the program's name.
  /// - Throws: if an argument, or a variable that holds a path, is not UTF-8.
  static func arguments() throws(UsageProblem) -> [String] {
    for name in variables {
      guard let value = getenv(name), String(validatingCString: value) == nil else { continue }
      throw UsageProblem(Words.variableNotUTF8(name, value: String(cString: value)))
    }
    var arguments: [String] = []
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let bytes = CommandLine.unsafeArgv[index] else { break }
      guard let text = String(validatingCString: bytes) else {
        throw UsageProblem(Words.argumentNotUTF8(index, value: String(cString: bytes)))
      }
      arguments.append(text)
    }
    return arguments
  }
}
