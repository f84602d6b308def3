/// The files in a folder of the user's library, as they were when the folder was last read.
public struct LibraryListing<Content: Equatable & Sendable>: Equatable, Sendable {
  public struct File: Equatable, Sendable {
    /// The file's name without the extension.
    public var name: String
    public var reading: FileReading<Content>

    public init(name: String, reading: FileReading<Content>) {
      self.name = name
      self.reading = reading
    }
  }

  public var folder: String
  /// The files, sorted by name.
  public var files: [File]
  /// Why the folder cannot be read, as a sentence; `nil` if it can be read or does not exist.
  public var problem: String?

  public init(folder: String, files: [File] = [], problem: String? = nil) {
    self.folder = folder
    self.files = files
    self.problem = problem
  }

  public var names: [String] { files.map(\.name) }

  public func file(named name: String) -> File? { files.first { $0.name == name } }
}

/// The result of reading a file in the library.
public enum FileReading<Content: Equatable & Sendable>: Equatable, Sendable {
  case read(Content)
  /// The file cannot be used. Contains a sentence that names the file and, if known, the line.
  case broken(String)

  public var content: Content? { if case .read(let content) = self { content } else { nil } }
}
