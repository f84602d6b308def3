internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The signals that ask a filter to end: they are told, so that what came can be kept, and whoever
/// waits to write is woken. A signal that was ignored when the program began stays so, as under
/// `nohup` and behind a shell's `&`. Used on one thread.
final class Interruption {
  /// Becomes readable with the first signal; ``StandardStreams`` looks at it.
  private let readEnd: Int32
  private let writeEnd: Int32
  private let sources: [any DispatchSourceSignal]
  private let first: FirstSignal

  /// The number of the signal that came first; 0 while none has.
  private final class FirstSignal: Sendable {
    let number = Atomic<Int32>(0)
  }

  /// - Parameters:
  ///   - endsAtSecond: a second signal ends the program, with its temporary files.
  ///   - act: called once for each signal, on any thread.
  init(endsAtSecond: Bool = false, _ act: @escaping @Sendable () -> Void) {
    var ends: [Int32] = [-1, -1]
    // Without a pipe signals still end the answer, only not a write that is stuck.
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
    for source in sources { source.cancel() }
    StandardStreams.interruption.store(-1, ordering: .relaxed)
    close(readEnd)
    close(writeEnd)
  }

  /// Whether any of the signals has come.
  var hasCome: Bool { first.number.load(ordering: .relaxed) != 0 }

  /// Whether the end was asked for by another program or a terminal that went away, not by the keyboard.
  var isTermination: Bool {
    let number = first.number.load(ordering: .relaxed)
    return number != 0 && number != SIGINT
  }

  /// Ends the program as the first signal would have, unless it was the keyboard's, for which there is
  /// an exit status of our own.
  func raiseAgain() {
    guard isTermination else { return }
    let number = first.number.load(ordering: .relaxed)
    signal(number, SIG_DFL)
    raise(number)
  }
}
