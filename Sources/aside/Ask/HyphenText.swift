internal import ArgumentParser

/// Command-line text that may begin with a hyphen, such as a Markdown list.
///
/// The library treats every argument that begins with a hyphen as an option. Arguments that cannot
/// be options are marked before parsing; `HyphenText` removes the mark.
struct HyphenText: ExpressibleByArgument {
  /// No argument can contain a zero byte.
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

  /// Whether an argument has whitespace where an option's name would be. If it begins with `--` and
  /// a letter, it may be a badly quoted option: the library then rejects it, so that it is not sent
  /// as a question.
  private static func isText(_ argument: String) -> Bool {
    guard argument.hasPrefix("-") else { return false }
    let name = argument.prefix { $0 != "=" }
    guard name.contains(where: \.isWhitespace) else { return false }
    return !name.hasPrefix("--") || name.dropFirst(2).first?.isLetter != true
  }
}
