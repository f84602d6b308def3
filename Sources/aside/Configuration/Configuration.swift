internal import App
internal import Chat
internal import TOMLKit
internal import Words

/// The settings in `config.toml`, all optional. An unknown setting is an error, so that typos are
/// noticed.
struct Configuration {
  var provider: String?
  /// The base URL last chosen on the screen instead of a provider. It is not a setting in the
  /// file.
  var address: String?
  /// The preset for new conversations, and the file and line that name it.
  var preset: (name: String, place: String)?
  var model: String?
  var theme: ThemeSetting?
  /// The themes for dark and light backgrounds.
  var darkTheme: ThemeSetting?
  var lightTheme: ThemeSetting?
  var database: String?
  /// Whether to draw marks and borders in ASCII.
  var hasPlainMarks = false
  /// Whether the terminal draws characters of ambiguous width two columns wide.
  var isAmbiguousWide = false
  var usesMouse = true
  /// Whether the title of the terminal's window names the conversation.
  var showsTitle = true
  var hasReducedMotion = false
  var reasoning = ReasoningSetting.auto
  /// Whether to print lines instead of drawing a screen.
  var plain: Bool?
  var thinking: Bool?
  /// Whether the model writes titles, at a few tokens each.
  var titles = false
  var thinkingBudget: Int?
  /// Whether ``thinking`` and its budget come from the last choice on the screen, not from the
  /// file.
  var isThinkingRemembered = false
  var parameters = Parameters()
  /// The file and line of each parameter that is set, by name.
  var parameterPositions: [String: String] = [:]
  var history = HistorySetting()
  /// What to do when a conversation no longer fits into the model's context window.
  var fullContext = FullContext.ask
  var limits = SpendingLimits()
  /// The keys and their actions.
  var keymap = Keymap.standard
  var composer = ComposerSetting()
  var notify = NotifySetting()
  /// The built-in providers, with the file's changes, and the providers that the file adds.
  var providers = Provider.builtIn.map { ProviderSetting(provider: $0) }

  /// - Parameter path: `nil` for the default file, which need not exist.
  /// - Throws: all problems, one per line.
  static func load(_ path: String?, paths: Paths) throws(UsageProblem) -> Configuration {
    let (configuration, problems) = try read(path, paths: paths)
    try problems.checkAll()
    return configuration
  }

  /// Reads as much of the file as possible, and collects all problems.
  static func read(
    _ path: String?, paths: Paths
  ) throws(UsageProblem) -> (Configuration, SettingProblems) {
    guard let file = try TOMLFile.read(path ?? paths.configuration) else {
      guard let path else { return (.standard, SettingProblems()) }
      throw UsageProblem(Words.noConfigurationFile(path))
    }
    var problems = SettingProblems()
    return (Configuration(file, &problems), problems)
  }

  /// The settings that apply without a file.
  static let standard = Configuration()

  private init() {}

  /// - Throws: the first problem.
  init(_ file: TOMLFile) throws(UsageProblem) {
    var problems = SettingProblems()
    self.init(file, &problems)
    try problems.check()
  }

  init(_ file: TOMLFile, _ problems: inout SettingProblems) {
    file.check(keys: Self.keys, &problems)
    provider = problems.note { () throws(UsageProblem) in try file.string("provider") }
    model = problems.note { () throws(UsageProblem) in try file.string("model") }
    preset = problems.note { () throws(UsageProblem) in
      try file.string("preset").map { ($0, file.position(of: "preset")) }
    }
    readDisplay(file, &problems)
    database = problems.note { () throws(UsageProblem) in try file.path("database") }
    titles = problems.note { () throws(UsageProblem) in try file.bool("titles") } ?? false
    readThinking(file, &problems)
    readParameters(file, &problems)
    readTables(file, &problems)
    readProviders(file, &problems)
    readKeys(file, &problems)
  }

  private static let keys = [
    "provider", "preset", "model", "theme", "theme_dark", "theme_light", "database", "borders",
    "ambiguous_width", "mouse", "reduced_motion", "reasoning", "plain", "thinking", "titles",
    "thinking_budget", "parameters", "providers", "history", "limits", "context_full", "keys",
    "composer", "notify", "terminal_title",
  ]

  private mutating func readTables(_ file: TOMLFile, _ problems: inout SettingProblems) {
    if let section = problems.note({ () throws(UsageProblem) in try file.section("history") }) {
      history = HistorySetting(section, &problems)
    }
    if let section = problems.note({ () throws(UsageProblem) in try file.section("limits") }) {
      limits = SpendingLimits(section, &problems)
    }
    if let section = problems.note({ () throws(UsageProblem) in try file.section("composer") }) {
      composer = ComposerSetting(section, &problems)
    }
    if let section = problems.note({ () throws(UsageProblem) in try file.section("notify") }) {
      notify = NotifySetting(section, &problems)
    }
    fullContext =
      problems.note { () throws(UsageProblem) in
        try file.word("context_full", in: [("ask", .ask), ("drop-oldest", .dropOldest)])
      } ?? .ask
  }

  private mutating func readThinking(_ file: TOMLFile, _ problems: inout SettingProblems) {
    thinking = problems.note { () throws(UsageProblem) in try file.bool("thinking") }
    thinkingBudget = problems.note { () throws(UsageProblem) in
      let budget = try file.integer("thinking_budget")
      if let budget, !ThinkingMode.budgetRange.contains(budget) {
        throw file.problem("thinking_budget", .integerFromOne)
      }
      return budget
    }
  }

  private mutating func readDisplay(_ file: TOMLFile, _ problems: inout SettingProblems) {
    theme = problems.note { () throws(UsageProblem) in try ThemeSetting("theme", file) }
    darkTheme = problems.note { () throws(UsageProblem) in try ThemeSetting("theme_dark", file) }
    lightTheme = problems.note { () throws(UsageProblem) in try ThemeSetting("theme_light", file) }
    hasPlainMarks =
      problems.note { () throws(UsageProblem) in
        try file.word("borders", in: [("unicode", false), ("ascii", true)])
      } ?? false
    isAmbiguousWide =
      problems.note { () throws(UsageProblem) -> Bool? in
        switch try file.integer("ambiguous_width") {
        case nil, 1: return false
        case 2: return true
        default: throw file.problem("ambiguous_width", .oneOfNumbers([1, 2]))
        }
      } ?? false
    // The terminal would draw box characters two columns wide.
    if isAmbiguousWide { hasPlainMarks = true }
    usesMouse = problems.note { () throws(UsageProblem) in try file.bool("mouse") } ?? true
    showsTitle =
      problems.note { () throws(UsageProblem) in try file.bool("terminal_title") } ?? true
    hasReducedMotion =
      problems.note { () throws(UsageProblem) in try file.bool("reduced_motion") } ?? false
    reasoning =
      problems.note { () throws(UsageProblem) in
        // `collapsed` is the older name of `folded`.
        try file.word(
          "reasoning",
          in: [("auto", .auto), ("open", .open), ("folded", .folded), ("collapsed", .folded)])
      } ?? .auto
    plain = problems.note { () throws(UsageProblem) in try file.bool("plain") }
  }

  private mutating func readKeys(_ file: TOMLFile, _ problems: inout SettingProblems) {
    guard let section = problems.note({ () throws(UsageProblem) in try file.section("keys") })
    else { return }
    let (keymap, faults) = Keymap.reading(KeyTables(section, &problems).settings)
    self.keymap = keymap
    for fault in faults { problems.note(UsageProblem(fault)) }
  }

  private mutating func readProviders(_ file: TOMLFile, _ problems: inout SettingProblems) {
    guard let section = problems.note({ () throws(UsageProblem) in try file.section("providers") })
    else { return }
    for name in section.table.keys {
      guard let table = problems.note({ () throws(UsageProblem) in try section.section(name) })
      else { continue }
      if let index = providers.firstIndex(where: { $0.provider.name == name }) {
        providers[index].change(by: table, &problems)
      } else if let setting = ProviderSetting(name, table, &problems) {
        providers.append(setting)
      }
    }
  }

  private mutating func readParameters(_ file: TOMLFile, _ problems: inout SettingProblems) {
    guard let section = problems.note({ () throws(UsageProblem) in try file.section("parameters") })
    else { return }
    let table = ParameterTable(section, &problems)
    parameters = table.parameters
    parameterPositions = table.positions
  }
}

extension JSONValue {
  /// Converts a TOML value. Dates and times become strings.
  init(_ value: any TOMLValueConvertible) {
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
