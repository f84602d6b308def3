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

/// What exports have written into folders: which conversation is in which file, and how the file was
/// then. A file that is still so may be replaced by a newer state of the conversation; anything else
/// belongs to the user.
///
/// Kept in a file with a line for each: digest, id, path. A record that cannot be read or written costs
/// no export: then files that are there are left alone.
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
    // Files that are written again and again get a line each time.
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

  /// Whether the file is as it was written for that conversation.
  func isUnchanged(_ file: String, of id: ConversationID, _ digest: FileDigest) -> Bool {
    entries[file] == Entry(digest: digest, id: id)
  }

  /// Notes at once what has been written: the next moment may be the last.
  mutating func note(_ file: String, of id: ConversationID, _ digest: FileDigest) {
    let entry = Entry(digest: digest, id: id)
    guard entries[file] != entry, !file.contains("\n") else { return }
    entries[file] = entry
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    // When it cannot be made, opening the file fails.
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
    // The longer file does, too.
    try? UnfinishedFile.replace(path, with: text)
  }

  private static func line(_ file: String, _ entry: Entry) -> String {
    "\(entry.digest.word)\t\(entry.id)\t\(file)\n"
  }
}
