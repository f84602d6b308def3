internal import Storage
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What one run of the program leaves to the next: how the panes were. Worth a file, not an error:
/// when it cannot be read or written, the program begins as it does the first time.
struct RememberedState: Equatable {
  var isReasoningOpen = true
  var isListOpen = false

  init() {}

  init(path: String) {
    // What was remembered is a convenience: what cannot be read is as at the first start.
    guard let file = (try? TOMLFile.read(path)) ?? nil else { return }
    isReasoningOpen = ((try? file.bool("reasoning_open")) ?? nil) ?? true
    isListOpen = ((try? file.bool("list_open")) ?? nil) ?? false
  }

  func write(to path: String) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    // As above: what cannot be written is not remembered.
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
