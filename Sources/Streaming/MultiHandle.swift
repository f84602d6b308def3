internal import CCurl

/// Owns libcurl's multi handle: the connections, and the wait for any of them.
///
/// `@unchecked Sendable`: libcurl lets every thread call `curl_multi_wakeup`, and so `wakeUp`;
/// the engine's thread alone calls everything else.
final class MultiHandle: @unchecked Sendable {
  private static let isLibraryReady = ccurl_global_init() == CURLE_OK

  private let multi: UnsafeMutableRawPointer

  init() {
    guard Self.isLibraryReady, let multi = curl_multi_init() else {
      preconditionFailure("libcurl is out of memory")
    }
    self.multi = multi
  }

  /// Every transfer must have been removed.
  deinit {
    curl_multi_cleanup(multi)
  }

  /// Ends the current or the next `wait` at once. From any thread.
  func wakeUp() {
    curl_multi_wakeup(multi)
  }

  /// Blocks until a connection can go on, `wakeUp` is called, or the time has passed.
  /// - Parameter timeout: `nil` waits without an end.
  func wait(timeout: Duration?) {
    // Rounded up: waking a moment before a deadline would find nothing to do.
    let milliseconds = timeout.map { min($0.inMillisecondsRoundedUp, Int64(Int32.max)) }
    curl_multi_poll(multi, nil, 0, Int32(clamping: milliseconds ?? Int64(Int32.max)), nil)
  }

  /// Sends and receives what can be, calling the callbacks of the transfers.
  func perform() {
    var running: Int32 = 0
    curl_multi_perform(multi, &running)
  }

  /// The next `perform` starts the transfer.
  func add(_ easy: UnsafeMutableRawPointer) {
    let result = curl_multi_add_handle(multi, easy)
    precondition(result == CURLM_OK, "a transfer is added once")
  }

  /// Closes the connection of a transfer that has not come to its end.
  func remove(_ easy: UnsafeMutableRawPointer) { curl_multi_remove_handle(multi, easy) }

  /// The next transfer that came to its end, and how.
  func nextEnded() -> (easy: UnsafeMutableRawPointer, result: CURLcode)? {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
        continue
      }
      return (easy, message.pointee.data.result)
    }
    return nil
  }
}

extension Duration {
  fileprivate var inMillisecondsRoundedUp: Int64 {
    let (seconds, attoseconds) = components
    return max(0, seconds) * 1000 + (max(0, attoseconds) + 999_999_999_999_999)
      / 1_000_000_000_000_000
  }
}
