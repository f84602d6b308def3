internal import Chat
internal import Words

/// Reusable prompts: choosing one, and inserting it into the draft.
extension State {
  mutating func togglePrompts() -> [Effect] {
    if closeTop(LibraryPage<PromptShelf>.self) { return [] }
    pages.append(LibraryPage<PromptShelf>(library.prompts))
    return [.library(.loadPrompts)] + saveDraft()
  }

  /// Performs `/prompt NAME` once the files have been read.
  mutating func insertPrompt(named name: String) -> [Effect] {
    library.awaited = .prompt(name)
    return [.library(.loadPrompts)]
  }

  mutating func noteLoaded(_ listing: LibraryListing<PromptTemplate>) -> [Effect] {
    library.prompts = listing
    updatePages(LibraryPage<PromptShelf>.self) { $0.take(listing) }
    guard case .prompt(let name)? = library.awaited else { return [] }
    library.awaited = nil
    return usePrompt(name)
  }

  /// Inserts a prompt from the files that were read, or first asks for the values of its
  /// placeholders.
  mutating func usePrompt(_ name: String) -> [Effect] {
    guard let listing = library.prompts else { return [] }
    switch listing.file(named: name)?.reading {
    case .read(let template)? where template.placeholders.isEmpty:
      return insert(prompt: template.filled(with: [:]))
    case .read(let template)?:
      guard surface == .screen else {
        notice = Notice(.trouble, Words.Prompts.needsScreen(name))
        return []
      }
      clearPromptCommand()
      pages.removeAll { $0 is LibraryPage<PromptShelf> }
      pages.append(PromptFormPage(name, template))
    case .broken(let problem)?: sayLibraryProblem(problem)
    case nil:
      sayLibraryProblem(listing.problem ?? Words.Prompts.unknown(name, folder: listing.folder))
    }
    return []
  }

  /// Inserts a finished prompt at the caret of the draft, without sending it.
  mutating func insert(prompt: String) -> [Effect] {
    pages.removeAll { $0 is LibraryPage<PromptShelf> || $0 is PromptFormPage }
    if surface == .lines {
      quotation += prompt + "\n\n"
      return []
    }
    clearPromptCommand()
    focus = .composer
    composer.insert(prompt)
    return noteDraft()
  }

  private mutating func clearPromptCommand() {
    if Submission(composer.text).isCommand(.insertPrompt) { composer.clear() }
  }
}
