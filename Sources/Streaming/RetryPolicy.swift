internal import CCurl
internal import Chat

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The rules for retrying a failed request (wire.md 5): only before anything has arrived, only if
/// no computation can have started, only if repeating can help, and at most twice.
///
/// These conditions hold if nothing was sent, for a 429, and for a 503 that says when to come back.
/// A server that is loading the model is retried until it has loaded. After any other status, or a
/// lost connection, a billed computation may be running. Such a failure is final, even if
/// `x-should-retry` says otherwise. The vendors' own clients would retry.
struct RetryPolicy {
  /// The maximum number of retries, except while the server is loading the model.
  static let limit = 2
  /// The maximum number of seconds between two checks of a server that is loading a model.
  static let loadingPause = 2.0
  /// In seconds. If a server requests a longer wait, the request is not retried.
  static let longestWait = 120.0

  /// Seconds since 1970, for waits given as a date.
  let now: Double
  /// From 0 to 1; spreads the attempts of many clients.
  let random: Double

  /// - Parameter retries: the number of earlier failed attempts. If the server is loading the
  ///   model, only attempts that found it loading count; otherwise, only other attempts count.
  /// - Returns: the wait before the next attempt; `nil` if there should be none.
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

  /// Returns whether the server has certainly not started computing. A gateway's 502 or 504, and a
  /// server's 408, 500 and the like, may also come after the model has started.
  private func hasBegunNothing(_ refusal: ServerRefusal, _ head: ResponseHead) -> Bool {
    // Waiting does not refill an account or shorten a question.
    guard refusal.cause.mayPass, !refusal.isAboutMoney else { return false }
    switch head.status {
    case 429: return true
    case 503: return wish(head) != nil || refusal.isLoadingModel
    default: return false
    }
  }

  /// Returns the wait in seconds that the server requests, checking fields in the same order as the
  /// vendors' clients.
  fileprivate func wish(_ head: ResponseHead) -> Double? {
    if let text = head["retry-after-ms"], let milliseconds = Double(text), milliseconds.isFinite {
      return milliseconds / 1000
    }
    guard let text = head["retry-after"] else { return nil }
    if let seconds = Double(text) { return seconds.isFinite ? seconds : nil }
    let date = ccurl_getdate(text)
    return date < 0 ? nil : Double(date) - now
  }

  private func backoff(_ retries: Int) -> Double {
    var seconds = 0.5
    for _ in 0..<min(retries, 8) { seconds *= 2 }
    return min(seconds, 8) * (1 - 0.25 * random)
  }
}

extension StreamEnd {
  /// Notes how long the server asks to wait, if it refused the request.
  mutating func noteWait(in head: ResponseHead?) {
    guard let head, case .failed(.refused(var refusal)) = outcome,
      let seconds = RetryPolicy(now: WallTime.now(), random: 0).wish(head), seconds > 0
    else { return }
    // A number that is too large for a duration is no help either.
    refusal.wait = .seconds(min(seconds, 1e9))
    outcome = .failed(.refused(refusal))
  }
}
