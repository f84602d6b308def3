internal import Chat
internal import Screen
internal import Words

/// The presets, as listed in the library.
enum PresetShelf: LibraryShelf {
  static let name = "presets"
  static let opener: Command? = .choosePreset
  static var heading: String { Words.Presets.heading }
  static var filter: String { Words.Presets.filter }
  static func count(_ count: Int) -> String { Words.Presets.count(count) }
  static func none(in folder: String, _ keymap: Keymap) -> String {
    Words.Presets.none(
      in: folder, form: keymap.name(of: .openParameters),
      save: keymap.name(
        of: ActionName(of: ParametersPage.Action.save), in: .page(ParametersPage.name)))
  }
  static var useHint: String { Words.Presets.useHint }
  static func plainUsage(in folder: String) -> String { Words.Presets.plainUsage(folder) }

  static func columns(_ preset: Preset) -> [String] {
    [
      PresetText.target(preset),
      preset.thinks.map {
        PresetText.thinking(ThinkingMode(isOn: $0, budget: preset.thinkingBudget))
      } ?? "",
      preset.systemPrompt.map { SystemPromptRow.firstLine($0) } ?? "",
    ]
  }

  static func searched(_ preset: Preset) -> [String] {
    [preset.model ?? "", preset.provider ?? "", preset.systemPrompt ?? ""]
      .filter { !$0.isEmpty }.map { String($0.prefix(200)) }
  }

  static func detail(_ preset: Preset, besideColumns shown: Int) -> String {
    let all = PresetText.contents(preset)
    guard !all.isEmpty else { return Words.Presets.setsNothing }
    let columns = Set(columns(preset).prefix(shown))
    let prompt = preset.systemPrompt.map { PreviewText.words(of: $0) }
    let rest = all.filter { !columns.contains($0) && $0 != Words.Presets.systemPrompt }
    return (rest + [prompt].compactMap(\.self)).joined(separator: " · ")
  }

  static func isCurrent(_ name: String, _ context: PageContext) -> Bool {
    context.session.preset == name
  }

  static func use(_ name: String) -> LibraryRequest { .usePreset(name) }
  static var toggleKey: Key { Key(.function(5)) }
}

/// The reusable prompts, as listed in the library.
enum PromptShelf: LibraryShelf {
  static let name = "prompts"
  static let opener: Command? = .insertPrompt
  static var heading: String { Words.Prompts.heading }
  static var filter: String { Words.Prompts.filter }
  static func count(_ count: Int) -> String { Words.Prompts.count(count) }
  static func none(in folder: String, _ keymap: Keymap) -> String {
    Words.Prompts.none(in: folder)
  }
  static var useHint: String { Words.Prompts.useHint }
  static func plainUsage(in folder: String) -> String { Words.Prompts.plainUsage(folder) }

  static func columns(_ template: PromptTemplate) -> [String] { [template.summary] }

  static func searched(_ template: PromptTemplate) -> [String] {
    [String(template.summary.prefix(200))] + template.placeholders.map(\.name)
  }

  static func detail(_ template: PromptTemplate, besideColumns shown: Int) -> String {
    let text = PreviewText.words(of: template.source)
    guard template.placeholders.isEmpty else {
      return Words.Prompts.asksFor(template.placeholders.map(\.name))
    }
    return text == template.summary ? "" : text
  }

  static func isCurrent(_ name: String, _ context: PageContext) -> Bool { false }

  static func use(_ name: String) -> LibraryRequest { .usePrompt(name) }
  static var toggleKey: Key { Key(.function(6)) }
}
