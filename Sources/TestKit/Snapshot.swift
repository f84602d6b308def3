internal import Foundation
public import Screen

/// A screen kept beside the test that owns it: `Snapshots/NAME.screen`.
public enum Snapshot {
  /// Compares a grid with its baseline. `RECORD_SNAPSHOTS=1` writes it; a missing one is written too,
  /// and fails, so that nobody lands a screen nobody has looked at.
  /// - Returns: what is wrong, for the test to report; `nil` when nothing is.
  public static func mismatch(
    _ grid: CellGrid, named name: String, file: String = #filePath
  ) -> String? {
    let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Snapshots")
    let baseline = folder.appending(path: "\(name).screen")
    let actual = GridText(grid).snapshot
    let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
    // A baseline that cannot be read is recorded anew.
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
