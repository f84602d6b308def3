import Chat
import Foundation
import TestKit
import Testing

@testable import aside

/// Files are read only if that is safe, and patterns match the files that they would match in a
/// shell.
@Suite struct AttachmentReaderTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func write(_ text: String, to name: String) throws {
    let file = home.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func read(
    _ text: String, limits: AttachmentLimits = AttachmentLimits()
  ) throws -> AttachmentBatch {
    try AttachmentReader(home: home.path, folder: home.path, limits: limits)
      .read(AttachmentSpec(argument: text))
  }

  private func names(_ text: String) throws -> [String] {
    try read(text).attachments.map(\.name)
  }

  private func fault(_ text: String, limits: AttachmentLimits = AttachmentLimits()) throws
    -> AttachmentFault?
  {
    do {
      _ = try read(text, limits: limits)
      return nil
    } catch let refused as RefusedAttachment {
      return refused.fault
    }
  }

  @Test func filesWithExactlyThatNameComeFirst() throws {
    try write("brackets", to: "app/[id]/page.txt")
    try write("letter", to: "app/i/page.txt")
    try write("colon", to: "notes:10")
    try write("1\n2\n3\n", to: "notes")
    #expect(try names("app/[id]/page.txt") == ["app/[id]/page.txt"])
    #expect(try read("notes:10").attachments.map(\.byteCount) == [5])
    #expect(try read("notes:2").attachments.map(\.byteCount) == [2])
    #expect(try names("app/[i]/page.txt") == ["app/i/page.txt"])
    #expect(try names("~/notes") == ["~/notes"])
  }

  @Test func patternsFindFilesInOrder() throws {
    for name in ["b.c", "a.c", ".hidden.c", "sub/c.c", "sub/x/d.c", ".git/e.c", "a.h"] {
      try write(name, to: name)
    }
    // A link to a parent folder must not be followed forever.
    try FileManager.default.createSymbolicLink(
      atPath: home.path + "/sub/loop", withDestinationPath: home.path)
    try FileManager.default.createSymbolicLink(
      atPath: home.path + "/linked.c", withDestinationPath: "a.c")
    #expect(try names("*.c") == ["a.c", "b.c", "linked.c"])
    #expect(try names("**/*.c") == ["a.c", "b.c", "linked.c", "sub/c.c", "sub/x/d.c"])
    #expect(try names("sub/**") == ["sub/c.c", "sub/x/d.c"])
    #expect(try names("*/*.c") == ["sub/c.c"])
    #expect(try names(".*/*.c") == [".git/e.c"])
    #expect(try names("~/*.h") == ["~/a.h"])
    #expect(try names(home.path + "/sub/?.c") == [home.path + "/sub/c.c"])
    #expect(try fault("*.rs") == .noMatch)
    #expect(try fault("nowhere/*.c") == .noMatch)
  }

  @Test func patternsAreLimited() throws {
    for index in 0..<9 { try write("12345", to: "f\(index)") }
    var limits = AttachmentLimits()
    limits.files = 4
    var batch = try read("f*", limits: limits)
    #expect(batch.attachments.map(\.name) == ["f0", "f1", "f2", "f3"] && batch.leftOut == 5)
    limits.total = 12
    batch = try read("f*", limits: limits)
    #expect(batch.attachments.count == 2 && batch.leftOut == 7)
    limits.total = 4
    #expect(try fault("f*", limits: limits) == .tooLargeTogether(limit: 4))
    limits.text = 3
    #expect(try fault("f0", limits: limits) == .tooLarge(size: 5, limit: 3, isImage: false))
    // If no file can be attached, the problem with the first one is reported.
    try write("\0", to: "g")
    #expect(try fault("g*") == .binary(format: nil, offset: 0))
  }

  @Test func linesOfLargeFilesAreRead() throws {
    let line = String(repeating: "x", count: 99_999) + "\n"
    try write("first\nsecond\n" + String(repeating: line, count: 20) + "é\nlast", to: "log")
    #expect(try fault("log") == .tooLarge(size: 2_000_020, limit: 1 << 20, isImage: false))
    let found = try ["log:2", "log:23-"].map { try read($0).attachments.map(\.content) }
    #expect(
      found == [
        [.text(AttachedText("second\n", lines: 2...2))],
        [.text(AttachedText("é\nlast", lines: 23...24))],
      ])
    #expect(try fault("log:25") == .linesBeyondEnd(first: 25, count: 24))
    #expect(try fault("log:1-") == .tooLarge(size: nil, limit: 1 << 20, isImage: false))
    try write(String(repeating: line, count: 11) + "a\0b\n", to: "odd")
    #expect(try read("odd:11").attachments.map(\.byteCount) == [100_000])
    #expect(try fault("odd:12") == .binary(format: nil, offset: 1_100_001))
  }

  @Test func brokenAndUnreadableFilesAreRefused() throws {
    try FileManager.default.createSymbolicLink(
      atPath: home.path + "/dangling", withDestinationPath: "nothing")
    #expect(try fault("dangling") == .missing)
    #expect(try fault("dangling/x") == .missing)
    try write("x", to: "file")
    #expect(try fault("file/x") == .unreadable(reason: "Not a directory"))
    #expect(try fault(".") == .directory)
    #expect(try fault("/dev/zero") == .special(.device))
    let pipe = home.appending(path: "pipe").path
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(try fault("pipe") == .special(.pipe))
    // Files in `/proc` report no size, and are read to their end.
    #if os(Linux)
      #expect(try read("/proc/self/status").attachments.first.map { $0.byteCount > 0 } == true)
    #endif
  }
}
