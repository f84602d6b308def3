internal import ArgumentParser

/// Command-line text that may begin with a hyphen, such as a Markdown list.
///
/// ArgumentParser treats every argument that begins with a hyphen as an option. Arguments that
/// cannot be options are therefore marked before parsing, and `HyphenText` removes the mark.
struct HyphenText: ExpressibleByArgument {
  /// Marks an argument as text. No argument can contain a zero byte.
  private static let mark: Character = "\0"

  let text: String

  init(argument: String) {
    text = argument.first == Self.mark ? String(argument.dropFirst()) : argument
  }

  /// Marks the arguments of `ask`, up to `--`, that begin with a hyphen but are not options.
  static func marking(_ arguments: [String]) -> [String] {
    guard arguments.contains("ask") else { return arguments }
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return arguments[..<end].map { isText($0) ? String(mark) + $0 : $0 } + arguments[end...]
  }

  /// Returns whether an argument is text, because it has whitespace where an option's name would
  /// be. An argument that begins with `--` and a letter may be a badly quoted option. It is not
  /// marked, so that the library rejects it and it is not sent as a question.
  private static func isText(_ argument: String) -> Bool {
    guard argument.hasPrefix("-") else { return false }
    let name = argument.prefix { $0 != "=" }
    guard name.contains(where: \.isWhitespace) else { return false }
    return !name.hasPrefix("--") || name.dropFirst(2).first?.isLetter != true
  }
}
