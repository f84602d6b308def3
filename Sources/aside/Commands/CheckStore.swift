internal import App
internal import ArgumentParser
internal import Chat
internal import Storage

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside check`: whether the store is whole, and what can be saved of one that is not.
struct CheckStore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Looks whether the store is whole.",
    discussion: """
      With --repair, a damaged file is moved aside whole, and what can be read in it goes into a new \
      one. A file that is whole is left alone; if the search index alone is wrong, it is made anew.
      """)

  @ParentCommand var parent: Aside

  @Flag(help: "Move a damaged file aside and recover what can be read in it.")
  var repair = false

  @OptionGroup var options: StoreOptions

  func run() throws {
    if !repair { try StandardStreams.requireOutput() }
    var output = LateOutput()
    let verdict = Result { try check(try options.place(parent), &output) }
    try output.finish()
    try verdict.get()
  }

  private func check(_ place: StorePlace, _ output: inout LateOutput) throws {
    for file in Recovery(path: place.path).leavings {
      output.write(
        "left   \(file): of a repair that did not come to its end. What is in it is in the store too, "
          + "or in a file with .damaged- in its name.\n")
    }
    guard place.exists else {
      output.write("\(place.path) is not there yet; nothing is stored.\n")
      return
    }
    let faults = try self.faults(place, &output)
    guard !faults.isEmpty else { return try checkSearch(place, &output) }
    for fault in faults { output.write("wrong  \(fault)\n") }
    guard repair else {
      StandardStreams.complain(
        "\(place.path) is damaged. It is left as it is. "
          + "\(ErrorText.repair(place.path, usual: place.usual)) moves it aside and recovers what can be read."
      )
      throw ExitCode(1)
    }
    try recover(place, &output)
  }

  /// The index of the search can be made anew from what is stored.
  private func checkSearch(_ place: StorePlace, _ output: inout LateOutput) throws {
    do throws(StoreError) {
      let faults = try ConversationStore.reading(path: place.path).searchIndexFaults()
      guard !faults.isEmpty else { return }
      for fault in faults { output.write("wrong  \(fault)\n") }
      if repair {
        try ConversationStore(path: place.path).rebuildSearchIndex()
        output.write("The search index was made anew.\n")
        return
      }
    } catch {
      throw place.failure(error)
    }
    StandardStreams.complain(
      "The search would not find everything; what is stored is whole. "
        + "\(ErrorText.repair(place.path, usual: place.usual)) makes the index anew.")
    throw ExitCode(1)
  }

  /// What is wrong; nothing for a store that is whole, which is said.
  private func faults(_ place: StorePlace, _ output: inout LateOutput) throws -> [String] {
    do throws(StoreError) {
      let store = try ConversationStore.reading(path: place.path)
      let faults = try store.faults()
      if faults.isEmpty {
        let conversations = counted(try store.conversationCount(), "conversation")
        let messages = counted(try store.messageCount(), "message")
        output.write("ok     \(place.path): \(conversations), \(messages)\n")
      }
      return faults
    } catch {
      switch error {
      case .damaged(_, let detail): return [detail]
      case .newer where ConversationStore.hasKnownTables(path: place.path):
        return ["its header is that of a newer version, its tables are of this one"]
      // Newer versions of SQLite look there first.
      case .searchIndexDamaged: return []
      default: throw place.failure(error)
      }
    }
  }

  private func recover(_ place: StorePlace, _ output: inout LateOutput) throws {
    let name = Date().formatted(.iso8601).filter { $0.isNumber }
    let report: RecoveryReport
    let signals = EndingSignals()
    defer { withExtendedLifetime(signals) {} }
    do throws(StoreError) {
      report = try Recovery(path: place.path).run(name: name)
    } catch {
      throw place.failure(error)
    }
    var words =
      "Recovered \(counted(report.conversations, "conversation")) and "
      + "\(counted(report.messages, "message")) into \(place.path).\n"
    if report.emptyConversations > 0 {
      let have = report.emptyConversations == 1 ? "has" : "have"
      words += "\(counted(report.emptyConversations, "more conversation")) \(have) no messages.\n"
    }
    if report.rebuilt > 0 {
      words += "Of \(counted(report.rebuilt, "conversation")) only messages were left: "
      words += "the title is made of the first question.\n"
    }
    if report.cutOff > 0 {
      words += "\(counted(report.cutOff, "message")) could be read only up to a point.\n"
    }
    words += "The damaged file is kept, whole: \(report.movedTo)\n"
    output.write(words)
  }
}
