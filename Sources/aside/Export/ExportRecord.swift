internal import Chat
internal import Storage

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

/// A record of what exports have written to folders: which conversation is in which file, and
/// the file's digest. A newer export of the conversation may replace a file that has not
/// changed since it was written. Any other file belongs to the user.
///
/// The record is a file with one line per export: digest, ID, path. If it cannot be read or
/// written, the export still works, but leaves existing files alone.
struct ExportRecord {
  private struct Entry: Equatable {
    let digest: FileDigest
    let id: ConversationID
  }

  private let path: String
  private var entries: [String: Entry] = [:]

  init(path: String) {
    self.path = path
    let data = FileManager.default.contents(atPath: path) ?? Data()
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    for line in lines { read(line) }
    // Each export of a file adds a line, so drop outdated ones now and then.
    if lines.count > 2 * entries.count + 1000 { rewrite() }
  }

  private mutating func read(_ line: Substring) {
    let parts = line.split(separator: "\t", maxSplits: 2)
    guard parts.count == 3, let digest = FileDigest(word: parts[0]),
      let id = UUIDv7(String(parts[1]))
    else { return }
    entries[String(parts[2])] = Entry(digest: digest, id: ConversationID(id))
  }

  /// Whether the file was written for another conversation.
  func isOfAnother(_ file: String, than id: ConversationID) -> Bool {
    entries[file].map { $0.id != id } ?? false
  }

  /// Whether the file is unchanged since it was written for that conversation.
  func isUnchanged(_ file: String, of id: ConversationID, _ digest: FileDigest) -> Bool {
    entries[file] == Entry(digest: digest, id: id)
  }

  /// Records an export immediately, in case the program dies.
  mutating func note(_ file: String, of id: ConversationID, _ digest: FileDigest) {
    let entry = Entry(digest: digest, id: id)
    guard entries[file] != entry, !file.contains("\n") else { return }
    entries[file] = entry
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    // If this fails, opening the file fails too.
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let descriptor = open(
      path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = StandardStreams.write(Self.line(file, entry), to: descriptor)
  }

  private func rewrite() {
    let text = entries.map { Self.line($0, $1) }.sorted().joined()
    // If this fails, the longer file is still valid.
    try? UnfinishedFile.replace(path, with: text)
  }

  private static func line(_ file: String, _ entry: Entry) -> String {
    "\(entry.digest.word)\t\(entry.id)\t\(file)\n"
  }
}
