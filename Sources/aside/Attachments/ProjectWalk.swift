#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A search for the files of a project, used to complete their names.
enum ProjectWalk {
  /// The maximum number of names to look at. The home folder may have millions.
  private static let mostNames = 20_000
  private static let mostFiles = 5000
  /// Folders that may make up most of the project but contain nothing a user would attach.
  private static let skipped: Set<String> = ["node_modules", "__pycache__"]

  /// Returns paths relative to the folder, the shallowest first. Leaves out hidden files, hidden
  /// folders, and links to folders.
  static func files(below root: String) -> [String] {
    var files: [String] = []
    var folders = [""]
    var visited = 0
    while let folder = folders.first, visited < mostNames, files.count < mostFiles {
      folders.removeFirst()
      guard let stream = opendir(root + "/" + folder) else { continue }
      defer { closedir(stream) }
      var names: [(name: String, isFolder: Bool)] = []
      while visited < mostNames, let entry = readdir(stream) {
        visited += 1
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
            String(validatingCString: $0)
          }
        }
        guard let name, !name.hasPrefix(".") else { continue }
        names.append((name, isFolder(Int(entry.pointee.d_type), root + "/" + folder + name)))
      }
      for (name, isFolder) in names.sorted(by: { $0.name < $1.name }) {
        if !isFolder {
          files.append(folder + name)
        } else if !skipped.contains(name) {
          folders.append(folder + name + "/")
        }
      }
    }
    return Array(files.prefix(mostFiles))
  }

  private static func isFolder(_ type: Int, _ path: String) -> Bool {
    if type == Int(DT_DIR) { return true }
    guard type == Int(DT_UNKNOWN) else { return false }
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
