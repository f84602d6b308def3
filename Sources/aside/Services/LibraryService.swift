internal import App
internal import Chat
internal import Dispatch

/// A service that reads and writes the user's presets and prompts, for the screen. It carries
/// out orders one after the other on its own queue, so that a slow file system holds up nothing
/// else.
struct LibraryService: Sendable {
  private let presets: PresetFolder
  private let prompts: PromptFolder
  private let post: @Sendable (Event) -> Void
  private let queue = DispatchQueue(label: "aside.library")

  /// - Parameter post: called on `queue`.
  init(_ paths: Paths, post: @escaping @Sendable (Event) -> Void) {
    presets = PresetFolder(paths)
    prompts = PromptFolder(paths)
    self.post = post
  }

  func perform(_ order: LibraryOrder) {
    queue.async { carryOut(order) }
  }

  private func carryOut(_ order: LibraryOrder) {
    switch order {
    case .loadPresets: post(.presetsLoaded(presets.listing()))
    case .loadPrompts: post(.promptsLoaded(prompts.listing()))
    case .savePreset(let preset, let replaces):
      let outcome = presets.save(preset, replaces: replaces)
      post(.presetSaved(preset, outcome))
      // Tell pages and completions about the new file at once.
      if case .saved = outcome { post(.presetsLoaded(presets.listing())) }
    }
  }
}
