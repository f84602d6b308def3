import Foundation
import Testing

@testable import Storage

/// Leftovers of killed processes in the folder for temporary files.
@Suite struct TemporaryCopyTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  private func names() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: place.path))
  }

  /// Leaves a folder as a killed process would.
  private func leave(_ name: String, lock: Bool = true) throws {
    let folder = place.path + "/" + name
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for file in ["copy.sqlite", "copy.sqlite-wal"] + (lock ? [".aside-lock"] : []) {
      try Data("text".utf8).write(to: URL(fileURLWithPath: folder + "/" + file))
    }
  }

  @Test func removeDeletesTheCopy() throws {
    let copy = try TemporaryCopy(in: place.path)
    #expect(try names().count == 1)
    #expect(try place.mode((copy.path as NSString).deletingLastPathComponent) == 0o700)
    copy.remove()
    #expect(try names() == [])
    copy.remove()
  }

  @Test func nextCopyRemovesADeadProcesssFolder() throws {
    try leave("aside-AAAAAA")
    try leave("aside-BBBBBB")
    let copy = try TemporaryCopy(in: place.path)
    #expect(try names().count == 1)
    #expect(try !names().contains("aside-AAAAAA"))
    copy.remove()
  }

  @Test func folderOfALivingProcessStays() throws {
    let first = try TemporaryCopy(in: place.path)
    let second = try TemporaryCopy(in: place.path)
    TemporaryFolderLock.removeAbandoned(in: place.path)
    #expect(try names().count == 2)
    first.remove()
    TemporaryFolderLock.removeAbandoned(in: place.path)
    #expect(try names().count == 1)
    second.remove()
  }

  /// Another process may have just created the folder and be about to lock it.
  @Test func folderNotYetLockedStays() throws {
    try leave("aside-AAAAAA", lock: false)
    try leave("other")
    try FileManager.default.createSymbolicLink(
      atPath: place.path + "/aside-CCCCCC", withDestinationPath: place.path + "/other")
    TemporaryFolderLock.removeAbandoned(in: place.path)
    #expect(try names() == ["aside-AAAAAA", "other", "aside-CCCCCC"])
    let kept = try FileManager.default.contentsOfDirectory(atPath: place.path + "/other")
    #expect(kept.count == 3)
  }
}
