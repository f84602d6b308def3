internal import Chat

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A search for the files that match a pattern. It visits the names in each folder in sorted order.
struct FolderWalk {
  /// The paths of the files found, as the user would type them. Folders are not included.
  private(set) var found: [String] = []
  /// Folders that could not be searched.
  private(set) var unreadable: [RefusedAttachment] = []
  /// Whether the search was given up because there were too many files.
  private(set) var isIncomplete = false
  private var known: Set<String> = []
  private var visited = 0
  private let placeOf: (String) -> String

  /// The maximum number of names to look at. Without a limit, a pattern such as `/**` would take
  /// minutes.
  private static let most = 200_000

  /// - Parameter placeOf: returns the actual path for a path as it was typed.
  init(placeOf: @escaping (String) -> String) { self.placeOf = placeOf }

  mutating func find(_ pattern: GlobPattern) {
    walk(pattern.isAbsolute ? "/" : "", pattern.components[...])
  }

  /// - Parameter folder: empty, or a path that ends in a slash.
  private mutating func walk(_ folder: String, _ components: ArraySlice<GlobPattern.Component>) {
    guard let component = components.first else { return }
    let rest = components.dropFirst()
    switch component {
    case .name(let name): take(folder + name, rest)
    case .pattern:
      for name in names(in: folder) where component.matches(name) { take(folder + name, rest) }
    case .anyFolders:
      if !rest.isEmpty { walk(folder, rest) }
      for name in names(in: folder) where component.matches(name) {
        if rest.isEmpty { take(folder + name, rest) }
        // Links to folders are not followed, because they may form a loop.
        if kind(of: folder + name, followsLinks: false) == S_IFDIR {
          walk(folder + name + "/", components)
        }
      }
    }
  }

  private mutating func take(_ path: String, _ rest: ArraySlice<GlobPattern.Component>) {
    switch kind(of: path, followsLinks: true) {
    case nil: return
    case S_IFDIR?: walk(path + "/", rest)
    default: if rest.isEmpty, known.insert(path).inserted { found.append(path) }
    }
  }

  private func kind(of path: String, followsLinks: Bool) -> mode_t? {
    var status = stat()
    let place = placeOf(path)
    guard (followsLinks ? stat(place, &status) : lstat(place, &status)) == 0 else { return nil }
    return status.st_mode & S_IFMT
  }

  /// Returns the sorted names in a folder. Omits names that are not UTF-8, because they cannot be
  /// written as text.
  private mutating func names(in folder: String) -> [String] {
    guard visited < Self.most else {
      isIncomplete = true
      return []
    }
    guard let stream = opendir(folder.isEmpty ? placeOf(".") : placeOf(folder)) else {
      // A folder that does not exist has no matching files.
      if errno != ENOENT, errno != ENOTDIR {
        unreadable.append(
          RefusedAttachment(name: folder, .unreadable(reason: String(cString: strerror(errno)))))
      }
      return []
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      visited += 1
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
