internal import App
internal import Chat
internal import Storage
internal import Synchronization
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension StoreService {
  /// Exports for the screen, like `aside export --output`. Called on the store's queue.
  /// - Parameters:
  ///   - path: as typed.
  ///   - number: the value of `cancellations` when the export was ordered.
  func export(
    _ ids: [ConversationID], _ path: String, replaces: Bool, since number: Int
  ) -> Event {
    let paths = Paths(environment: ProcessInfo.processInfo.environment)
    let place = paths.expanding(path)
    guard let format = ExportFormat(path: place) else {
      return .exported(path, .failed(ExportFormat.unknown(path)))
    }
    let export = DocumentExport(
      ids: ids, format: format, replaces: replaces, recordPath: paths.exports)
    var said = ContinuousClock.now
    let result = read { (store) throws(StoreError) -> ExportOutcome in
      do {
        let report = try export.run(store, to: place) { count in
          let now = ContinuousClock.now
          if now - said > Self.pauseBetweenNews {
            said = now
            post(.exporting(path, done: count))
          }
          return cancellations.load(ordering: .relaxed) == number
        }
        return Self.outcome(report, place)
      } catch let trouble as ExportTrouble {
        return Self.outcome(ExportReport(troubles: [trouble]), place)
      } catch let error as StoreError {
        throw error
      } catch {
        return .failed(Words.cannotWrite(place))
      }
    }
    switch result {
    case .success(let outcome): return .exported(path, outcome)
    case .failure(let error): return .exported(path, .failed(ErrorText.commandLine(error)))
    }
  }

  private static let pauseBetweenNews = Duration.milliseconds(100)

  /// Returns the outcome to show. Failures take precedence over existing files, which pressing
  /// Enter again would replace.
  private static func outcome(_ report: ExportReport, _ place: String) -> ExportOutcome {
    if report.isCancelled { return .cancelled(files: report.files) }
    let failures = report.troubles.filter { if case .isThere = $0 { false } else { true } }
    if let failure = failures.first {
      let others = report.troubles.count - 1
      return .failed(Words.notExported(failure.sentence, others: others))
    }
    if case .isThere(let file)? = report.troubles.first { return .isThere(file) }
    return .written(place, files: report.files)
  }
}
