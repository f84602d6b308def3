import Foundation

/// A separate process that has a database open, because locks take effect only between processes.
struct FileHolder {
  private let process = Process()
  private let input = Pipe()

  /// Starts the process and waits until it has opened the database.
  /// - Returns: `nil` if Python is not installed.
  init?(_ path: String) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import sqlite3, sys
      c = sqlite3.connect(sys.argv[1]); c.execute("select count(*) from message").fetchall()
      print("ready", flush=True); sys.stdin.read()
      """, path,
    ]
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    // Waits for the process to write its first word, or to end.
    guard try output.fileHandleForReading.read(upToCount: 5) == Data("ready".utf8) else {
      process.waitUntilExit()
      return nil
    }
  }

  func letGo() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
