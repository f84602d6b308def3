internal import ArgumentParser
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
    try options.place(parent).write(stop: stop) { store in
      for path in paths.map(\.path) where !interruption.hasCome {
        var progress = ProgressLine("Copying \(path)")
        let report = try store.merge(path) { step in
          progress.show(step)
          return !interruption.hasCome
        }
        progress.clear()
        guard let report else {
          StandardStreams.complain("The merge was stopped; nothing was stored.")
          break
        }
        let words = "\(path): \(MergeWords.sentence(report))"
        output.write(Sanitizer.sanitizeLine(words) + "\n")
      }
    }
    interruption.raiseAgain()
    if interruption.hasCome { throw ExitCode(130) }
    try output.finish()
  }
}
