import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Threads for blocking socket calls.
///
/// One thread per connection keeps scripts exact: each step happens in turn, with no pool or
/// buffer in between. A hundred threads cost little except address space.
enum ServerThread {
  /// Decoding JSON nested as deeply as Foundation allows (512 levels) needs more than the 512 KB
  /// that macOS gives a secondary thread.
  private static let stackBytes = 4 << 20

  static func start(_ body: @escaping @Sendable () -> Void) {
    let thread = Thread {
      blockSignals()
      body()
    }
    thread.stackSize = stackBytes
    thread.start()
  }

  /// Leaves signals to the program's other threads, so that none interrupts a system call here.
  /// Faults can still be delivered, because a handler that restores the terminal must run on the
  /// faulting thread.
  private static func blockSignals() {
    var signals = sigset_t()
    sigfillset(&signals)
    for fault in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT] { sigdelset(&signals, fault) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
