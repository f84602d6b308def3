internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The signals that ask a filter to end: they are told, so that what came can be kept, and whoever
/// waits to write is woken. A signal that was ignored when the program began stays so, as under
/// `nohup` and behind a shell's `&`. Used on one thread.
final class Interruption {
  /// Becomes readable with the first signal, whose number is the first byte.
  let readEnd: Int32
  private let writeEnd: Int32
  private let sources: [any DispatchSourceSignal]

  /// - Parameter act: called once for each signal, on any thread.
  init(_ act: @escaping @Sendable () -> Void) {
    var ends: [Int32] = [-1, -1]
    // Without a pipe signals still end the answer, only not a write that is stuck.
    _ = pipe(&ends)
    let writeEnd = ends[1]
    (readEnd, self.writeEnd) = (ends[0], writeEnd)
    sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
      guard signal(number, SIG_IGN).map({ unsafeBitCast($0, to: Int.self) }) != Self.ignored else {
        return nil
      }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(writeEnd, &byte, 1)
        act()
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    close(readEnd)
    close(writeEnd)
  }

  /// SIG_IGN as a number.
  private static let ignored = unsafeBitCast(SIG_IGN, to: Int.self)

  /// Ends the program as the first signal would have, unless it was the keyboard's, for which there is
  /// an exit status of our own.
  func raiseAgain() {
    var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    var byte: UInt8 = 0
    guard poll(&entry, 1, 0) > 0, read(readEnd, &byte, 1) == 1 else { return }
    let number = Int32(byte)
    guard number != SIGINT else { return }
    signal(number, SIG_DFL)
    raise(number)
  }
}
