internal import Chat

/// The user's presets and prompts as last read, for pages and completions. The files are read
/// again whenever a page opens or a command names one of them.
struct Library {
  /// A command that waits for files to be read.
  enum Awaited: Equatable {
    case preset(String)
    case prompt(String)
  }

  var presets: LibraryListing<Preset>?
  var prompts: LibraryListing<PromptTemplate>?
  var awaited: Awaited?
}

/// A request from one of the library's pages.
enum LibraryRequest {
  case usePreset(String)
  /// Asks the user for a name under which to save the current settings as a preset.
  case namePreset
  case savePreset(name: String, replaces: Bool)
  case usePrompt(String)
  /// Inserts a finished prompt into the draft.
  case insert(String)
  case setSystemPrompt(String)
}

extension State {
  mutating func follow(_ request: LibraryRequest) -> [Effect] {
    switch request {
    case .usePreset(let name): return usePreset(name)
    case .namePreset:
      pages.append(PresetNamePage(currentPreset(named: session.preset ?? "")))
      return []
    case .savePreset(let name, let replaces): return savePreset(name, replaces: replaces)
    case .usePrompt(let name): return usePrompt(name)
    case .insert(let text): return insert(prompt: text)
    case .setSystemPrompt(let text):
      pages.removeLast()
      return replaceSystemPrompt(with: text)
    }
  }

  /// Reports why something was not done, on the top page if that is a library page, or else in a
  /// notice.
  mutating func sayLibraryProblem(_ problem: String) {
    guard var page = pages.last as? any LibraryProblemPage else {
      notice = Notice(.trouble, problem)
      let submission = Submission(composer.text)
      if submission.isCommand(.choosePreset) || submission.isCommand(.insertPrompt) {
        moveCaretToArgument()
      }
      return
    }
    page.problem = problem
    pages[pages.count - 1] = page
  }
}

/// A page that can show why a request was not performed.
protocol LibraryProblemPage: Page {
  /// The problem, shown until the next key; empty if none.
  var problem: String { get set }
}
