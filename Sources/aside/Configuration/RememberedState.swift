internal import App
internal import Chat
internal import Storage
internal import TOMLKit
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// State kept between runs: which panes were open, and what was chosen. It is only a convenience.
/// If it cannot be read, the program starts as if for the first time; if it cannot be written, it
/// is lost.
struct RememberedState: Equatable {
  var isReasoningOpen = true
  var isListOpen = false
  /// The pane sizes that the user has chosen.
  var paneSize = PaneSize()
  /// The most recently used palette entries, newest first.
  var recentActions: [String] = []
  /// The hints not yet shown to a newcomer; `nil` for a user of a version without hints who has not
  /// seen the first screen since.
  var nextSteps: [NextStep]?
  /// See ``Application/modelsWithoutThinking``.
  var modelsWithoutThinking: Set<ModelChoice> = []
  var choice = LastChoice()
  /// The value of ``Configuration/whom`` when the choice was made.
  var configured = ""

  init() {}

  init(path: String) {
    nextSteps = NextStep.allCases
    // Treat an unreadable file as a first start.
    guard let file = (try? TOMLFile.read(path)) ?? nil else { return }
    isReasoningOpen = ((try? file.bool("reasoning_open")) ?? nil) ?? true
    isListOpen = ((try? file.bool("list_open")) ?? nil) ?? false
    choice.provider = (try? file.string("provider")) ?? nil
    choice.address = (try? file.string("address")) ?? nil
    choice.model = (try? file.string("model")) ?? nil
    if let isOn = (try? file.bool("thinking")) ?? nil {
      choice.thinking = ThinkingMode(
        isOn: isOn, budget: (try? file.integer("thinking_budget")) ?? nil)
    }
    if ServerAddress(choice.address ?? "") == nil { choice.address = nil }
    choice.addresses = file.table["addresses"]?.array?.compactMap { $0.string } ?? []
    paneSize = PaneSize(
      columns: Self.size("pane_columns", file), rows: Self.size("pane_rows", file),
      sideBarColumns: Self.size("list_columns", file))
    recentActions = file.table["recent_actions"]?.array?.compactMap { $0.string } ?? []
    nextSteps = file.table["next_steps"]?.array?.compactMap {
      $0.string.flatMap(NextStep.init(rawValue:))
    }
    modelsWithoutThinking = Set(file.table["without_thinking"]?.array?.compactMap(Self.model) ?? [])
    // Ignore an unreadable value.
    configured = ((try? file.string("configured")) ?? nil) ?? ""
  }

  /// Returns the size in the file; `nil` if no window can have that size.
  private static func size(_ key: String, _ file: TOMLFile) -> Int? {
    // Ignore an unreadable value.
    let size = (try? file.integer(key)) ?? nil
    return size.flatMap { (1...10_000).contains($0) ? $0 : nil }
  }

  /// Returns the model in an array of a provider's ID and a model ID.
  private static func model(_ value: any TOMLValueConvertible) -> ModelChoice? {
    guard let words = value.array?.compactMap({ $0.string }), words.count == 2 else { return nil }
    return ModelChoice(provider: words[0], model: words[1])
  }

  func write(to path: String) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    // If writing fails, the state is lost.
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let text = """
      # \(Words.stateFileComment)
      reasoning_open = \(isReasoningOpen)
      list_open = \(isListOpen)
      recent_actions = [\(recentActions.map(Self.quoted).joined(separator: ", "))]

      """
    let steps = nextSteps.map {
      "next_steps = [\($0.map { Self.quoted($0.rawValue) }.joined(separator: ", "))]\n"
    }
    // If writing fails, the state is lost.
    try? UnfinishedFile.replace(
      path, with: text + sizeLines + (steps ?? "") + modelLine + choiceLines)
  }

  private var sizeLines: String {
    [
      ("pane_columns", paneSize.columns), ("pane_rows", paneSize.rows),
      ("list_columns", paneSize.sideBarColumns),
    ].compactMap { name, size in size.map { "\(name) = \($0)\n" } }.joined()
  }

  /// The maximum number of models to remember.
  private static let mostModels = 100

  private var modelLine: String {
    let models = modelsWithoutThinking.map {
      "[\(Self.quoted($0.provider)), \(Self.quoted($0.model))]"
    }
    guard !models.isEmpty else { return "" }
    let listed = models.sorted().prefix(Self.mostModels).joined(separator: ", ")
    return "without_thinking = [\(listed)]\n"
  }

  private var choiceLines: String {
    var lines: [(name: String, value: String)] = []
    if let provider = choice.provider { lines.append(("provider", Self.quoted(provider))) }
    if let address = choice.address { lines.append(("address", Self.quoted(address))) }
    if let model = choice.model { lines.append(("model", Self.quoted(model))) }
    if let thinking = choice.thinking {
      lines.append(("thinking", "\(thinking.isOn)"))
      if let budget = thinking.budget { lines.append(("thinking_budget", "\(budget)")) }
    }
    if !choice.addresses.isEmpty {
      let urls = choice.addresses.map(Self.quoted).joined(separator: ", ")
      lines.append(("addresses", "[\(urls)]"))
    }
    guard !lines.isEmpty else { return "" }
    lines.append(("configured", Self.quoted(configured)))
    return lines.map { "\($0.name) = \($0.value)\n" }.joined()
  }

  /// Returns a TOML string. Leaves out control characters, which no name contains.
  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
    let inert = String(String.UnicodeScalarView(scalars))
    return "\"" + inert.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
