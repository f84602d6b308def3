/// The files in a folder, for completing paths.
public enum FolderListing: Equatable, Sendable {
  public struct Entry: Equatable, Sendable {
    public var name: String
    public var isFolder: Bool

    public init(_ name: String, isFolder: Bool) {
      self.name = name
      self.isFolder = isFolder
    }
  }

  /// The files, sorted by name. The folder may contain more files than are listed.
  case files([Entry])
  /// The folder could not be read. The reason is a sentence.
  case failed(String)
}

/// A path as typed, divided at its last slash.
struct TypedFile: Equatable {
  /// The path up to and including its last slash; empty for the working folder.
  let folder: String
  let name: String

  private static let mostMatchedByLetters = 500

  init(_ path: String) {
    let slash = path.lastIndex(of: "/")
    // A bare tilde means the home folder.
    if path == "~" {
      (folder, name) = ("~/", "")
    } else {
      folder = slash.map { String(path[...$0]) } ?? ""
      name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    }
  }

  /// Returns the folder's files whose names complete the typed name. Hidden files match only if the
  /// name begins with a dot.
  func candidates(_ entries: [FolderListing.Entry]) -> [Candidate] {
    let isHidden = name.hasPrefix(".")
    var shown = entries.filter { isHidden == $0.name.hasPrefix(".") }
    // Matching letters anywhere in so many names would take too long.
    if shown.count > Self.mostMatchedByLetters {
      let start = name.lowercased()
      shown = shown.filter { $0.name.lowercased().hasPrefix(start) }
    }
    return Candidate.matching(
      name,
      shown.map { entry in
        let end = entry.isFolder ? "/" : ""
        return Candidate(entry.name + end, use: entry.isFolder ? .enter : .finish)
      }
    ).map { found in
      var whole = Candidate(folder + found.text, shown: found.shown, use: found.use)
      (whole.match, whole.places) = (found.match, found.places)
      return whole
    }
  }
}
