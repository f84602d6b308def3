internal import App
internal import Chat
internal import Storage

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension StoreService {
  /// Writes what the screen exports, as `aside export --output` does; on the store's queue.
  /// - Parameter path: as it was typed.
  func export(_ ids: [ConversationID], _ path: String, replaces: Bool) -> Event {
    let paths = Paths(environment: ProcessInfo.processInfo.environment)
    let place = paths.expanding(path)
    guard let format = ExportFormat(path: place) else {
      return .exported(path, .failed(ExportFormat.unknown(path)))
    }
    let export = DocumentExport(ids: ids, format: format, replaces: replaces)
    let result = read { (store) throws(StoreError) -> ExportOutcome in
      do {
        return .written(place, files: try export.run(store, to: place))
      } catch ExportTrouble.isThere(let file) {
        return .isThere(file)
      } catch ExportTrouble.cannotBeWritten(let file, let reason) {
        return .failed("\(file) cannot be written: \(reason).")
      } catch let error as StoreError {
        throw error
      } catch {
        return .failed("\(place) cannot be written.")
      }
    }
    switch result {
    case .success(let outcome): return .exported(path, outcome)
    case .failure(let error): return .exported(path, .failed(ErrorText.commandLine(error)))
    }
  }
}
