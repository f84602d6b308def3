internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A handler for the signals that ask a filter to exit. It records them, so that received text
/// can be kept, and wakes a blocked write. Signals that were ignored at startup stay ignored,
/// as under `nohup` or after a shell's `&`. Used on one thread.
final class Interruption {
  /// The exit status after Ctrl-C: 128 plus the signal's number, as in shells.
  static let exitStatus: Int32 = 130

  /// The read end of a pipe. It becomes readable at the first signal; ``StandardStreams`` polls
  /// it.
  private let readEnd: Int32
  private let writeEnd: Int32
  private let sources: [any DispatchSourceSignal]
  private let first: FirstSignal

  /// The number of the first signal; 0 if none has arrived.
  private final class FirstSignal: Sendable {
    let number = Atomic<Int32>(0)
  }

  /// - Parameters:
  ///   - endsAtSecond: whether a second signal removes the temporary files and ends the program.
  ///   - act: called for each signal, on any thread.
  init(endsAtSecond: Bool = false, _ act: @escaping @Sendable () -> Void) {
    var ends: [Int32] = [-1, -1]
    // Without a pipe, signals still end the answer, but not a blocked write.
    _ = pipe(&ends)
    StandardStreams.interruption.store(ends[0], ordering: .relaxed)
    let writeEnd = ends[1]
    (readEnd, self.writeEnd) = (ends[0], writeEnd)
    let first = FirstSignal()
    self.first = first
    sources = EndingSignals.watch { number in
      let isFirst = first.number.compareExchange(
        expected: 0, desired: number, ordering: .relaxed
      ).exchanged
      if endsAtSecond, !isFirst { EndingSignals.removeTemporaryItemsAndEnd(by: number) }
      var byte: UInt8 = 0
      _ = write(writeEnd, &byte, 1)
      act()
    }
  }

  deinit {
    for source in sources {
      source.cancel()
      // After a first signal, the program is about to end by itself.
      if !hasCome { signal(Int32(source.handle), SIG_DFL) }
    }
    StandardStreams.interruption.store(-1, ordering: .relaxed)
    close(readEnd)
    close(writeEnd)
  }

  /// Whether a signal has arrived.
  var hasCome: Bool { first.number.load(ordering: .relaxed) != 0 }

  /// Whether another program or a closed terminal ended this program, rather than Ctrl-C.
  var isTermination: Bool {
    let number = first.number.load(ordering: .relaxed)
    return number != 0 && number != SIGINT
  }

  /// Ends the program by raising the first signal again, unless that was Ctrl-C, which has its own
  /// exit status.
  func raiseAgain() {
    guard isTermination else { return }
    let number = first.number.load(ordering: .relaxed)
    signal(number, SIG_DFL)
    raise(number)
  }
}
