internal import ArgumentParser

/// Text on the command line that may begin with a hyphen, as a Markdown list does.
///
/// The library takes every argument that begins with a hyphen for an option. Those that cannot be one
/// are marked before it sees them; a `HyphenText` has lost the mark again.
struct HyphenText: ExpressibleByArgument {
  /// In no argument: they end where a zero byte is.
  private static let mark: Character = "\0"

  let text: String

  init(argument: String) {
    text = argument.first == Self.mark ? String(argument.dropFirst()) : argument
  }

  /// The arguments of `ask` up to `--`, with a mark on those that begin with a hyphen and are no options.
  static func marking(_ arguments: [String]) -> [String] {
    guard arguments.contains("ask") else { return arguments }
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return arguments[..<end].map { isText($0) ? String(mark) + $0 : $0 } + arguments[end...]
  }

  /// Whether an argument holds spaces where an option has its name. What begins with the name of a long
  /// option may be one in the wrong quotes: the library refuses it, rather than asking it.
  private static func isText(_ argument: String) -> Bool {
    guard argument.hasPrefix("-") else { return false }
    let name = argument.prefix { $0 != "=" }
    guard name.contains(where: \.isWhitespace) else { return false }
    return !name.hasPrefix("--") || name.dropFirst(2).first?.isLetter != true
  }
}
