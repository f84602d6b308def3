internal import Chat

/// The engine's thread: one multi handle, and the transfers on it. Wakes for nothing but orders,
/// bytes and deadlines.
struct EngineLoop {
  private let queue: OrderQueue
  private let userAgent: String
  private let limits: TransferHandle.Limits
  private let multi = MultiHandle()
  private var transfers: [TransferID: TransferHandle] = [:]
  private var isStopped = false

  init(_ queue: OrderQueue, userAgent: String, limits: TransferHandle.Limits) {
    self.queue = queue
    self.userAgent = userAgent
    self.limits = limits
    queue.attach(multi)
  }

  /// Runs until the order to stop; every transfer has ended then.
  mutating func run() {
    while true {
      for order in queue.take() { obey(order) }
      guard !isStopped else { break }
      multi.perform()
      for transfer in transfers.values { transfer.deliver() }
      closeEnded()
      multi.wait(timeout: timeout())
    }
    queue.attach(nil)
  }

  private mutating func obey(_ order: Order) {
    switch order {
    case .start(let order): start(order)
    case .cancel(let id): cancel(id)
    case .stop:
      for id in transfers.keys { cancel(id) }
      isStopped = true
    }
  }

  private mutating func start(_ order: StartOrder) {
    do throws(StreamError) {
      let transfer = try TransferHandle(order, userAgent: userAgent, limits: limits)
      multi.add(transfer.easy)
      transfers[order.id] = transfer
    } catch {
      let timings = Timings(end: order.time.duration(to: .now))
      order.onEvent(.ended(StreamEnd(outcome: .failed(error), timings: timings)))
    }
  }

  /// The connection is closed before the end is reported.
  private mutating func cancel(_ id: TransferID) {
    guard let transfer = transfers.removeValue(forKey: id) else { return }
    multi.remove(transfer.easy)
    transfer.cancel()
  }

  /// Takes out every transfer that libcurl, the server or a deadline has brought to its end.
  private mutating func closeEnded() {
    while let (easy, result) = multi.nextEnded() {
      guard let (id, transfer) = transfers.first(where: { $0.value.easy == easy }) else { continue }
      remove(id)
      transfer.close(result)
    }
    let now = ContinuousClock.now
    for (id, transfer) in transfers where transfer.isEnded || transfer.deadline <= now {
      remove(id)
      transfer.giveUp()
    }
  }

  private mutating func remove(_ id: TransferID) {
    guard let transfer = transfers.removeValue(forKey: id) else { return }
    multi.remove(transfer.easy)
  }

  /// Until the next deadline; `nil` when there is none.
  private func timeout() -> Duration? {
    transfers.values.map(\.deadline).min().map { ContinuousClock.now.duration(to: $0) }
  }
}
