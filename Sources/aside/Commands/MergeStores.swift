internal import App
internal import ArgumentParser
internal import Chat
internal import Screen
internal import Storage

/// `aside merge`: the union of this store and another one's file.
struct MergeStores: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Takes over what another store has and this one lacks.",
    discussion: """
      The other file, such as one that a synchronised folder has brought from another machine, is \
      not changed. Merging in any order, and more than once, gives the same.
      """)

  @ParentCommand var parent: Aside

  @Argument(help: "The other stores' files.")
  var paths: [TypedPath]

  @OptionGroup var options: StoreOptions

  func run() throws {
    // A temporary copy with the texts must not stay behind.
    let stop = DatabaseStop()
    let interruption = Interruption(endsAtSecond: true) { stop.stop() }
    var output = LateOutput()
    let place = try options.place(parent)
    var hasTrouble = false
    try place.write(stop: stop) { store in
      for path in paths.map(\.path) where !interruption.hasCome {
        do throws(StoreError) {
          let report = try read(path, into: store, until: interruption)
          guard let report else {
            StandardStreams.complain("The merge was stopped; nothing was stored.")
            break
          }
          output.write(Sanitizer.sanitizeLine("\(path): \(MergeWords.sentence(report))") + "\n")
        } catch {
          // What is wrong with the user's own store ends it.
          guard error.path == path else { throw error }
          StandardStreams.complain(
            "\(ErrorText.otherFile(error, usual: place.usual)) Nothing was merged from it.")
          hasTrouble = true
        }
      }
    }
    interruption.raiseAgain()
    if interruption.hasCome { throw ExitCode(130) }
    try output.finish()
    if hasTrouble { throw ExitCode(1) }
  }

  /// - Returns: `nil` when a signal has stopped it.
  private func read(
    _ path: String, into store: ConversationStore, until interruption: Interruption
  ) throws(StoreError) -> MergeReport? {
    var progress = ProgressLine("Copying \(path)")
    defer { progress.clear() }
    return try store.merge(path) { step in
      progress.show(step)
      return !interruption.hasCome
    }
  }
}
