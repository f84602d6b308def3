internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The signals that ask a filter to end: they are told, so that what came can be kept, and whoever
/// waits to write is woken. A signal that was ignored when the program began stays so, as under
/// `nohup` and behind a shell's `&`.
final class Interruption: Sendable {
  /// Becomes readable with the first signal.
  let readEnd: Int32
  private let writeEnd: Int32
  private let first = Mutex<Int32?>(nil)
  nonisolated(unsafe) private var sources: [any DispatchSourceSignal] = []

  /// - Parameter act: called once for each signal, on any thread.
  init(_ act: @escaping @Sendable () -> Void) {
    var ends: [Int32] = [-1, -1]
    // Without a pipe signals still end the answer, only not a write that is stuck.
    _ = pipe(&ends)
    (readEnd, writeEnd) = (ends[0], ends[1])
    for number in [SIGINT, SIGTERM, SIGHUP] {
      guard signal(number, SIG_IGN).map({ unsafeBitCast($0, to: Int.self) }) != Self.ignored else {
        continue
      }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [weak self] in
        self?.note(number)
        act()
      }
      source.resume()
      sources.append(source)
    }
  }

  deinit {
    for source in sources { source.cancel() }
    close(readEnd)
    close(writeEnd)
  }

  /// SIG_IGN as a number.
  private static let ignored = unsafeBitCast(SIG_IGN, to: Int.self)

  /// The first that came.
  var number: Int32? { first.withLock { $0 } }

  /// Ends the program as the signal would have, unless it was the keyboard's, for which there is an
  /// exit status of our own.
  func raiseAgain() {
    guard let number, number != SIGINT else { return }
    signal(number, SIG_DFL)
    raise(number)
  }

  private func note(_ number: Int32) {
    first.withLock { $0 = $0 ?? number }
    var byte: UInt8 = 0
    _ = write(writeEnd, &byte, 1)
  }
}
