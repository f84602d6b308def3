internal import Storage
internal import TOMLKit

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The keys that `aside login` keeps, by provider: a file that only its owner can read.
struct KeyFile: Sendable {
  let path: String

  /// - Throws: when the file is there and cannot be read, or others may read it.
  func keys() throws(UsageProblem) -> [String: String] {
    guard let file = try TOMLFile.read(path) else { return [:] }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & 0o077 != 0 {
      throw UsageProblem("\(path) holds keys and others may read it: chmod 600 \(path)")
    }
    return try file.strings()
  }

  /// Keeps a key in place of the one that was there; `nil` forgets it. The file is replaced whole, so
  /// a full disk leaves the old one.
  func set(_ key: String?, for provider: String) throws(UsageProblem) {
    var keys = try keys()
    keys[provider] = key
    let table = TOMLTable()
    for (name, key) in keys { table[name] = key }
    let text = "# Written by aside login. Keep it to yourself.\n" + table.convert(to: .toml) + "\n"
    try write(text)
  }

  private func write(_ text: String) throws(UsageProblem) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    // When it cannot be made, opening the file says why.
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let signals = EndingSignals()
    defer { withExtendedLifetime(signals) {} }
    do throws(FileError) {
      try UnfinishedFile.replace(path, with: text)
    } catch {
      throw UsageProblem("\(path) cannot be written: \(error.reason).")
    }
  }
}
