internal import Dispatch
internal import Storage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Handlers that remove temporary files when a signal ends the program, and then let the signal
/// take its usual effect. Commands keep this object alive while they write files.
final class EndingSignals {
  private let sources: [any DispatchSourceSignal]

  /// - Parameter remark: called before the program ends, and returns a sentence to print at Ctrl-C.
  ///   Receives whether a file was left unfinished.
  init(saying remark: @escaping @Sendable (Bool) -> String? = { _ in nil }) {
    sources = Self.watch { Self.removeTemporaryItemsAndEnd(by: $0, saying: remark) }
  }

  /// Removes temporary items, and then ends the program as the signal normally would.
  static func removeTemporaryItemsAndEnd(
    by number: Int32, saying remark: (Bool) -> String? = { _ in nil }
  ) {
    TemporaryItems.removeAll { isUnfinished in
      let remark = remark(isUnfinished)
      if number == SIGINT, let remark { StandardStreams.complain(remark) }
      end(by: number)
    }
  }

  deinit {
    for source in sources {
      source.cancel()
      signal(Int32(source.handle), SIG_DFL)
    }
  }

  /// Watches for the signals that end the program. Those that were ignored at startup stay
  /// ignored, as under `nohup`.
  /// - Parameter act: called with the number of each signal, on any thread.
  static func watch(_ act: @escaping @Sendable (Int32) -> Void) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP].compactMap { number in
      guard signal(number, SIG_IGN).map({ unsafeBitCast($0, to: Int.self) }) != ignored else {
        return nil
      }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { act(number) }
      source.resume()
      return source
    }
  }

  /// SIG_IGN as a number.
  private static let ignored = unsafeBitCast(SIG_IGN, to: Int.self)

  private static func end(by number: Int32) {
    signal(number, SIG_DFL)
    // Dispatch blocks signals on its threads, so unblock this signal.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
    _exit(128 + number)
  }
}
