import Chat
import Testing

@testable import Storage

/// Waiting for a file that another program has locked.
@Suite struct LockingTests {
  @Test func ordinaryFolderSupportsLocks() throws {
    let folder = try TemporaryFolder()
    #expect(!LockSupport.isMissing(beside: folder.database))
    #expect(!LockSupport.isMissing(beside: folder.path + "/missing/file"), "nothing is known")
    #expect(StoreError.locked(folder.database) == .busy(path: folder.database))
  }

  @Test func waitingEndsAfterTheTimeout() {
    var attempts = 0
    while BusyWait.waited(attempts) < Database.busyTimeout { attempts += 1 }
    #expect((50...70).contains(attempts))
    #expect(!BusyWait(path: nil, stop: nil).goesOn(after: attempts))
  }

  @Test func stoppedConnectionDoesNotWait() {
    let stop = DatabaseStop()
    #expect(BusyWait(path: nil, stop: stop).goesOn(after: 0))
    stop.stop()
    #expect(!BusyWait(path: nil, stop: stop).goesOn(after: 0))
  }
}
