internal import CCurl
internal import Chat

/// The loop of the engine's thread, with one multi handle and its transfers. It wakes only for
/// orders, bytes and deadlines.
struct EngineLoop {
  /// A failed request that is waiting for a retry.
  private struct Waiting {
    let order: Repeatable
    let attempts: Attempts
    let until: ContinuousClock.Instant
  }

  private enum Repeatable {
    case start(StartOrder)
    case fetch(FetchOrder)
  }

  private let queue: OrderQueue
  private let userAgent: String
  private let network: NetworkEnvironment
  private let limits: TransferHandle.Limits
  private let multi = MultiHandle()
  private var transfers: [TransferID: TransferHandle] = [:]
  private var waiting: [TransferID: Waiting] = [:]
  private var isStopped = false

  init(
    _ queue: OrderQueue, userAgent: String, network: NetworkEnvironment,
    limits: TransferHandle.Limits
  ) {
    self.queue = queue
    self.userAgent = userAgent
    self.network = network
    self.limits = limits
    queue.attach(multi)
  }

  /// Runs until the stop order, which first ends every transfer.
  mutating func run() {
    while true {
      for order in queue.take() { obey(order) }
      guard !isStopped else { break }
      startDue()
      multi.perform()
      for transfer in transfers.values { transfer.deliver() }
      closeEnded()
      multi.wait(timeout: timeout())
    }
    queue.attach(nil)
  }

  private mutating func obey(_ order: Order) {
    switch order {
    case .start(let order): start(order, after: Attempts())
    case .fetch(let order): fetch(order, after: Attempts())
    case .cancel(let id): cancel(id)
    case .endThinking(let id, let control): endThinking(of: id, by: control)
    case .noteThinkingNotEnded(let id, let error):
      (transfers[id]?.reception as? AnswerReception)?.noteThinkingNotEnded(error)
    case .acknowledge(let id, let count):
      guard let transfer = transfers[id] else { return }
      (transfer.reception as? AnswerReception)?.acknowledge(count)
      transfer.resume()
    case .stop:
      for id in Array(transfers.keys) + Array(waiting.keys) { cancel(id) }
      isStopped = true
    }
  }

  private mutating func start(_ order: StartOrder, after attempts: Attempts) {
    do throws(StreamError) {
      try Self.requireLibrary(for: order.endpoint)
      let request = try HTTPRequest(order.request, to: order.endpoint)
      try add(
        request, to: order.endpoint, id: order.id, started: order.time,
        AnswerReception(order, after: attempts))
    } catch {
      let timings = Timings(end: order.time.duration(to: .now))
      order.onEvent(.ended(StreamEnd(outcome: .failed(error), timings: timings)))
    }
  }

  private mutating func fetch(_ order: FetchOrder, after attempts: Attempts) {
    // A proxy with a password may count failed logins, so send only the user's own requests through
    // it.
    if order.isHead, network.proxy(for: order.endpoint.provider)?.hasCredentials == true {
      return order.onReply(.failure(.disconnected(.notPrepared)))
    }
    do throws(StreamError) {
      try Self.requireLibrary(for: order.endpoint)
      let method: HTTPRequest.Method =
        order.body.map { .post(body: $0) } ?? (order.isHead ? .head : .get)
      let type = order.body == nil ? [] : ["Content-Type: application/json"]
      let request = try HTTPRequest(
        method, order.path, at: order.endpoint,
        headers: ["Accept: application/json"] + type + Self.condition(order.entityTag))
      try add(
        request, to: order.endpoint, id: order.id, started: order.time,
        FetchReception(order, after: attempts))
    } catch {
      order.onReply(.failure(error))
    }
  }

  private static func requireLibrary(for endpoint: Endpoint) throws(StreamError) {
    guard let fault = MultiHandle.fault else { return }
    throw .unreachable(host: endpoint.provider.shownName, .noLibrary(fault))
  }

  /// Returns the header that requests a reply only if the entity tag is out of date. A tag with
  /// characters outside ASCII is not sent back.
  private static func condition(_ entityTag: String?) -> [String] {
    guard let entityTag, entityTag.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      return []
    }
    return ["If-None-Match: " + entityTag]
  }

  private mutating func endThinking(of id: TransferID, by control: TransferID) {
    guard let answer = transfers[id]?.reception as? AnswerReception, !answer.isEnded else { return }
    guard let completion = answer.completionID else {
      return answer.noteThinkingNotEnded(.malformed(.noCompletionID))
    }
    let order = answer.order
    fetch(
      FetchOrder(
        id: control, isHead: false, path: ThinkingControl.path,
        body: ThinkingControl(completion: completion, model: order.request.model).body,
        endpoint: order.endpoint, time: .now,
        onReply: { [queue] reply in
          if let error = ThinkingControl.failure(reply, from: order.endpoint) {
            queue.post(.noteThinkingNotEnded(of: id, error))
          }
        }), after: Attempts())
  }

  private mutating func add(
    _ request: HTTPRequest, to endpoint: Endpoint, id: TransferID,
    started: ContinuousClock.Instant, _ reception: any Reception
  ) throws(StreamError) {
    try network.checkCertificates(for: endpoint.provider)
    let transfer = TransferHandle(
      request, to: endpoint, through: network, started: started, userAgent: userAgent,
      limits: limits, reception: reception)
    multi.add(transfer.easy)
    transfers[id] = transfer
  }

  /// Cancels a transfer. Closes its connection before reporting the end.
  private mutating func cancel(_ id: TransferID) {
    if let transfer = remove(id) {
      transfer.cancel()
    } else if let wait = waiting.removeValue(forKey: id) {
      switch wait.order {
      case .start(let order):
        let timings = Timings(end: order.time.duration(to: .now))
        order.onEvent(.ended(StreamEnd(outcome: .cancelled, timings: timings)))
      case .fetch(let order): order.onReply(.failure(.disconnected(.givenUp)))
      }
    }
  }

  private mutating func startDue() {
    guard !waiting.isEmpty else { return }
    let now = ContinuousClock.now
    for (id, wait) in waiting where wait.until <= now {
      waiting[id] = nil
      switch wait.order {
      case .start(let order): start(order, after: wait.attempts)
      case .fetch(let order): fetch(order, after: wait.attempts)
      }
    }
  }

  /// Removes every transfer that libcurl, the server or a deadline has ended.
  private mutating func closeEnded() {
    while let (easy, result) = multi.nextEnded() {
      guard let (id, transfer) = transfers.first(where: { $0.value.easy == easy }) else { continue }
      remove(id)
      transfer.close(result)
      askAgain(transfer.reception)
    }
    let now = ContinuousClock.now
    for (id, transfer) in transfers {
      let isLate = transfer.deadline.map { $0 <= now } ?? false
      guard transfer.reception.isEnded || isLate else { continue }
      remove(id)
      transfer.giveUp()
      askAgain(transfer.reception)
    }
  }

  private mutating func askAgain(_ reception: any Reception) {
    if let answer = reception as? AnswerReception, let retry = answer.retry {
      waiting[answer.order.id] = Waiting(
        order: .start(answer.order), attempts: answer.attempts.adding(retry.reason),
        until: .now + retry.delay)
    } else if let fetch = reception as? FetchReception, let retry = fetch.retry {
      waiting[fetch.order.id] = Waiting(
        order: .fetch(fetch.order), attempts: fetch.attempts.adding(retry.reason),
        until: .now + retry.delay)
    }
  }

  @discardableResult
  private mutating func remove(_ id: TransferID) -> TransferHandle? {
    guard let transfer = transfers.removeValue(forKey: id) else { return nil }
    multi.remove(transfer.easy)
    return transfer
  }

  /// Returns the time until the next deadline; `nil` if there is none.
  private func timeout() -> Duration? {
    let deadlines = transfers.values.compactMap(\.deadline) + waiting.values.map(\.until)
    return deadlines.min().map { ContinuousClock.now.duration(to: $0) }
  }
}
