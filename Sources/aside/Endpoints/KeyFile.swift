internal import App
internal import Storage
internal import TOMLKit
internal import Words

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

/// The file of keys saved by `aside login`, by provider. Only its owner can read it. For a key in
/// the keyring, it records only that the key exists.
struct KeyFile: Sendable {
  let path: String

  /// - Throws: if the file exists but is unreadable, or readable by others.
  func keys() throws(UsageProblem) -> [String: SavedKey] {
    guard let file = try TOMLFile.read(path) else { return [:] }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & 0o077 != 0 {
      throw UsageProblem(Words.keysReadableByOthers(path, quoted: ShellWord.quoted(path)))
    }
    var keys: [String: SavedKey] = [:]
    for name in file.table.keys {
      guard file.table[name]?.table != nil, let entry = try file.section(name) else {
        keys[name] = try file.string(name).map { SavedKey(place: .file($0), address: nil) }
        continue
      }
      try entry.check(keys: ["key", "address", "keyring"])
      let address = try entry.string("address")
      if try entry.bool("keyring") == true {
        keys[name] = SavedKey(place: .keyring, address: address)
      } else if let text = try entry.string("key"), address != nil {
        keys[name] = SavedKey(place: .file(text), address: address)
      } else {
        throw file.problem(name, .key)
      }
    }
    return keys
  }

  /// Replaces the provider's key; `nil` removes it. The file is replaced as a whole, so a full disk
  /// leaves the old one intact.
  func set(_ key: SavedKey?, for provider: String) throws(UsageProblem) {
    var keys = try keys()
    keys[provider] = key
    let table = TOMLTable()
    for (name, key) in keys {
      switch (key.place, key.address) {
      case (.file(let text), nil): table[name] = text
      case (.file(let text), let address?):
        table[name] = TOMLTable(["key": text, "address": address])
      case (.keyring, nil): table[name] = TOMLTable(["keyring": true])
      case (.keyring, let address?):
        table[name] = TOMLTable(
          ["keyring": true, "address": address] as [String: any TOMLValueConvertible])
      }
    }
    let text = "# \(Words.keyFileComment)\n" + table.convert(to: .toml) + "\n"
    try write(text)
  }

  private func write(_ text: String) throws(UsageProblem) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    // If this fails, opening the file reports why.
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let signals = EndingSignals()
    defer { withExtendedLifetime(signals) {} }
    do throws(FileError) {
      try UnfinishedFile.replace(path, with: text)
    } catch {
      throw UsageProblem(Words.cannotWrite(path, reason: Words.Errors.reason(error.fault)))
    }
  }
}
