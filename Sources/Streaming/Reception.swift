internal import Chat

/// The handler of the response to one request. Used only on the engine's thread.
protocol Reception: AnyObject {
  /// Whether nothing more is needed, and nothing more will be reported.
  var isEnded: Bool { get }
  /// Whether everything needed has arrived, and only the end of the response is outstanding.
  var isOnlyClosing: Bool { get }
  /// Whether reading should pause because the receiver has not kept up.
  var isFull: Bool { get }

  func open(_ head: ResponseHead)
  /// Accepts the bytes of one read.
  func receive(_ bytes: [UInt8], at time: Duration)
  /// Accepts the end of the response.
  /// - Parameter failure: why the response broke off; `nil` if it ended normally.
  func close(_ failure: StreamError?, at time: Duration)
  func cancel(at time: Duration)
}

/// The handler of the response to a question. It forwards the reports of a ``Transfer``, and
/// decides whether to retry.
final class AnswerReception: Reception {
  private var transfer: Transfer
  let order: StartOrder
  let attempts: Attempts
  private var head: ResponseHead?
  private var isOpened = false
  /// Bytes of text reported but not yet acknowledged.
  private var outstanding = 0
  /// The planned retry, set instead of reporting the end if the failure is worth one.
  private(set) var retry: Retry?

  /// - Parameter attempts: the failed attempts before this one.
  init(_ order: StartOrder, after attempts: Attempts) {
    transfer = Transfer(
      hiding: Secrets(of: order.endpoint),
      expecting: AnswerExpectation(order.request, at: order.endpoint))
    self.order = order
    self.attempts = attempts
  }

  var isEnded: Bool { transfer.isEnded }
  var isOnlyClosing: Bool { transfer.isOnlyClosing }
  var isFull: Bool { order.window.map { outstanding >= $0 } ?? false }

  /// The server's id for the answer; `nil` before the first chunk.
  var completionID: String? { transfer.completionID }

  /// Reports that the server did not end the thinking. Does nothing after the answer has ended.
  func noteThinkingNotEnded(_ error: StreamError) {
    guard !isEnded else { return }
    order.onEvent(.thinkingNotEnded(error))
  }

  func acknowledge(_ count: Int) { outstanding = max(0, outstanding - count) }

  func open(_ head: ResponseHead) {
    self.head = head
    report(transfer.open(head))
  }

  func receive(_ bytes: [UInt8], at time: Duration) { report(transfer.receive(bytes, at: time)) }

  func close(_ failure: StreamError?, at time: Duration) {
    report(transfer.close(failure, at: time))
  }

  func cancel(at time: Duration) { report(transfer.cancel(at: time)) }

  private func report(_ events: [StreamEvent]) {
    for event in events {
      switch event {
      case .opened: isOpened = true
      case .received(let delta): outstanding += delta.textSize
      case .ended(var end):
        retry = plan(after: end)
        if let retry {
          order.onEvent(.retrying(retry))
        } else {
          end.noteWait(in: head)
          order.onEvent(.ended(end))
        }
        continue
      case .retrying, .thinkingNotEnded: break
      }
      order.onEvent(event)
    }
  }

  private func plan(after end: StreamEnd) -> Retry? {
    guard !isOpened, case .failed(let error) = end.outcome else { return nil }
    return attempts.retry(after: error, head: head)
  }
}

/// The failed attempts of one request that were worth a retry.
struct Attempts {
  /// Attempts that count towards the limit.
  private var failures = 0
  /// Attempts that found the server loading the model.
  private var loadings = 0

  func retry(after error: StreamError, head: ResponseHead?) -> Retry? {
    let policy = RetryPolicy(now: WallTime.now(), random: Double.random(in: 0...1))
    let isLoading = error.isModelLoading
    let retries = isLoading ? loadings : failures
    return policy.delay(after: error, head: head, retries: retries).map {
      Retry(
        number: retries + 1, limit: isLoading ? nil : RetryPolicy.limit, delay: $0, reason: error)
    }
  }

  func adding(_ error: StreamError) -> Attempts {
    var attempts = self
    if error.isModelLoading { attempts.loadings += 1 } else { attempts.failures += 1 }
    return attempts
  }
}

/// Handles the response to anything but a question, and reports it only when it is complete.
/// Retries happen only while the server loads the model.
final class FetchReception: Reception {
  /// In bytes; the largest known model list has two million.
  private static let sizeLimit = 32 << 20

  let order: FetchOrder
  let attempts: Attempts
  private let secrets: Secrets
  private let hasKey: Bool
  /// Whether the request is a ``ServerInquiry``. If so, a reply with any status counts, and a
  /// stream is not read to its end.
  private let isInquiry: Bool
  private var head: ResponseHead?
  private var body: [UInt8] = []
  private(set) var isEnded = false
  /// The planned retry, set instead of reporting the failure if the server is loading the model.
  private(set) var retry: Retry?

  init(_ order: FetchOrder, after attempts: Attempts) {
    self.order = order
    self.attempts = attempts
    secrets = Secrets(of: order.endpoint)
    hasKey = order.endpoint.hasKey
    isInquiry = order.isInquiry
  }

  var isOnlyClosing: Bool { false }
  var isFull: Bool { false }

  func open(_ head: ResponseHead) {
    self.head = head
    if isInquiry, head.isEventStream { end(.success(reply(head, at: .zero))) }
  }

  func receive(_ bytes: [UInt8], at time: Duration) {
    guard !isEnded else { return }
    body += bytes
    if body.count > Self.sizeLimit { end(.failure(.malformed(.tooLarge(mebibytes: 32)))) }
  }

  func close(_ failure: StreamError?, at time: Duration) {
    guard let head else { return end(.failure(failure ?? .malformed(.noHead))) }
    if let failure { return end(.failure(failure)) }
    guard isInquiry || (200..<300).contains(head.status) || head.status == 304 else {
      let refusal = ErrorReply(body: body, hiding: secrets, hasKey: hasKey)
        .refusal(status: head.status)
      return end(.failure(.refused(refusal)))
    }
    end(.success(reply(head, at: time)))
  }

  private func reply(_ head: ResponseHead, at time: Duration) -> HTTPReply {
    HTTPReply(
      status: head.status, server: head["server"], entityTag: head["etag"], body: body, time: time)
  }

  func cancel(at time: Duration) { end(.failure(.disconnected(.givenUp))) }

  private func end(_ result: Result<HTTPReply, StreamError>) {
    guard !isEnded else { return }
    isEnded = true
    if case .failure(let error) = result, error.isModelLoading,
      let retry = attempts.retry(after: error, head: head)
    {
      self.retry = retry
      return order.onWait(retry)
    }
    order.onReply(result)
  }
}
