internal import Storage
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What one run leaves to the next: which panes were open. This is a convenience. If it cannot be
/// read, the program starts as it did the first time; if it cannot be written, it is forgotten.
struct RememberedState: Equatable {
  var isReasoningOpen = true
  var isListOpen = false

  init() {}

  init(path: String) {
    // An unreadable file counts as a first start.
    guard let file = (try? TOMLFile.read(path)) ?? nil else { return }
    isReasoningOpen = ((try? file.bool("reasoning_open")) ?? nil) ?? true
    isListOpen = ((try? file.bool("list_open")) ?? nil) ?? false
  }

  func write(to path: String) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    // If writing fails, the state is forgotten.
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let text = """
      # \(Words.stateFileComment)
      reasoning_open = \(isReasoningOpen)
      list_open = \(isListOpen)

      """
    // As above.
    try? UnfinishedFile.replace(path, with: text)
  }
}
