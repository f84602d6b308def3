/// A part of the program where a key applies.
enum KeyContext: Hashable, Sendable {
  /// Everywhere, except that pages and the list let only some single keys through.
  case global
  case composer
  /// The completions above the composer. Keys not bound here go to the composer.
  case completion
  /// The conversation and the thinking pane.
  case transcript
  case list
  /// Every page.
  case pages
  /// One kind of page, by its name.
  case page(String)
  /// A prompt or selection, which handles its own keys. Only key sequences reach the commands.
  case prompt

  /// The name in `[keys.NAME]`.
  var name: String {
    switch self {
    case .global: "global"
    case .composer: "composer"
    case .completion: "completion"
    case .transcript: "transcript"
    case .list: "list"
    case .pages: "pages"
    case .page(let name): "pages.\(name)"
    case .prompt: "prompt"
    }
  }

  /// - Parameter path: the names of the tables below `[keys]`, such as `["pages", "picker"]`.
  init?(_ path: [String]) {
    switch path {
    case ["global"]: self = .global
    case ["composer"]: self = .composer
    case ["completion"]: self = .completion
    case ["transcript"]: self = .transcript
    case ["list"]: self = .list
    case ["pages"]: self = .pages
    default:
      guard path.count == 2, path[0] == "pages", PageCatalogue.page(named: path[1]) != nil else {
        return nil
      }
      self = .page(path[1])
    }
  }

  /// The contexts that can have a table in the configuration.
  static let configurable: [KeyContext] =
    [.global, .composer, .completion, .transcript, .list, .pages]
    + PageCatalogue.all.map { .page($0.name) }

  /// Whether letters are typed as text in this context.
  var takesText: Bool {
    switch self {
    case .global, .composer, .completion, .prompt: true
    case .transcript, .list, .pages: false
    case .page(let name):
      PageCatalogue.page(named: name).map { $0.takesText && !$0.hasLetters } == true
    }
  }
}
