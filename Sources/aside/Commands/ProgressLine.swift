internal import App
internal import Chat
internal import Storage
internal import Words

/// How far something long has come, on one line of the terminal that is written over and goes when it
/// is done. Nothing is shown within the first second, or where standard error is no terminal.
struct ProgressLine {
  /// What is being done, before the bar.
  private var what: String
  private let start = ContinuousClock.now
  private var shown: ContinuousClock.Instant?

  init(_ what: String) { self.what = what }

  /// - Parameter part: from 0 to 1; 0 for what is not known.
  mutating func show(_ part: Double) {
    let now = ContinuousClock.now
    guard now - start > .seconds(1), shown.map({ now - $0 > .milliseconds(100) }) ?? true,
      StandardStreams.isErrorTerminal
    else { return }
    shown = now
    let filled = Int(clamping: min(max(part, 0), 1) * 20)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    let figure = part > 0 ? "\(bar) \(Figures.percent(part))" : "…"
    StandardStreams.writeOver("\(what) \(figure)")
  }

  /// What reading is said to be is up to the line's maker.
  mutating func show(_ step: ImportProgress) {
    switch step {
    case .reading(let part): show(part)
    case .storing(let part):
      what = Words.saving
      show(part)
    case .indexing(let part):
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
