internal import App
internal import Chat

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A reader for attached files. It opens only regular files, because reading anything else may
/// wait forever, never end, or act on a device. Blocks while it reads.
struct AttachmentReader {
  /// The home folder, for `~`; `nil` if unknown.
  let home: String?
  /// The folder that relative paths start from, without a slash at the end; `nil` for the working
  /// directory.
  var folder: String?
  var limits = AttachmentLimits()

  /// Returns the files that a specification names: one, or those that match its pattern.
  ///
  /// Files that match a pattern but cannot be attached are reported in the result. Throws if no
  /// file can be attached.
  func read(_ spec: AttachmentSpec) throws(RefusedAttachment) -> AttachmentBatch {
    var batch = AttachmentBatch()
    // A file with exactly this name takes precedence.
    if exists(spec.whole) {
      batch.attachments = [try read(spec.whole, lines: nil)]
    } else if spec.path != spec.whole, exists(spec.path) {
      batch.attachments = [try read(spec.path, lines: spec.lines)]
    } else if let pattern = spec.pattern {
      batch = try read(pattern, in: spec)
    } else {
      batch.attachments = [try read(spec.path, lines: spec.lines)]
    }
    return batch
  }

  /// Reads the files that a word of a draft names. A word that names no file is reported as
  /// missing, not refused, because it may be a handle.
  func outcome(_ spec: AttachmentSpec) -> AttachmentReading.Outcome {
    do throws(RefusedAttachment) {
      return .read(ReadAttachments(try read(spec)))
    } catch {
      switch error.fault {
      case .missing, .noMatch: return .missing
      case .unreadable where !exists(spec.whole) && !exists(spec.path): return .missing
      default: return .refused(error)
      }
    }
  }

  private func place(of path: String) -> String {
    let path = AttachmentSpec.expanding(path, home: home)
    guard let folder, !path.hasPrefix("/") else { return path }
    return folder + "/" + path
  }

  private func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(place(of: path), &status) == 0
  }

  /// Reads piped input up to its end or the size limit. Blocks until then.
  func readInput(_ descriptor: Int32, as name: String) -> StandardInputReading {
    do throws(AttachmentFault) {
      switch try contents(of: descriptor, size: 0, lines: nil) {
      case .whole([]), .part: return .empty
      case .whole(let bytes):
        return .read(try Attachment(name: name, bytes: bytes, lines: nil, limits: limits))
      }
    } catch {
      return .refused(RefusedAttachment(name: name, error))
    }
  }

  // MARK: One file

  /// - Parameter name: the path as it was typed.
  private func read(
    _ name: String, lines: ClosedRange<Int>?
  ) throws(RefusedAttachment) -> Attachment {
    do throws(AttachmentFault) {
      switch try contents(of: place(of: name), lines: lines) {
      case .whole(let bytes):
        return try Attachment(name: name, bytes: bytes, lines: lines, limits: limits)
      case .part(let part): return try Attachment(name: name, part: part, limits: limits)
      }
    } catch {
      throw RefusedAttachment(name: name, error)
    }
  }

  private enum Contents {
    case whole([UInt8])
    /// The requested lines of a file that is too large to be attached whole.
    case part(LineCutter)
  }

  private func contents(
    of path: String, lines: ClosedRange<Int>?
  ) throws(AttachmentFault) -> Contents {
    // Opening a device can have side effects, so check the kind of file first.
    var status = stat()
    guard stat(path, &status) == 0 else { throw Self.fault(errno) }
    try Self.requireRegular(status)
    let file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard file >= 0 else { throw Self.fault(errno) }
    defer { close(file) }
    // The file may have been replaced in the meantime.
    guard fstat(file, &status) == 0 else { throw Self.fault(errno) }
    try Self.requireRegular(status)
    return try contents(of: file, size: Int(status.st_size), lines: lines)
  }

  private static func requireRegular(_ status: stat) throws(AttachmentFault) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .directory
    case S_IFIFO: throw .special(.pipe)
    case S_IFSOCK: throw .special(.socket)
    case S_IFCHR, S_IFBLK: throw .special(.device)
    default: throw .special(.other)
    }
  }

  /// - Parameter size: the size that the file system reports. The file may be longer when it is
  ///   read.
  private func contents(
    of file: Int32, size: Int, lines: ClosedRange<Int>?
  ) throws(AttachmentFault) -> Contents {
    var piece = try Self.piece(of: file)
    // One pipe read may return too little to identify the file type.
    while piece.count < 64, case let more = try Self.piece(of: file), !more.isEmpty {
      piece += more
    }
    let kind = FileKind(beginning: piece)
    let limit = kind.limit(limits)
    if let lines, kind == .text, size > limit {
      return .part(try Self.cut(lines, beginning: piece, of: file, limit: limit))
    }
    guard size <= limit else {
      throw .tooLarge(size: size, limit: limit, isImage: kind != .text)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    while !piece.isEmpty {
      bytes += piece
      guard bytes.count <= limit else {
        throw .tooLarge(size: nil, limit: limit, isImage: kind != .text)
      }
      piece = try Self.piece(of: file)
    }
    return .whole(bytes)
  }

  /// Reads the requested lines, stopping after the last of them.
  private static func cut(
    _ lines: ClosedRange<Int>, beginning: [UInt8], of file: Int32, limit: Int
  ) throws(AttachmentFault) -> LineCutter {
    var cutter = LineCutter(lines)
    var piece = beginning
    while !piece.isEmpty, cutter.add(piece), cutter.bytes.count <= limit {
      piece = try Self.piece(of: file)
    }
    return cutter
  }

  /// - Returns: the next bytes of a file; empty at its end.
  private static func piece(of file: Int32) throws(AttachmentFault) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(file, &buffer, buffer.count)
      #else
        let count = Darwin.read(file, &buffer, buffer.count)
      #endif
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        var entry = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        poll(&entry, 1, -1)
        continue
      }
      guard count >= 0 else { throw fault(errno) }
      return Array(buffer[..<count])
    }
  }

  private static func fault(_ number: Int32) -> AttachmentFault {
    number == ENOENT ? .missing : .unreadable(reason: String(cString: strerror(number)))
  }

  // MARK: Patterns

  private func read(
    _ pattern: GlobPattern, in spec: AttachmentSpec
  ) throws(RefusedAttachment) -> AttachmentBatch {
    var walk = FolderWalk(placeOf: place)
    walk.find(pattern)
    var batch = AttachmentBatch()
    batch.refused = walk.unreadable
    batch.isIncomplete = walk.isIncomplete
    var total = 0
    for path in walk.found {
      guard batch.attachments.count < limits.files, let size = size(of: path),
        total.addingClamped(size) <= limits.total
      else {
        batch.leftOut += 1
        continue
      }
      do throws(RefusedAttachment) {
        let attachment = try read(path, lines: spec.lines)
        total += attachment.byteCount
        batch.attachments.append(attachment)
      } catch {
        batch.refused.append(error)
      }
    }
    if batch.attachments.isEmpty {
      if let first = batch.refused.first { throw first }
      throw RefusedAttachment(
        name: spec.whole, batch.leftOut > 0 ? .tooLargeTogether(limit: limits.total) : .noMatch)
    }
    return batch
  }

  /// Returns the size in bytes that counts towards the total; 0 for a file that will be refused
  /// anyway.
  private func size(of path: String) -> Int? {
    var status = stat()
    guard stat(place(of: path), &status) == 0 else { return 0 }
    return Int(status.st_size) > max(limits.text, limits.image) ? 0 : Int(status.st_size)
  }
}
