internal import App
internal import Chat
internal import Storage
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension StoreService {
  /// Exports for the screen, like `aside export --output`. Called on the store's queue.
  /// - Parameter path: as typed.
  func export(_ ids: [ConversationID], _ path: String, replaces: Bool) -> Event {
    let paths = Paths(environment: ProcessInfo.processInfo.environment)
    let place = paths.expanding(path)
    guard let format = ExportFormat(path: place) else {
      return .exported(path, .failed(ExportFormat.unknown(path)))
    }
    let export = DocumentExport(
      ids: ids, format: format, replaces: replaces, recordPath: paths.exports)
    let result = read { (store) throws(StoreError) -> ExportOutcome in
      do {
        return Self.outcome(try export.run(store, to: place), place)
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

  /// Failures take precedence over files that pressing Enter again would replace.
  private static func outcome(_ report: ExportReport, _ place: String) -> ExportOutcome {
    let failures = report.troubles.filter { if case .isThere = $0 { false } else { true } }
    if let failure = failures.first {
      let others = report.troubles.count - 1
      return .failed(Words.notExported(failure.sentence, others: others))
    }
    if case .isThere(let file)? = report.troubles.first { return .isThere(file) }
    return .written(place, files: report.files)
  }
}
