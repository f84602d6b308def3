import Foundation

/// A file that is written next to its target and then moved into place by a single `rename`.
/// Until then, it has an unpredictable, unused name, and only its owner can read it. Unless it
/// is moved, it is removed with the last reference to this object, or by
/// ``TemporaryItems/removeAll(thenEnd:)``.
///
/// Every file that the program replaces is written this way. Used by one thread at a time.
public final class UnfinishedFile {
  /// The temporary path.
  public let path: String
  /// The descriptor of the open file; -1 once closed.
  private var descriptor: Int32
  /// Whether the file at `path` has been moved, or removed because moving it failed.
  private var hasTakenPlace = false

  /// Creates an empty file in the folder of `target`.
  public convenience init(beside target: String) throws(FileError) {
    let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(target[...$0]) } ?? "./"
    try self.init(prefix: folder + ".aside-")
  }

  /// Creates an empty file with a random name that starts with `prefix`.
  init(prefix: String) throws(FileError) {
    while true {
      let path = Self.randomPath(prefix)
      let (descriptor, reason) = TemporaryItems.making(path) {
        let descriptor = open(
          path, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR | O_CLOEXEC, 0o600)
        return (descriptor, errno)
      }
      if descriptor >= 0 {
        (self.path, self.descriptor) = (path, descriptor)
        // Override the umask.
        fchmod(descriptor, 0o600)
        return
      }
      TemporaryItems.settling(path) {}
      guard reason == EEXIST || reason == EINTR else { throw FileError(reason) }
    }
  }

  /// Returns `prefix` followed by 128 random bits in hexadecimal, a name that no other file has.
  static func randomPath(_ prefix: String) -> String {
    let words = (0..<2).map { _ in UInt64.random(in: .min ... .max) }
    return prefix
      + words.map { word in
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
      }.joined()
  }

  deinit {
    if descriptor >= 0 { Foundation.close(descriptor) }
    if !hasTakenPlace { TemporaryItems.settling(path) { TemporaryItems.removeItem(path) } }
  }

  /// Appends all of `bytes`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let count = Foundation.write(descriptor, piece.baseAddress, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(count < 0 ? errno : EIO) }
      rest = rest.dropFirst(count)
    }
  }

  /// Flushes everything to disk, which may only now report that it is full, and closes the file.
  public func close() throws(FileError) {
    guard descriptor >= 0 else { return }
    // Some file systems cannot flush and report EINVAL.
    let isFlushed = fsync(descriptor) == 0 || errno == EINVAL
    let reason = errno
    let isClosed = Foundation.close(descriptor) == 0
    descriptor = -1
    guard isFlushed else { throw FileError(reason) }
    guard isClosed else { throw FileError(errno) }
  }

  /// Closes the file and renames it to `target`.
  /// - Parameter replaces: whether to replace an existing file. If `false`, throws EEXIST if the
  ///   file exists.
  public func takePlace(of target: String, replaces: Bool = true) throws(FileError) {
    try close()
    let reason = TemporaryItems.settling(path) {
      let reason = replaces ? Self.rename(path, target) : Self.link(path, target)
      if reason != 0 { TemporaryItems.removeItem(path) }
      return reason
    }
    hasTakenPlace = true
    guard reason == 0 else { throw FileError(reason) }
  }

  /// Renames a file.
  /// - Returns: 0, or the `errno` value of the failure.
  private static func rename(_ path: String, _ target: String) -> Int32 {
    Foundation.rename(path, target) == 0 ? 0 : errno
  }

  /// Renames a file by creating a hard link, which never replaces a file, even one created at the
  /// last moment.
  /// - Returns: 0, or the `errno` value of the failure.
  private static func link(_ path: String, _ target: String) -> Int32 {
    if Foundation.link(path, target) == 0 {
      unlink(path)
      return 0
    }
    let reason = errno
    // Some file systems, such as FAT, do not support hard links.
    guard [EPERM, ENOTSUP, EMLINK, ENOSYS].contains(reason) else { return reason }
    guard FileTarget(target) == .vacant(path: target) else { return EEXIST }
    return rename(path, target)
  }

  /// Creates or replaces the file at `path`.
  public static func replace(_ path: String, with text: String) throws(FileError) {
    let target = try FileTarget(path).filePath()
    let file = try UnfinishedFile(beside: target)
    try file.write(text)
    try file.takePlace(of: target)
  }

  /// Appends `text` in UTF-8.
  public func write(_ text: String) throws(FileError) {
    let bytes = Array(text.utf8)
    do {
      try bytes.withUnsafeBytes { try write($0) }
    } catch {
      throw error as? FileError ?? FileError(EIO)
    }
  }
}
