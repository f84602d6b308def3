import Foundation

/// A file that is written beside its place and takes it whole, by one `rename`. Until then it has a
/// name that nobody can guess or has made before, and only its owner can read it; it is removed with
/// the last reference, and by ``TemporaryItems/removeAll(thenEnd:)``.
///
/// Every file that the program replaces comes about this way. Used by one thread at a time.
public final class UnfinishedFile {
  /// Where it is until it takes its place.
  public let path: String
  /// -1 once it is closed.
  private var descriptor: Int32
  /// It is not at `path` any more.
  private var hasTakenPlace = false

  /// Makes an empty file in the folder of `target`.
  public convenience init(beside target: String) throws(FileError) {
    let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(target[...$0]) } ?? "./"
    try self.init(prefix: folder + ".aside-")
  }

  /// Makes an empty file named `prefix` and random characters.
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
        // Whatever the umask takes away.
        fchmod(descriptor, 0o600)
        return
      }
      TemporaryItems.settling(path) {}
      guard reason == EEXIST || reason == EINTR else { throw FileError(reason) }
    }
  }

  /// A path that nothing else has: 128 random bits follow `prefix`.
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

  /// Sends everything to the disk, which may say only now that it is full, and closes the file.
  public func close() throws(FileError) {
    guard descriptor >= 0 else { return }
    // Some file systems have nothing to flush.
    let isFlushed = fsync(descriptor) == 0 || errno == EINVAL
    let reason = errno
    let isClosed = Foundation.close(descriptor) == 0
    descriptor = -1
    guard isFlushed else { throw FileError(reason) }
    guard isClosed else { throw FileError(errno) }
  }

  /// Closes the file and gives it the name `target`.
  /// - Parameter replaces: in place of a file that may be there. Without it that is EEXIST.
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

  /// - Returns: 0, or the system's number for the failure.
  private static func rename(_ path: String, _ target: String) -> Int32 {
    Foundation.rename(path, target) == 0 ? 0 : errno
  }

  /// A second name for the file replaces nothing, whoever has made a file there meanwhile.
  private static func link(_ path: String, _ target: String) -> Int32 {
    if Foundation.link(path, target) == 0 {
      unlink(path)
      return 0
    }
    let reason = errno
    // Some file systems, such as FAT, have one name for a file.
    guard [EPERM, ENOTSUP, EMLINK, ENOSYS].contains(reason) else { return reason }
    guard FileTarget(target) == .vacant(path: target) else { return EEXIST }
    return rename(path, target)
  }

  /// Makes the file of that path anew, or makes it.
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
