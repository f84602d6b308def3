internal import Chat
internal import Words

/// The part of `aside doctor` that checks presets and prompts. It ignores folders that do not
/// exist.
struct LibraryCheck {
  let paths: Paths
  let configuration: Configuration

  func run(_ report: inout DoctorReport) {
    let presets = PresetFolder(paths).listing()
    check(presets, .presets, Words.Presets.count, &report) { preset throws(UsageProblem) in
      try PresetChoice.check(preset, configuration.providers.map(\.provider))
    }
    if let (name, place) = configuration.preset, presets.file(named: name) == nil {
      let path = PresetFolder(paths).folder.path(of: name)
      report.add(.error, .presets, Words.Presets.missing(name, path: path, at: place))
    }
    check(PromptFolder(paths).listing(), .prompts, Words.Prompts.count, &report) { _ in }
  }

  /// - Parameter examine: throws if there is something wrong with a file's content.
  private func check<Content>(
    _ listing: LibraryListing<Content>, _ subject: Words.Subject, _ count: (Int) -> String,
    _ report: inout DoctorReport, _ examine: (Content) throws(UsageProblem) -> Void
  ) {
    if let problem = listing.problem { report.add(.error, subject, problem) }
    var good = 0
    for file in listing.files {
      switch file.reading {
      case .broken(let problem): report.add(.error, subject, problem)
      case .read(let content):
        do throws(UsageProblem) {
          try examine(content)
          good += 1
        } catch {
          report.add(.error, subject, error.description)
        }
      }
    }
    if good > 0 { report.add(.ok, subject, count(good)) }
  }
}
