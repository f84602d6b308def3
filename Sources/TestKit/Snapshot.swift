internal import Foundation
public import Screen

/// A screen stored next to the test that owns it: `Snapshots/NAME.screen`.
public enum Snapshot {
  /// Compares a grid with its baseline. With `RECORD_SNAPSHOTS=1`, writes the baseline. Also writes
  /// a missing one, but then fails, so that nobody commits a screen that nobody has looked at.
  /// - Returns: the difference, for the test to report; `nil` if there is none.
  public static func mismatch(
    _ grid: CellGrid, named name: String, file: String = #filePath
  ) -> String? {
    let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Snapshots")
    let baseline = folder.appending(path: "\(name).screen")
    let actual = GridText(grid).snapshot
    let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
    // An unreadable baseline is recorded again.
    guard !isRecording, let expected = try? String(contentsOf: baseline, encoding: .utf8) else {
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try actual.write(to: baseline, atomically: true, encoding: .utf8)
      } catch {
        return "\(baseline.path) cannot be written: \(error)"
      }
      return isRecording
        ? nil : "\(name): there was no baseline; it was recorded. Look at it.\n\(actual)"
    }
    return actual == expected
      ? nil : "\(name) looks different.\nexpected:\n\(expected)actual:\n\(actual)"
  }
}
