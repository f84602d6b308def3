internal import CCurl
internal import Dispatch

/// The owner of libcurl's multi handle, which holds the connections and waits for any of them.
///
/// `@unchecked Sendable`: libcurl lets any thread call `curl_multi_wakeup`, which `wakeUp`
/// uses. Everything else is called only from the engine's thread.
final class MultiHandle: @unchecked Sendable {
  /// Why libcurl cannot be used; `nil` if it can.
  static let fault: String? = {
    if let error = ccurl_load_error() { return String(cString: error) }
    let result = ccurl_global_init()
    return result == CURLE_OK ? nil : String(cString: ccurl_easy_strerror(result))
  }()

  /// `nil` if libcurl cannot be used. Then no transfer may be added.
  private let multi: UnsafeMutableRawPointer?
  /// What `wait` waits for without libcurl.
  private let woken = DispatchSemaphore(value: 0)

  init() {
    multi = Self.fault == nil ? ccurl_multi_init() : nil
    precondition(multi != nil || Self.fault != nil, "libcurl is out of memory")
  }

  /// Every transfer must already have been removed.
  deinit {
    if let multi { ccurl_multi_cleanup(multi) }
  }

  /// Ends the current or the next `wait` at once. May be called from any thread.
  func wakeUp() {
    guard let multi else {
      woken.signal()
      return
    }
    ccurl_multi_wakeup(multi)
  }

  /// Blocks until a connection is ready, `wakeUp` is called, or the timeout expires.
  /// - Parameter timeout: the maximum time to wait; `nil` for no limit.
  func wait(timeout: Duration?) {
    // Without transfers there are no deadlines.
    guard let multi else { return woken.wait() }
    // Round up, because a thread that wakes just before a deadline would find nothing to do.
    let milliseconds = timeout.map { min($0.inMillisecondsRoundedUp, Int64(Int32.max)) }
    ccurl_multi_poll(multi, Int32(clamping: milliseconds ?? Int64(Int32.max)))
  }

  /// Sends and receives as much as possible, calling the transfers' callbacks.
  func perform() {
    guard let multi else { return }
    var running: Int32 = 0
    ccurl_multi_perform(multi, &running)
  }

  /// Adds a transfer, which the next `perform` starts.
  func add(_ easy: UnsafeMutableRawPointer) {
    let result = ccurl_multi_add_handle(multi, easy)
    precondition(result == CURLM_OK, "a transfer is added once")
  }

  /// Removes a transfer. Closes its connection if the transfer is unfinished.
  func remove(_ easy: UnsafeMutableRawPointer) { ccurl_multi_remove_handle(multi, easy) }

  /// Returns the next finished transfer and its result.
  func nextEnded() -> (easy: UnsafeMutableRawPointer, result: CURLcode)? {
    guard let multi else { return nil }
    var left: Int32 = 0
    while let message = ccurl_multi_info_read(multi, &left) {
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
