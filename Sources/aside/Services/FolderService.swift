internal import App
internal import Dispatch
internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A service that reads attached files, and the names in folders for completing paths. A folder
/// that hangs, for example on an unreachable network, blocks neither the program nor the next
/// folder.
struct FolderService: Sendable {
  private let paths: Paths
  private let post: @Sendable (Event) -> Void
  private let queue = DispatchQueue(label: "aside.folders", attributes: .concurrent)

  /// The maximum number of names in a listing. More would not help anyone choose.
  private static let limit = 5000

  /// - Parameter post: called on `queue`.
  init(_ paths: Paths, post: @escaping @Sendable (Event) -> Void) {
    self.paths = paths
    self.post = post
  }

  func perform(_ order: FileOrder) {
    switch order {
    case .listFolder(let path):
      queue.async { post(.folderListed(path, Self.listing(paths.expanding(path)))) }
    // The clipboard has its own service.
    case .readClipboard: break
    case .listProject: queue.async { post(.projectListed(ProjectWalk.files(below: "."))) }
    case .readAttachments(let request, let specs):
      queue.async {
        let reader = AttachmentReader(home: paths.home)
        post(.attachmentsRead(request, specs.map { AttachmentReading($0, reader.outcome($0)) }))
      }
    }
  }

  /// - Parameter path: empty for the working folder.
  static func listing(_ path: String) -> FolderListing {
    guard let folder = opendir(path.isEmpty ? "." : path) else {
      return .failed(Words.Completion.cannotRead(String(cString: strerror(errno))))
    }
    defer { closedir(folder) }
    var entries: [FolderListing.Entry] = []
    while entries.count < limit, let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          String(cString: $0)
        }
      }
      guard name != ".", name != ".." else { continue }
      let type = Int(entry.pointee.d_type)
      let isFolder =
        type == Int(DT_DIR)
        || ((type == Int(DT_LNK) || type == Int(DT_UNKNOWN)) && isFolder(at: path + name))
      entries.append(FolderListing.Entry(name, isFolder: isFolder))
    }
    return .files(entries.sorted { $0.name.lowercased() < $1.name.lowercased() })
  }

  private static func isFolder(at path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
