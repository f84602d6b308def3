internal import App
internal import ArgumentParser
internal import Chat
internal import Storage
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside check`: checks the database, and recovers what it can from a damaged one.
struct CheckStore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: Words.Help.Check.abstract,
    discussion: Words.Help.Check.discussion)

  @ParentCommand var parent: Aside

  @Flag(help: ArgumentHelp(Words.Help.Check.repair))
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
      output.write(Self.line(.note, Words.interruptedRepair(file)))
    }
    guard place.exists else {
      output.write(Words.missingDatabase(path: place.path) + "\n")
      return
    }
    let faults = try self.faults(place, &output)
    guard !faults.isEmpty else { return try checkSearch(place, &output) }
    for fault in faults { output.write(Self.line(.error, Words.Errors.reason(fault))) }
    guard repair else {
      StandardStreams.complain(
        Words.databaseDamaged(
          place.path, repairCommand: ErrorText.repair(place.path, usual: place.usual)))
      throw ExitCode(1)
    }
    try recover(place, &output)
  }

  /// Checks the search index, which can be rebuilt from the messages.
  private func checkSearch(_ place: StorePlace, _ output: inout LateOutput) throws {
    do throws(StoreError) {
      let faults = try Self.checking(Words.checkingSearchIndex) { () throws(StoreError) in
        try ConversationStore.reading(path: place.path).searchIndexFaults()
      }
      guard !faults.isEmpty else { return }
      for fault in faults { output.write(Self.line(.error, Words.Errors.reason(fault))) }
      if repair {
        try Self.repairing(Words.buildingSearchIndex) { () throws(StoreError) in
          try ConversationStore(path: place.path).rebuildSearchIndex()
        }
        output.write(Words.searchIndexRebuilt + "\n")
        return
      }
    } catch {
      throw place.failure(error)
    }
    StandardStreams.complain(
      Words.searchIndexIncomplete(
        repairCommand: ErrorText.repair(place.path, usual: place.usual)))
    throw ExitCode(1)
  }

  /// Returns the faults in the database. If there are none, reports it as intact.
  private func faults(_ place: StorePlace, _ output: inout LateOutput) throws -> [StoreFault] {
    do throws(StoreError) {
      let (store, faults) = try Self.checking(Words.checking) { () throws(StoreError) in
        let store = try ConversationStore.reading(path: place.path)
        return (store, try store.faults())
      }
      if faults.isEmpty {
        let words = Words.databaseIntact(
          place.path, conversations: try store.conversationCount(),
          messages: try store.messageCount())
        output.write(Self.line(.ok, words))
      }
      return faults
    } catch {
      switch error {
      case .damaged(_, let fault): return [fault]
      case .newer where ConversationStore.hasKnownTables(path: place.path):
        return [.newerHeader]
      // Newer versions of SQLite also check the search index here. `checkSearch` reports the
      // damage.
      case .searchIndexDamaged: return []
      default: throw place.failure(error)
      }
    }
  }

  private static func checking<Value>(
    _ what: String, _ work: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    try ProgressLine.during(what, interrupted: { _ in Words.checkInterrupted }) {
      (_) throws(StoreError) in try work()
    }
  }

  private static func repairing<Value>(
    _ what: String, _ work: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    try ProgressLine.during(what, interrupted: { _ in Words.repairInterrupted }) {
      (_) throws(StoreError) in try work()
    }
  }

  private func recover(_ place: StorePlace, _ output: inout LateOutput) throws {
    let name = Date().formatted(.iso8601).filter { $0.isNumber }
    let report: RecoveryReport
    do throws(StoreError) {
      report = try Self.repairing(Words.recovering) { () throws(StoreError) in
        try Recovery(path: place.path).run(name: name)
      }
    } catch {
      throw place.failure(error)
    }
    for line in Self.lines(report, at: place.path) { output.write(line + "\n") }
  }

  private static func lines(_ report: RecoveryReport, at path: String) -> [String] {
    var lines = [
      Words.recovered(report.conversations, messages: report.messages, into: path)
    ]
    if report.emptyConversations > 0 {
      lines.append(Words.recoveredEmpty(report.emptyConversations))
    }
    if report.rebuilt > 0 { lines.append(Words.rebuiltFromMessages(report.rebuilt)) }
    if report.cutOff > 0 { lines.append(Words.truncatedMessages(report.cutOff)) }
    if report.lostAttachments > 0 { lines.append(Words.lostAttachments(report.lostAttachments)) }
    return lines + [Words.damagedFileKept(report.movedTo)]
  }

  private static func line(_ verdict: Words.Verdict, _ words: String) -> String {
    DoctorReport.column(Words.label(verdict), 7) + words + "\n"
  }
}
