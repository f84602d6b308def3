internal import Chat
internal import Screen
internal import Words

/// The kind of file that a library page lists: presets or prompts.
protocol LibraryShelf: Sendable {
  associatedtype Content: Equatable, Sendable

  /// The name of the page in `[keys.pages.NAME]`.
  static var name: String { get }
  static var opener: Command? { get }
  static var heading: String { get }
  /// The placeholder of the filter.
  static var filter: String { get }
  static func count(_ count: Int) -> String
  /// Returns the text for an empty folder, which explains how to create the first file.
  static func none(in folder: String, _ keymap: Keymap) -> String
  static var useHint: String { get }
  static func plainUsage(in folder: String) -> String
  /// Returns what a row shows after the file's name, column by column, the most important first.
  static func columns(_ content: Content) -> [String]
  /// Returns the strings that the filter searches in addition to the file's name.
  static func searched(_ content: Content) -> [String]
  /// Returns the details that the file's row omits, for display below the rows.
  /// - Parameter shown: the maximum number of entries of ``columns(_:)`` that the row shows.
  static func detail(_ content: Content, besideColumns shown: Int) -> String
  /// Returns whether the conversation uses the file with this name.
  static func isCurrent(_ name: String, _ context: PageContext) -> Bool
  static func use(_ name: String) -> LibraryRequest
  static var toggleKey: Key { get }
}

/// A page that lists the user's presets or prompts, with a fuzzy filter.
struct LibraryPage<Shelf: LibraryShelf> {
  typealias File = LibraryListing<Shelf.Content>.File

  /// `nil` until the folder has been read once.
  private(set) var listing: LibraryListing<Shelf.Content>?
  /// Whether the files are being read. Meanwhile, the page shows the rows from the last read.
  private(set) var isLoading = true
  private(set) var query = Composer()
  /// The matching files, best match first. Without a query, all files by name.
  private(set) var files: [File] = []
  /// An index into `files`.
  private(set) var selected = 0
  var problem = ""

  init(_ listing: LibraryListing<Shelf.Content>?) {
    self.listing = listing
    filter()
  }

  /// The number of files in the folder, whether they match the filter or not.
  var fileCount: Int { listing?.files.count ?? 0 }

  var selection: File? { files.indices.contains(selected) ? files[selected] : nil }

  /// Replaces the files, and keeps the same file selected.
  mutating func take(_ listing: LibraryListing<Shelf.Content>) {
    let before = selection?.name
    self.listing = listing
    isLoading = false
    filter()
    selected = files.firstIndex { $0.name == before } ?? min(selected, max(0, files.count - 1))
  }

  private var words: [Substring] { query.text.split(whereSeparator: \.isWhitespace) }

  /// Returns the indexes of the characters in a file's name that match the filter.
  func marks(in name: String) -> Set<Int> {
    Set(words.flatMap { FuzzyMatch($0).best(in: name)?.places ?? [] })
  }

  private mutating func filter() {
    let words = words.map { (name: FuzzyMatch($0), text: $0.lowercased()) }
    let scored = (listing?.files ?? []).enumerated().compactMap {
      order, file -> (score: Int, order: Int, file: File)? in
      var score = 0
      for word in words {
        if let found = word.name.best(in: file.name) {
          score += 2 * found.score
          continue
        }
        // Longer text needs an exact match: scattered letters would match almost anything.
        let texts = file.reading.content.map(Shelf.searched) ?? []
        guard texts.contains(where: { $0.lowercased().contains(word.text) }) else { return nil }
        score += FuzzyMatch.step
      }
      return (score, order, file)
    }
    files = scored.sorted { ($1.score, $0.order) < ($0.score, $1.order) }.map(\.file)
  }

  fileprivate mutating func move(by rows: Int) {
    selected = min(max(0, selected + rows), max(0, files.count - 1))
  }

  fileprivate mutating func edit(_ change: (inout Composer) -> Void) {
    let before = query.text
    change(&query)
    guard query.text != before else { return }
    filter()
    selected = 0
  }
}

// MARK: - Keys

enum LibraryAction: Sendable {
  case up
  case down
  case pageUp
  case pageDown
  case use
  case clear
  case close
  case perform(Command)
}

extension LibraryPage: LibraryProblemPage {
  static var name: String { Shelf.name }
  static var takesText: Bool { true }
  static var opener: Command? { Shelf.opener }
  static var isOverlay: Bool { true }

  static var keys: KeyTable<Self, LibraryAction> {
    KeyTable([
      .init(
        .enter, does: .use,
        hint: { page in
          guard case .read? = page.selection?.reading else { return nil }
          return HintLine.Hint(Shelf.useHint, 0)
        }),
      .init(
        Key(.up), .control("p"), does: .up,
        hint: { $0.files.count > 1 ? HintLine.Hint(Words.Pages.selectHint, 2) : nil }),
      .init(Key(.down), .control("n"), does: .down),
      .init(Key(.pageUp), does: .pageUp),
      .init(Key(.pageDown), does: .pageDown),
      .init(.control("c"), does: .clear),
      .init(.escape, Shelf.toggleKey, .control("g"), does: .close, hint: Words.WayOut.close),
      .init(Key(.function(1)), does: .perform(.openHelp)),
      .init(.control("l"), does: .perform(.redraw)),
      .init(.control("z"), does: .perform(.suspend)),
    ])
  }

  mutating func perform(_ action: LibraryAction, _ context: PageContext) -> PageReply {
    problem = ""
    let page = LibraryView.rowCount(self, context.stage)
    switch action {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -page)
    case .pageDown: move(by: page)
    case .use: return selection.map { .library(Shelf.use($0.name)) } ?? .stay
    case .clear:
      guard !query.isEmpty else { return .close }
      edit { $0.clear() }
    case .close: return .close
    case .perform(let command): return .perform(command)
    }
    return .stay
  }

  func mustWait(_ key: Key, _ keymap: Keymap) -> Bool {
    guard isLoading, let action = Self.action(for: key, by: keymap) else { return false }
    return switch action {
    case .up, .down, .pageUp, .pageDown, .use: true
    case .clear, .close, .perform: false
    }
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply {
    problem = ""
    edit { $0.edit(key, by: context.preferences.keymap) }
    return .stay
  }

  mutating func paste(_ text: String, _ context: PageContext) -> PageReply {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    edit { $0.insert(line) }
    return .stay
  }

  /// Selects the clicked row and does what Enter does on it.
  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    let area = LibraryView.rowsArea(self, context.stage)
    let index = LibraryView.top(self, context.stage) + place.y - area.y
    guard area.contains(place), files.indices.contains(index) else { return .stay }
    selected = index
    return perform(.use, context)
  }

  func box(on stage: Stage) -> Rect { LibraryView.overlay(self, stage).box }

  func draw(_ context: PageContext, on canvas: inout Canvas) {
    LibraryView.draw(self, context, on: &canvas)
  }

  var isWaiting: Bool { isLoading }

  func lines(_ context: PageContext) -> [String] {
    guard let listing else { return [] }
    if let problem = listing.problem { return ["! " + Sanitizer.sanitizeLine(problem)] }
    if listing.files.isEmpty {
      return ["* " + Shelf.none(in: listing.folder, context.preferences.keymap)]
    }
    return listing.files.map { file in
      let facts: [String] =
        switch file.reading {
        case .read(let content): Shelf.columns(content).filter { !$0.isEmpty }
        case .broken(let problem): [problem]
        }
      return Sanitizer.sanitizeLine(([file.name] + facts).joined(separator: " · "))
    } + ["* " + Shelf.plainUsage(in: listing.folder)]
  }
}
