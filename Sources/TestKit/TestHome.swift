public import Foundation

/// An empty home directory for programs under test, removed when this object is released.
public final class TestHome: Sendable {
  public let url: URL

  public init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "aside-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    // A program that was just killed may still be writing here. The system cleans up anything left
    // behind.
    try? FileManager.default.removeItem(at: url)
  }

  public var path: String { url.path }

  public func appending(path: String) -> URL { url.appending(path: path) }
}
