internal import Foundation

/// The result of a completed program run.
public struct ProcessRun: Sendable {
  public let status: Int32
  public let output: String
  public let error: String

  /// - Parameters:
  ///   - environment: the complete environment; `nil` inherits this process's.
  ///   - input: the program's standard input.
  public init(
    _ path: String, _ arguments: [String], environment: [String: String]? = nil, input: String = ""
  ) throws {
    // Use files, not pipes: a server that the program leaves running could hold a pipe open
    // forever.
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "aside-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // The system cleans up anything left behind.
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["input", "output", "error"].map { folder.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    try Data(input.utf8).write(to: files[0])
    let process = try ProgramStart.spawn(
      path, arguments, environment: environment ?? ProcessInfo.processInfo.environment,
      files: zip(files, [O_RDONLY, O_WRONLY, O_WRONLY]).map { ($0.path, $1) })
    var ending: Int32 = 0
    while waitpid(process, &ending, 0) < 0, errno == EINTR {}
    status = ProgramStart.exitStatus(ending)
    output = try String(decoding: Data(contentsOf: files[1]), as: UTF8.self)
    error = try String(decoding: Data(contentsOf: files[2]), as: UTF8.self)
  }
}

/// The program under test, built next to the tests.
public enum AsideProgram {
  public static var path: String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: ".build/debug/aside").path
  }
}
