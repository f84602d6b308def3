internal import App
internal import Chat
internal import Storage
internal import Words

/// A progress bar on one line of the terminal, which is overwritten and then erased. It appears
/// after half a second, and only if standard error is a terminal.
struct ProgressLine {
  /// The label before the bar.
  private var what: String
  private let start = ContinuousClock.now
  private var shown: ContinuousClock.Instant?
  /// Whether everything is saved, but not yet all of it is in the search index.
  private(set) var isIndexing = false

  init(_ what: String) { self.what = what }

  /// - Parameter part: the completed fraction, from 0 to 1; 0 if unknown.
  mutating func show(_ part: Double) {
    let now = ContinuousClock.now
    guard now - start > .milliseconds(500), shown.map({ now - $0 > .milliseconds(100) }) ?? true,
      StandardStreams.isErrorTerminal
    else { return }
    shown = now
    let filled = Int(clamping: min(max(part, 0), 1) * 20)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    let figure = part > 0 ? "\(bar) \(Figures.percent(part))" : "…"
    StandardStreams.writeOver("\(what) \(figure)")
  }

  /// Shows the progress of an import or merge. The caller's label is shown while reading, and
  /// then replaced by the label of the step.
  mutating func show(_ step: ImportProgress) {
    switch step {
    case .reading(let part): show(part)
    case .storing(let part):
      what = Words.saving
      show(part)
    case .indexing(let part):
      isIndexing = part < 1
      what = Words.buildingSearchIndex
      show(part)
    }
  }

  mutating func clear() {
    guard shown != nil else { return }
    shown = nil
    StandardStreams.writeOver("")
  }
}
