internal import CCurl
internal import Chat

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// When a failed request is made again (wire.md 5): only before anything has come, only where no
/// computation can have begun, where repeating can help, and at most twice.
///
/// That is where nothing was sent, at 429, and at a 503 that says when to come back. A server that is
/// loading the model is asked until it has. Behind any other status, or a connection that broke, a computation may run
/// that is billed: such a failure is final, whatever `x-should-retry` says and unlike in the vendors'
/// own clients.
struct RetryPolicy {
  /// Attempts after the first.
  static let limit = 2
  /// Between two looks at a server that is loading a model, at most.
  static let loadingPause = 2.0
  /// A server that wants a longer wait than this is not waited for.
  static let longestWait = 120.0

  /// Seconds since 1970, for waits that are told as a date.
  let now: Double
  /// From 0 to 1; spreads the attempts of many clients.
  let random: Double

  /// - Parameter retries: how many attempts have been made after the first; for a server that is
  ///   loading the model, those that found it so.
  /// - Returns: the wait before the next attempt; `nil` when there is to be none.
  func delay(
    after failure: StreamError, head: ResponseHead?, retries: Int
  ) -> Duration? {
    guard retries < Self.limit || failure.isModelLoading else { return nil }
    switch failure {
    // Nothing was sent.
    case .unreachable: return .seconds(backoff(retries))
    case .proxy(let failure): return failure.mayPass ? .seconds(backoff(retries)) : nil
    case .refused(let refusal):
      guard let head, hasBegunNothing(refusal, head), head["x-should-retry"] != "false" else {
        return nil
      }
      guard let wish = wish(head), wish > 0 else {
        let pause = backoff(retries)
        return .seconds(failure.isModelLoading ? min(pause, Self.loadingPause) : pause)
      }
      return wish <= Self.longestWait ? .seconds(wish) : nil
    case .insecure, .unencryptedServer, .timedOut, .disconnected, .malformed, .invalidRequest,
      .keyWithheld:
      return nil
    }
  }

  /// A gateway answers 502 and 504, and a server 408, 500 and others, also when the model was at work.
  private func hasBegunNothing(_ refusal: ServerRefusal, _ head: ResponseHead) -> Bool {
    // An account is not filled by waiting, and a question does not get shorter.
    guard refusal.cause.mayPass, !refusal.isAboutMoney else { return false }
    switch head.status {
    case 429: return true
    case 503: return wish(head) != nil || refusal.isLoadingModel
    default: return false
    }
  }

  /// Seconds that the server wants to be left alone for, in the order of the vendors' clients.
  private func wish(_ head: ResponseHead) -> Double? {
    if let text = head["retry-after-ms"], let milliseconds = Double(text), milliseconds.isFinite {
      return milliseconds / 1000
    }
    guard let text = head["retry-after"] else { return nil }
    if let seconds = Double(text) { return seconds.isFinite ? seconds : nil }
    let date = curl_getdate(text, nil)
    return date < 0 ? nil : Double(date) - now
  }

  private func backoff(_ retries: Int) -> Double {
    var seconds = 0.5
    for _ in 0..<min(retries, 8) { seconds *= 2 }
    return min(seconds, 8) * (1 - 0.25 * random)
  }
}
