internal import CCurl

/// The owner of libcurl's multi handle, which holds the connections and waits for any of them.
///
/// `@unchecked Sendable`: libcurl lets any thread call `curl_multi_wakeup`, which `wakeUp`
/// uses. Everything else is called only from the engine's thread.
final class MultiHandle: @unchecked Sendable {
  private static let isLibraryReady = ccurl_global_init() == CURLE_OK

  private let multi: UnsafeMutableRawPointer

  init() {
    guard Self.isLibraryReady, let multi = curl_multi_init() else {
      preconditionFailure("libcurl is out of memory")
    }
    self.multi = multi
  }

  /// Every transfer must already have been removed.
  deinit {
    curl_multi_cleanup(multi)
  }

  /// Ends the current or the next `wait` at once. May be called from any thread.
  func wakeUp() {
    curl_multi_wakeup(multi)
  }

  /// Blocks until a connection is ready, `wakeUp` is called, or the timeout expires.
  /// - Parameter timeout: the maximum time to wait; `nil` for no limit.
  func wait(timeout: Duration?) {
    // Round up, because a thread that wakes just before a deadline would find nothing to do.
    let milliseconds = timeout.map { min($0.inMillisecondsRoundedUp, Int64(Int32.max)) }
    curl_multi_poll(multi, nil, 0, Int32(clamping: milliseconds ?? Int64(Int32.max)), nil)
  }

  /// Sends and receives as much as possible, calling the transfers' callbacks.
  func perform() {
    var running: Int32 = 0
    curl_multi_perform(multi, &running)
  }

  /// Adds a transfer, which the next `perform` starts.
  func add(_ easy: UnsafeMutableRawPointer) {
    let result = curl_multi_add_handle(multi, easy)
    precondition(result == CURLM_OK, "a transfer is added once")
  }

  /// Removes a transfer. Closes its connection if the transfer is unfinished.
  func remove(_ easy: UnsafeMutableRawPointer) { curl_multi_remove_handle(multi, easy) }

  /// Returns the next finished transfer and its result.
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
