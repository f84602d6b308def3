internal import Chat
internal import TOMLKit

/// What `config.toml` says. Everything is optional; a setting that does not exist is an error, so
/// that a misspelled one is noticed.
struct Configuration {
  var provider: String?
  var model: String?
  var theme: ThemeSetting?
  /// The themes for dark and for light backgrounds.
  var darkTheme: ThemeSetting?
  var lightTheme: ThemeSetting?
  var database: String?
  /// The program's own marks and borders are in ASCII.
  var hasPlainMarks = false
  /// The terminal draws scalars of ambiguous width two columns wide.
  var isAmbiguousWide = false
  /// The terminal reports the mouse.
  var usesMouse = true
  var hasReducedMotion = false
  /// Whether the thinking is shown at the start; `nil` as it was left.
  var isReasoningOpen: Bool?
  /// Lines instead of a screen.
  var plain: Bool?
  var thinking: Bool?
  /// The model may be asked for titles, which costs a few tokens each.
  var titles = false
  var thinkingBudget: Int?
  var parameters = Parameters()
  var history = HistorySetting()
  /// The built-in providers as the file changes them, and those that it adds.
  var providers = Provider.builtIn.map { ProviderSetting(provider: $0) }

  /// - Parameter path: the file; `nil` is the usual place, which need not exist.
  static func load(_ path: String?, paths: Paths) throws(UsageProblem) -> Configuration {
    guard let file = try TOMLFile.read(path ?? paths.configuration) else {
      guard let path else { return .standard }
      throw UsageProblem("There is no configuration file \(path).")
    }
    return try Configuration(file)
  }

  /// What holds without a file.
  static let standard = Configuration()

  private init() {}

  init(_ file: TOMLFile) throws(UsageProblem) {
    try file.check(
      keys: [
        "provider", "model", "theme", "theme_dark", "theme_light", "database", "borders",
        "ambiguous_width", "mouse", "reduced_motion", "reasoning", "plain", "thinking", "titles",
        "thinking_budget", "parameters", "providers", "history",
      ])
    provider = try file.string("provider")
    model = try file.string("model")
    theme = try ThemeSetting("theme", file)
    darkTheme = try ThemeSetting("theme_dark", file)
    lightTheme = try ThemeSetting("theme_light", file)
    database = try file.path("database")
    switch try file.string("borders") {
    case nil, "unicode": break
    case "ascii": hasPlainMarks = true
    default: throw file.problem("borders", "\"unicode\" or \"ascii\"")
    }
    switch try file.integer("ambiguous_width") {
    case nil, 1: break
    case 2:
      isAmbiguousWide = true
      // The terminal would draw lines of two columns a character.
      hasPlainMarks = true
    default: throw file.problem("ambiguous_width", "1 or 2")
    }
    usesMouse = try file.bool("mouse") ?? true
    hasReducedMotion = try file.bool("reduced_motion") ?? false
    switch try file.string("reasoning") {
    case nil: break
    case "open": isReasoningOpen = true
    case "collapsed": isReasoningOpen = false
    default: throw file.problem("reasoning", "\"open\" or \"collapsed\"")
    }
    plain = try file.bool("plain")
    thinking = try file.bool("thinking")
    titles = try file.bool("titles") ?? false
    thinkingBudget = try file.integer("thinking_budget")
    if let budget = thinkingBudget, !ThinkingMode.budgetRange.contains(budget) {
      throw file.problem("thinking_budget", "a whole number from 1")
    }
    try readParameters(file)
    if let section = try file.section("history") { history = try HistorySetting(section) }
    guard let section = try file.section("providers") else { return }
    for name in section.table.keys {
      guard let table = try section.section(name) else { continue }
      try readProvider(name, table)
    }
  }

  private mutating func readProvider(
    _ name: String, _ table: TOMLFile
  ) throws(UsageProblem) {
    if let index = providers.firstIndex(where: { $0.provider.name == name }) {
      try providers[index].change(by: table)
    } else {
      providers.append(try ProviderSetting(name, table))
    }
  }

  private mutating func readParameters(_ file: TOMLFile) throws(UsageProblem) {
    guard let section = try file.section("parameters") else { return }
    try section.check(keys: ParameterField.all.map(\.name))
    for field in ParameterField.all {
      guard let value = section.table[field.name] else { continue }
      do throws(ParameterError) {
        for text in try Self.texts(value, for: field) { try field.set(text, in: &parameters) }
      } catch {
        throw UsageProblem("\(section.position(of: field.name)): \(error)")
      }
    }
  }

  /// What the field is set to, as a person would type it.
  private static func texts(
    _ value: any TOMLValueConvertible, for field: ParameterField
  ) throws(ParameterError) -> [String] {
    let json = JSONValue(value)
    guard case .texts = field.kind, case .array(let members) = json else {
      if case .string(let text) = json { return [text] }
      return [json.text]
    }
    let texts = members.compactMap { if case .string(let text) = $0 { text } else { nil } }
    guard !texts.isEmpty, texts.count == members.count else {
      throw ParameterError(field: field.name, value: json.text, expected: field.range)
    }
    return texts
  }
}

extension JSONValue {
  /// Dates and times are texts.
  fileprivate init(_ value: any TOMLValueConvertible) {
    if let array = value.array {
      self = .array(array.map { JSONValue($0) })
    } else if let table = value.table {
      self = .object(
        Dictionary(uniqueKeysWithValues: table.map { ($0.0, JSONValue($0.1)) }))
    } else if let text = value.string {
      self = .string(text)
    } else if let value = value.bool {
      self = .bool(value)
    } else if let value = value.int {
      self = .integer(value)
    } else if let value = value.double {
      self = .number(value)
    } else {
      self = .string(value.debugDescription)
    }
  }
}
