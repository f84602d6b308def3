internal import App
internal import ArgumentParser
internal import Chat
internal import Screen
internal import Storage
internal import Words

/// `aside merge`: merges other databases into this one.
struct MergeStores: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: Words.Help.Merge.abstract,
    discussion: Words.Help.Merge.discussion)

  @ParentCommand var parent: Aside

  @Argument(help: ArgumentHelp(Words.Help.Merge.files, valueName: Words.Help.Value.files))
  var paths: [TypedPath]

  @OptionGroup var options: StoreOptions

  func run() throws {
    // Stop the merge on a signal, so that no temporary copy with message texts is left behind.
    let stop = DatabaseStop()
    let interruption = Interruption(endsAtSecond: true) { stop.stop() }
    var output = LateOutput()
    let place = try options.place(parent)
    var hasTrouble = false
    try place.write(stop: stop) { store in
      let paths = paths.map(\.path)
      for (index, path) in paths.enumerated() {
        do throws(StoreError) {
          let report =
            interruption.hasCome ? nil : try read(path, into: store, until: interruption)
          guard let report else {
            StandardStreams.complain(Words.mergeInterrupted(at: index, of: paths))
            break
          }
          let words = Words.merged(path, formats: [], Words.Merged(report))
          output.write(Sanitizer.sanitizeLine(words) + "\n")
        } catch {
          // A problem with the user's own database ends the merge.
          guard error.path == path else { throw error }
          StandardStreams.complain(
            Words.nothingMerged(ErrorText.otherFile(error, usual: place.usual)))
          hasTrouble = true
        }
      }
    }
    interruption.raiseAgain()
    if interruption.hasCome { throw ExitCode(Interruption.exitStatus) }
    try output.finish()
    if hasTrouble { throw ExitCode(1) }
  }

  /// - Returns: `nil` if a signal stopped the merge.
  private func read(
    _ path: String, into store: ConversationStore, until interruption: Interruption
  ) throws(StoreError) -> MergeReport? {
    let progress = ProgressLine(Words.copying(path))
    defer { progress.clear() }
    let report = try store.merge(path) { step in
      progress.show(step)
      return !interruption.hasCome
    }
    progress.clear()
    if interruption.hasCome, report?.isIndexed == false {
      StandardStreams.complain(Words.indexingInterrupted)
    }
    return report
  }
}
